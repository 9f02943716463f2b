package dev.secondunit.backend.openai;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Body.Part;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.EmbeddedFile;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.MediaInput;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code /v1/videos} shape, tolerantly. A create travels as multipart, which every server of
 * this shape takes (vLLM-Omni takes nothing else); the vendor option {@code request_format: json}
 * sends JSON instead.
 */
final class OpenAiVideos {
  static final String VIDEO_ID = "video_id";
  static final String FALLBACK = "fallback";
  private static final Duration FIRST_POLL = Duration.ofSeconds(2);
  private static final String REQUEST_FORMAT = "request_format";

  /** Pictures of a clip that servers of this shape may have, by their names on the wire. */
  static final List<String> VARIANTS = List.of("thumbnail", "spritesheet");

  /** What of them is wanted, in what is remembered of a video. */
  static final String WANTED = "variants";

  private static final Set<String> NOT_SENT =
      Set.of(REQUEST_FORMAT, VARIANTS.get(0), VARIANTS.get(1));

  private final VendorHttp http;
  private final Clock clock;

  OpenAiVideos(VendorHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  Submission submit(Shot shot) throws BackendException, InterruptedException {
    return switch (shot.plan().operation()) {
      case GENERATE, LAST_FRAME -> generate(shot);
      case REMIX -> remix(shot);
      case EDIT -> change(shot, "/videos/edits", Optional.empty());
      case EXTEND ->
          change(shot, "/videos/extensions", shot.plan().effective().number(Parameter.DURATION));
    };
  }

  private Submission generate(Shot shot) throws BackendException, InterruptedException {
    Parameters asked = shot.plan().effective();
    ObjectNode fields =
        new RequestJson()
            .text("model", shot.plan().model())
            .text("prompt", asked.text(Parameter.PROMPT))
            .text("seconds", asked.number(Parameter.DURATION).map(RequestJson::plain))
            .text("size", asked.text(Parameter.SIZE))
            .text("negative_prompt", asked.text(Parameter.NEGATIVE_PROMPT))
            .integer("seed", asked.integer(Parameter.SEED))
            .options(asked.object(Parameter.VENDOR_OPTIONS), NOT_SENT)
            .json();
    Optional<MediaInput> first = asked.inputs(Parameter.INPUT_IMAGES).stream().findFirst();
    boolean json =
        asked
            .object(Parameter.VENDOR_OPTIONS)
            .map(options -> options.path(REQUEST_FORMAT).asString("").equals("json"))
            .orElse(false);
    if (!json) {
      return create(shot, "/videos", multipart(fields, "input_reference", first), false);
    }
    first.ifPresent(
        image ->
            fields
                .putObject("input_reference")
                .set("image_url", EmbeddedFile.dataUri(image.path(), image.facts().mediaType())));
    return create(shot, "/videos", new Body.Json(fields, shot.scratch()), false);
  }

  private Submission remix(Shot shot) throws BackendException, InterruptedException {
    String id = kept(shot).orElseThrow(() -> Failures.sourceGone(OpenAiBackend.NAME));
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    shot.plan().effective().text(Parameter.PROMPT).ifPresent(text -> fields.put("prompt", text));
    Body body = new Body.Json(fields, shot.scratch());
    return create(shot, "/videos/" + encoded(id) + "/remix", body, true);
  }

  /** The vendor's own copy by its id while it lives, else our file. */
  private Submission change(Shot shot, String path, Optional<Double> seconds)
      throws BackendException, InterruptedException {
    ContinuationSource source = shot.source();
    if (source == null) {
      throw Failures.unsupported(
          OpenAiBackend.NAME, shot.plan().operation().word() + " without a source");
    }
    ObjectNode fields =
        new RequestJson()
            .text("prompt", shot.plan().effective().text(Parameter.PROMPT))
            .text("seconds", seconds.map(RequestJson::plain))
            .json();
    Optional<String> id = kept(shot);
    if (id.isEmpty()) {
      return create(shot, path, multipart(fields, "video", Optional.of(source.file())), false);
    }
    fields.putObject("video").put("id", id.get());
    return create(shot, path, new Body.Json(fields, shot.scratch()), true);
  }

  private Optional<String> kept(Shot shot) {
    return shot.keptCopy(VIDEO_ID, clock.instant());
  }

  private static Body multipart(ObjectNode fields, String fileField, Optional<MediaInput> file) {
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      JsonNode value = field.getValue();
      parts.add(Part.text(field.getKey(), value.isString() ? value.asString() : value.toString()));
    }
    file.ifPresent(
        input ->
            parts.add(
                Part.file(
                    fileField,
                    input.path(),
                    input.path().getFileName().toString(),
                    input.facts().mediaType())));
    return new Body.Multipart(parts);
  }

  private Submission create(Shot shot, String path, Body body, boolean fromCopy)
      throws BackendException, InterruptedException {
    Call call =
        Call.create(path, body)
            .startingFromCopy(fromCopy)
            .countedFor(shot.plan().model())
            .masking(shot.plan().effective().text(Parameter.PROMPT).orElse(null));
    Answer answer = http.send(call);
    String id = answer.json().path("id").asString("");
    if (id.isBlank()) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer has no id");
    }
    return accepted(id, shot);
  }

  /** What is remembered of an accepted video; the model, to notice another one in the answer. */
  static Submission.Accepted accepted(String id, Shot shot) {
    Optional<ObjectNode> options = shot.plan().effective().object(Parameter.VENDOR_OPTIONS);
    List<String> wanted =
        VARIANTS.stream()
            .filter(kind -> options.filter(given -> given.path(kind).asBoolean(false)).isPresent())
            .toList();
    return new Submission.Accepted(
        new VendorReference(
            id, Map.of("model", shot.plan().model(), WANTED, String.join(",", wanted))),
        FIRST_POLL);
  }

  Poll poll(VendorReference reference) throws BackendException, InterruptedException {
    Answer answer = http.send(Call.poll("/videos/" + encoded(reference.id())));
    return new VideoAnswer(http).read(reference, answer);
  }

  /** From {@code /content}; some gateways know no such path and name an address instead. */
  long download(RemoteFile file, Path target) throws BackendException, InterruptedException {
    String fallback = file.attributes().get(FALLBACK);
    try {
      return http.download(file, target);
    } catch (BackendException e) {
      if (fallback == null || e.fate() != BackendException.Fate.REJECTED) {
        throw e;
      }
      return http.download(new RemoteFile(fallback, file.mediaType(), null, Map.of()), target);
    }
  }

  /** Deleting a running video aborts it where the server can (vLLM-Omni). */
  boolean cancel(VendorReference reference) throws BackendException, InterruptedException {
    try {
      Answer answer = http.send(Call.cancel("DELETE", "/videos/" + encoded(reference.id())));
      return answer.json().path("deleted").asBoolean(false)
          || answer.json().path("status").asString("").equals("deleted");
    } catch (BackendException e) {
      if (e.fate() == BackendException.Fate.REJECTED) {
        return false;
      }
      throw e;
    }
  }

  static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
