package dev.secondunit.backend.twelvelabs;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.Credential;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.StreamedAnswer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.backend.http.VendorProfile;
import dev.secondunit.backend.question.MediaModel.Availability;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks TwelveLabs about whole videos. A task survives restarts and takes up to two hours of video;
 * a stream answers while it thinks, for up to one. Safe for many threads; every method but {@link
 * #readiness()} does I/O.
 */
public final class TwelveLabsClient {
  static final String NAME = "twelvelabs";
  private static final Duration PATIENCE_FOR_STREAMS = Duration.ofMinutes(10);

  private final Settings settings;
  private final HttpLayer layer;

  public TwelveLabsClient(Settings settings, HttpLayer layer) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.layer = Objects.requireNonNull(layer, "layer");
  }

  public Readiness readiness() {
    return settings.isSet(Setting.TWELVELABS_API_KEY)
        ? Readiness.reading(() -> settings.baseUrl(Setting.TWELVELABS_BASE_URL))
        : Readiness.missing("set TWELVELABS_API_KEY");
  }

  /** Brings a video to the vendor and returns its asset id; free. Not ready at once. */
  public String upload(MediaInput video) throws BackendException, InterruptedException {
    return new AssetUpload(http(), AssetUpload.LARGEST_DIRECT).upload(video);
  }

  /** Lets the vendor fetch a video from a public address and returns its asset id; free. */
  public String register(URI address, String name) throws BackendException, InterruptedException {
    return new AssetUpload(http(), AssetUpload.LARGEST_DIRECT).register(address, name);
  }

  /**
   * Whether an uploaded video can be asked about.
   *
   * @throws BackendException with MEDIA_CORRUPT when the vendor cannot read it
   */
  public Availability availability(String assetId) throws BackendException, InterruptedException {
    JsonNode asset;
    try {
      asset = http().send(Call.read("/assets/" + encoded(assetId))).json();
    } catch (BackendException e) {
      if (e.notFound()) {
        return Availability.GONE;
      }
      throw e;
    }
    String status = asset.path("status").asString("");
    if (status.equals("failed")) {
      String words = asset.path("error").path("message").asString("no reason given");
      throw new BackendException(
          Fate.REJECTED,
          Failure.of(
              ErrorCode.MEDIA_CORRUPT,
              "twelvelabs cannot read the video: " + http().redacted(words, List.of())));
    }
    return status.equals("ready") ? Availability.READY : Availability.PROCESSING;
  }

  /** Whether ids of videos can be looked up in an index; decided by the settings alone. */
  boolean looksIntoIndex() {
    return settings.isSet(Setting.TWELVELABS_INDEX_ID);
  }

  /**
   * The asset behind a video of the configured index. Free. The vendor's way from ids of indexed
   * videos to questions by {@code pegasus1.5} (docs.twelvelabs.io, migration guide, 2026; {@code
   * indexes.indexedAssets.retrieve} of {@code twelvelabs-js} 1.3.4).
   *
   * @throws BackendException REJECTED with UNKNOWN_ID when the index has no such video, else
   *     NOT_ACCEPTED: nothing was asked yet, so its fate is never unknown
   */
  String assetOfIndexed(String videoId) throws BackendException, InterruptedException {
    String index = settings.text(Setting.TWELVELABS_INDEX_ID).orElseThrow();
    String asset;
    try {
      asset =
          http()
              .send(Call.read("/indexes/" + encoded(index) + "/indexed-assets/" + encoded(videoId)))
              .json()
              .path("asset_id")
              .asString("");
    } catch (BackendException e) {
      if (e.notFound()) {
        throw notIndexed(videoId);
      }
      throw e.fate() == Fate.REJECTED ? e : new BackendException(Fate.NOT_ACCEPTED, e.failure(), e);
    }
    if (asset.isBlank()) {
      throw notIndexed(videoId);
    }
    return asset;
  }

  private static BackendException notIndexed(String videoId) {
    return new BackendException(
        Fate.REJECTED,
        Failure.of(
                ErrorCode.UNKNOWN_ID,
                "The index of "
                    + Setting.TWELVELABS_INDEX_ID
                    + " has no video "
                    + videoId
                    + " with an asset. Nothing was asked.")
            .withField("video", videoId)
            .withHint("Give the video itself as a path or URL."));
  }

  /**
   * Starts an analysis that is billed and returns its task id.
   *
   * @param idempotencyKey the same for every resend: the vendor documents this header against
   *     doubles, so a lost answer may be asked for again with the same key
   */
  public String start(AnalyzeRequest request, String idempotencyKey)
      throws BackendException, InterruptedException {
    VendorHttp http = http();
    Call call =
        Call.create("/analyze/tasks", new Body.Json(AnalyzeJson.task(request), null))
            .withHeader("Idempotency-Key", idempotencyKey)
            .countedFor(request.model())
            .masking(request.prompt());
    Answer answer = http.send(call);
    String id = answer.json().path("task_id").asString("");
    if (id.isBlank()) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer has no task_id");
    }
    return id;
  }

  /**
   * Asks how a task is doing.
   *
   * @throws BackendException also when the vendor does not know the task: {@link
   *     BackendException#notFound}
   */
  public AnalyzeTask task(String taskId) throws BackendException, InterruptedException {
    VendorHttp http = http();
    Answer answer = http.send(Call.poll("/analyze/tasks/" + encoded(taskId)));
    JsonNode json = answer.json();
    String status = json.path("status").asString("");
    String words = json.path("error").path("message").asString("");
    if (status.equals("failed")) {
      String shown = http.redacted(words, List.of());
      return new AnalyzeTask.Failed(
          Failures.failed(NAME, shown, Charged.UNKNOWN)
              .withVendor(http.words(answer, words, List.of())));
    }
    if (!status.equals("ready")) {
      return new AnalyzeTask.Running(status);
    }
    JsonNode result = json.path("result");
    return new AnalyzeTask.Ready(answer(http, result, result.path("data").asString(""), words));
  }

  /** Asks the vendor to drop a task; true when it confirmed. */
  public boolean cancel(String taskId) throws BackendException, InterruptedException {
    try {
      http().send(Call.cancel("DELETE", "/analyze/tasks/" + encoded(taskId)));
      return true;
    } catch (BackendException e) {
      if (e.fate() == Fate.REJECTED) {
        return false;
      }
      throw e;
    }
  }

  /** Asks and waits for the answer; billed, and sent once. */
  public AnalyzeAnswer analyze(AnalyzeRequest request)
      throws BackendException, InterruptedException {
    VendorHttp http = http();
    Answer answer = http.send(atOnce(request, false));
    JsonNode json = answer.json();
    if (!json.path("data").isString()) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer has no data");
    }
    return answer(
        http, json, json.path("data").asString(), json.path("error").path("message").asString(""));
  }

  /** Asks within one call; billed, and answered whole or as a stream. */
  private static Call atOnce(AnalyzeRequest request, boolean stream) throws BackendException {
    return Call.create("/analyze", new Body.Json(AnalyzeJson.atOnce(request, stream), null))
        .within(PATIENCE_FOR_STREAMS)
        .countedFor(request.model())
        .masking(request.prompt());
  }

  /**
   * Asks and hands over the text piece by piece while it arrives. Billed; sent once.
   *
   * @throws BackendException with fate UNKNOWN when the stream ends without its last event
   */
  public AnalyzeAnswer stream(AnalyzeRequest request, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    VendorHttp http = http();
    StringBuilder text = new StringBuilder();
    try (StreamedAnswer stream = http.stream(atOnce(request, true))) {
      for (Optional<JsonNode> next = stream.nextJson();
          next.isPresent();
          next = stream.nextJson()) {
        JsonNode event = next.get();
        switch (event.path("event_type").asString("")) {
          case "text_generation" -> {
            String piece = event.path("text").asString("");
            if (text.length() + piece.length() > http.limits().jsonBytes()) {
              throw unfinished(http, stream, "the answer is too long");
            }
            text.append(piece);
            pieces.accept(piece);
          }
          case "stream_end" -> {
            String words = event.path("error").path("message").asString("");
            JsonNode metadata = event.path("metadata");
            ObjectNode end = JsonNodeFactory.instance.objectNode();
            end.put("finish_reason", event.path("finish_reason").asString("stop"));
            end.set(
                "usage",
                metadata.path("usage").isObject() ? metadata.get("usage") : end.nullNode());
            return answer(http, end, text.toString(), words);
          }
          default -> {
            // stream_start, and events of the future.
          }
        }
      }
      throw unfinished(http, stream, "the stream ended without its last event");
    }
  }

  private static BackendException unfinished(VendorHttp http, StreamedAnswer stream, String what) {
    return http.unexpected(
        CallKind.CREATE,
        new Answer(200, stream.headers(), JsonNodeFactory.instance.missingNode()),
        what);
  }

  private static AnalyzeAnswer answer(VendorHttp http, JsonNode result, String text, String words) {
    JsonNode usage = result.path("usage");
    return new AnalyzeAnswer(
        text,
        result.path("finish_reason").asString("stop"),
        words.isBlank() ? null : http.redacted(words, List.of()),
        count(usage.path("input_tokens")),
        count(usage.path("output_tokens")));
  }

  private static Long count(JsonNode node) {
    return node.isIntegralNumber() ? node.asLong() : null;
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  VendorHttp http() {
    String key = settings.text(Setting.TWELVELABS_API_KEY).orElse("");
    return layer.vendor(
        new VendorProfile(
            NAME,
            settings.baseUrl(Setting.TWELVELABS_BASE_URL).orElseThrow(),
            Credential.header("x-api-key", "", key),
            new TwelveLabsErrors(),
            "TWELVELABS_API_KEY"));
  }
}
