package dev.secondunit.backend.grok;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.Continuation;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.ErrorBody;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.UsdAmount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads what a poll of a video says. */
final class GrokAnswers {
  static final String VIDEO_URL = "video_url";
  private static final Duration NEXT_POLL = Duration.ofSeconds(5);
  private static final Duration RESULT_LIVES = Duration.ofHours(24);
  private static final BigDecimal TICKS_PER_MICRO = BigDecimal.valueOf(10_000);

  private final VendorHttp http;
  private final Clock clock;

  GrokAnswers(VendorHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  Poll read(VendorReference reference, Answer answer) throws BackendException {
    JsonNode json = answer.json();
    String status = json.path("status").asString("");
    if (answer.status() == 202 || status.equals("pending")) {
      return running(json);
    }
    if (!json.isObject()) {
      throw http.unexpected(CallKind.POLL, answer, "the answer is empty");
    }
    if (status.equals("expired")) {
      return new Poll.Expired(Failures.expired(GrokBackend.NAME));
    }
    if (status.equals("failed")) {
      return new Poll.Failed(failed(answer));
    }
    JsonNode video = json.path("video");
    if (video.path("respect_moderation").isBoolean()
        && !video.path("respect_moderation").asBoolean()) {
      // Blocked after it was made; the vendor bills that (docs.x.ai, video generation).
      return new Poll.Failed(
          Failures.refused(GrokBackend.NAME, "blocked by moderation after it was made", Charged.YES)
              .withVendor(http.words(answer, "respect_moderation: false", List.of())));
    }
    String url = video.path("url").asString("");
    if (url.isBlank()) {
      url = video.path("file_output").path("public_url").asString("");
    }
    if (!url.isBlank()) {
      return new Poll.Done(outcome(reference, json, url));
    }
    if (status.equals("done")) {
      return new Poll.Failed(
          Failures.failed(GrokBackend.NAME, "done, but without a video", charged(json)));
    }
    return running(json);
  }

  private static Poll running(JsonNode json) {
    JsonNode progress = json.path("progress");
    Double share = progress.isNumber() ? Math.max(0, Math.min(1, progress.asDouble() / 100)) : null;
    return new Poll.Running(share, null, NEXT_POLL);
  }

  private Failure failed(Answer answer) {
    ErrorBody error = ErrorBody.of(answer.json(), null);
    String words = error.message().isBlank() ? error.code() : error.message();
    String shown = http.redacted(words, List.of());
    Failure failure =
        GrokErrors.mentionsPolicy(error)
            ? Failures.refused(GrokBackend.NAME, shown, Charged.YES)
            : Failures.failed(GrokBackend.NAME, shown, charged(answer.json()));
    return failure.withVendor(http.words(answer, words, List.of()));
  }

  /** The vendor's own figure is the only thing that settles it. */
  private static Charged charged(JsonNode json) {
    UsdAmount cost = cost(json);
    if (cost == null) {
      return Charged.UNKNOWN;
    }
    return cost.micros() == 0 ? Charged.NO : Charged.YES;
  }

  private Outcome outcome(VendorReference reference, JsonNode json, String url) {
    List<String> warnings = new ArrayList<>();
    String storage = json.path("video").path("storage_error").asString("");
    if (!storage.isBlank()) {
      warnings.add("grok did not keep the file: " + http.redacted(storage, List.of()));
    }
    Continuation continuation =
        new Continuation(
            "grok_vid",
            GrokVideos.continuations(),
            clock.instant().plus(RESULT_LIVES),
            null,
            Map.of(VIDEO_URL, url, "request_id", reference.id()));
    String model = json.path("model").asString("");
    return new Outcome(
        List.of(new RemoteFile(url, "video/mp4", null, Map.of())),
        model.isBlank() ? null : model,
        cost(json),
        continuation,
        warnings);
  }

  /** One US dollar is 10,000,000,000 ticks (xai-sdk-python 1.19). */
  static UsdAmount cost(JsonNode json) {
    JsonNode ticks = json.path("usage").path("cost_in_usd_ticks");
    boolean readable = ticks.isIntegralNumber() && ticks.canConvertToLong() && ticks.asLong() >= 0;
    if (!readable) {
      return null;
    }
    BigDecimal micros =
        BigDecimal.valueOf(ticks.asLong()).divide(TICKS_PER_MICRO, 0, RoundingMode.CEILING);
    return new UsdAmount(micros.longValueExact());
  }
}
