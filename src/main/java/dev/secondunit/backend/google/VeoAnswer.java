package dev.secondunit.backend.google;

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
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.media.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the state of a Veo operation, in the form of either home. */
final class VeoAnswer {
  private static final Duration NEXT_POLL = Duration.ofSeconds(20);

  /** The Gemini API keeps clips two days. */
  private static final Duration CLIP_LIVES = Duration.ofDays(2);

  private static final String EXTENDABLE_SIZE = "720p";

  private final Home home;
  private final Clock clock;

  VeoAnswer(Home home, Clock clock) {
    this.home = home;
    this.clock = clock;
  }

  Poll read(VendorReference reference, String path, String operation, Answer answer)
      throws BackendException {
    JsonNode json = answer.json();
    if (!json.isObject()) {
      throw home.http().unexpected(CallKind.POLL, answer, "the answer is not an object");
    }
    if (json.path("error").isObject()) {
      return new Poll.Failed(failed(answer));
    }
    if (!json.path("done").asBoolean(false)) {
      return new Poll.Running(progress(json), null, NEXT_POLL);
    }
    List<RemoteFile> files = files(json.path("response"), path, operation);
    List<String> reasons = reasons(json.path("response"));
    if (files.isEmpty() && reasons.isEmpty()) {
      return new Poll.Failed(withoutVideo(answer));
    }
    if (files.isEmpty()) {
      // Only clips that are handed out are billed (ai.google.dev, Veo).
      String words = String.join("; ", reasons);
      return new Poll.Failed(
          Failures.refused(GoogleBackend.NAME, words, Charged.NO)
              .withVendor(home.http().words(answer, words, List.of())));
    }
    List<String> warnings = new ArrayList<>();
    reasons.forEach(reason -> warnings.add("google filtered a sibling: " + reason));
    return new Poll.Done(
        new Outcome(files, null, null, continuation(reference, files.get(0)), warnings));
  }

  /** Nothing was filtered, so the clip may be there, billed, and told in a way not known here. */
  private Failure withoutVideo(Answer answer) {
    String words = "done, without a video and without a reason";
    return Failure.of(ErrorCode.VENDOR_ANSWER_INVALID, GoogleBackend.NAME + " says: " + words + ".")
        .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
        .withVendor(home.http().words(answer, words, List.of()))
        .withHint("retry_jobs asks for the same clip again; it buys nothing.");
  }

  private static Double progress(JsonNode json) {
    JsonNode percent = json.path("metadata").path("progressPercent");
    return percent.isNumber() ? Math.max(0, Math.min(1, percent.asDouble() / 100)) : null;
  }

  private Failure failed(Answer answer) {
    ErrorBody error = ErrorBody.of(answer.json(), null);
    String words = error.message().isBlank() ? error.code() : error.message();
    String shown = home.http().redacted(words, List.of());
    Failure failure =
        GoogleErrors.mentionsPolicy(error)
            ? Failures.refused(GoogleBackend.NAME, shown, Charged.NO)
            : Failures.failed(GoogleBackend.NAME, shown, Charged.NO);
    return failure.withVendor(home.http().words(answer, words, List.of()));
  }

  private List<RemoteFile> files(JsonNode response, String path, String operation) {
    List<RemoteFile> files = new ArrayList<>();
    for (JsonNode sample : response.path("generateVideoResponse").path("generatedSamples")) {
      addFile(files, sample.path("video"), path, operation);
    }
    for (JsonNode video : response.path("videos")) {
      addFile(files, video, path, operation);
    }
    return files;
  }

  private void addFile(List<RemoteFile> files, JsonNode video, String path, String operation) {
    boolean there =
        !video.path("uri").asString("").isBlank()
            || !video.path("gcsUri").asString("").isBlank()
            || Answer.unpacked(video.path("bytesBase64Encoded")).isPresent()
            || Answer.unpacked(video.path("encodedVideo")).isPresent();
    if (there && files.isEmpty()) {
      files.add(GoogleFiles.remote(home, video, path, operation));
    }
  }

  private List<String> reasons(JsonNode response) {
    List<String> reasons = new ArrayList<>();
    for (JsonNode part : List.of(response, response.path("generateVideoResponse"))) {
      for (JsonNode reason : part.path("raiMediaFilteredReasons")) {
        reasons.add(home.http().redacted(reason.asString(""), List.of()));
      }
      int count = part.path("raiMediaFilteredCount").asInt(0);
      if (count > 0 && reasons.isEmpty()) {
        reasons.add(count + " filtered, no reason given");
      }
    }
    return reasons;
  }

  private Continuation continuation(VendorReference reference, RemoteFile file) {
    Map<String, String> kept = new HashMap<>();
    kept.put(GoogleBackend.HOME, home.name());
    boolean bucket = file.location().startsWith("gs://");
    boolean address =
        file.location().startsWith("http") && !file.attributes().containsKey("inside");
    if (bucket || address) {
      kept.put(VeoRequest.VIDEO_URI, file.location());
    }
    Instant expiresAt = home.isVertex() ? null : clock.instant().plus(CLIP_LIVES);
    Map<String, String> known = reference.attributes();
    // Vertex limits the length of the source instead of counting.
    Integer remaining =
        home.isVertex() ? null : Integer.valueOf(known.getOrDefault(VeoWire.REMAINING, "0"));
    boolean extendable =
        (remaining == null || remaining > 0)
            && EXTENDABLE_SIZE.equals(known.getOrDefault(VeoWire.SIZE, EXTENDABLE_SIZE));
    return new Continuation(
        "veo_vid", extendable ? Set.of(Operation.EXTEND) : Set.of(), expiresAt, remaining, kept);
  }
}
