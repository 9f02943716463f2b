package dev.secondunit.backend.openai;

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
import dev.secondunit.media.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the state of a video in the dialects that servers of this shape speak. */
final class VideoAnswer {
  private static final Duration NEXT_POLL = Duration.ofSeconds(5);
  private static final Set<String> DONE =
      Set.of("completed", "complete", "succeeded", "success", "done", "finished");
  private static final Set<String> FAILED =
      Set.of("failed", "error", "cancelled", "canceled", "deleted");
  private static final long MILLISECONDS_FROM = 100_000_000_000L;

  private final VendorHttp http;

  VideoAnswer(VendorHttp http) {
    this.http = http;
  }

  Poll read(VendorReference reference, Answer answer) throws BackendException {
    JsonNode json = answer.json();
    if (!json.isObject()) {
      if (answer.status() == 202) {
        return new Poll.Running(null, null, NEXT_POLL);
      }
      throw http.unexpected(CallKind.POLL, answer, "the answer is not an object");
    }
    String status = json.path("status").asString("").toLowerCase(Locale.ROOT);
    if (status.equals("expired")) {
      return new Poll.Expired(Failures.expired(OpenAiBackend.NAME));
    }
    if (FAILED.contains(status)) {
      return new Poll.Failed(failed(answer, status));
    }
    if (DONE.contains(status)) {
      return new Poll.Done(outcome(reference, json));
    }
    // An unknown word that is no failure counts as running.
    return new Poll.Running(progress(json), status.isBlank() ? null : status, NEXT_POLL);
  }

  private static Double progress(JsonNode json) {
    JsonNode progress = json.path("progress");
    if (!progress.isNumber()) {
      return null;
    }
    return Math.max(0, Math.min(1, progress.asDouble() / 100));
  }

  /** Whether a failed video is billed, no server of this shape says. */
  private Failure failed(Answer answer, String status) {
    ErrorBody error = ErrorBody.of(answer.json(), null);
    String words = error.message().isBlank() ? error.code() : error.message();
    words = words.isBlank() ? status : words;
    String shown = http.redacted(words, List.of());
    Failure failure =
        OpenAiErrors.mentionsPolicy(error)
            ? Failures.refused(OpenAiBackend.NAME, shown, Charged.UNKNOWN)
            : Failures.failed(OpenAiBackend.NAME, shown, Charged.UNKNOWN);
    return failure.withVendor(http.words(answer, words, List.of()));
  }

  private Outcome outcome(VendorReference reference, JsonNode json) {
    Map<String, String> attributes = new HashMap<>();
    for (String field : List.of("url", "video_url")) {
      String url = json.path(field).asString("");
      if (url.startsWith("http://") || url.startsWith("https://")) {
        attributes.putIfAbsent(OpenAiVideos.FALLBACK, url);
      }
    }
    String content =
        http.vendor().baseUrl() + "/videos/" + OpenAiVideos.encoded(reference.id()) + "/content";
    Continuation continuation =
        new Continuation(
            "sora_vid",
            Set.of(Operation.REMIX, Operation.EXTEND, Operation.EDIT),
            instant(json.path("expires_at")),
            null,
            Map.of(OpenAiVideos.VIDEO_ID, reference.id()));
    String model = json.path("model").asString("");
    List<RemoteFile> files = new ArrayList<>();
    files.add(new RemoteFile(content, "video/mp4", null, attributes));
    List<String> wanted =
        List.of(reference.attributes().getOrDefault(OpenAiVideos.WANTED, "").split(","));
    for (String kind : OpenAiVideos.VARIANTS) {
      if (wanted.contains(kind)) {
        files.add(RemoteFile.companion(content + "?variant=" + kind, kind));
      }
    }
    return new Outcome(files, model.isBlank() ? null : model, null, continuation, List.of());
  }

  /** Seconds since 1970, or milliseconds from servers that count so. */
  static Instant instant(JsonNode node) {
    if (!node.isNumber() || node.asLong(0) <= 0) {
      return null;
    }
    long value = node.asLong();
    return value >= MILLISECONDS_FROM ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value);
  }
}
