package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.Continuation;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.media.Operation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the state of an interaction. */
final class OmniAnswer {
  /** Generated files are kept so long; the conversation itself lives longer. */
  private static final Duration FILE_LIVES = Duration.ofHours(48);

  private static final Duration NEXT_POLL = Duration.ofSeconds(5);

  private final Home home;
  private final Clock clock;

  OmniAnswer(Home home, Clock clock) {
    this.home = home;
    this.clock = clock;
  }

  Poll read(VendorReference reference, String path, Answer answer) throws BackendException {
    JsonNode json = answer.json();
    if (!json.isObject()) {
      throw home.http().unexpected(CallKind.POLL, answer, "the answer is not an object");
    }
    String status = json.path("status").asString("");
    return switch (status) {
      case "completed" -> completed(reference, path, answer);
      case "failed", "incomplete", "budget_exceeded", "requires_action" ->
          new Poll.Failed(failed(answer, status));
      case "cancelled" ->
          new Poll.Failed(
              Failure.of(ErrorCode.CANCELLED, "The job was cancelled at google.")
                  .withCharged(charged(json), Retry.USE_JOB));
      // queued, in_progress, requires_continuation, and words of the future.
      default -> new Poll.Running(null, status.isBlank() ? null : status, NEXT_POLL);
    };
  }

  private Poll completed(VendorReference reference, String path, Answer answer) {
    JsonNode video = video(answer.json());
    if (video.isMissingNode()) {
      // Filtered, or edits of such clips are off in this region: both come as an empty success.
      return new Poll.Failed(
          Failures.refused(
                  GoogleBackend.NAME,
                  "completed without a video (filtered, or not offered in this region)",
                  charged(answer.json()))
              .withVendor(home.http().words(answer, "completed without output", List.of())));
    }
    RemoteFile file = GoogleFiles.remote(home, video, path, null);
    Continuation continuation =
        new Continuation(
            "omni",
            Set.of(Operation.EDIT, Operation.EXTEND),
            clock.instant().plus(FILE_LIVES),
            null,
            Map.of(OmniWire.INTERACTION_ID, reference.id(), GoogleBackend.HOME, home.name()));
    List<String> warnings = new ArrayList<>();
    String tags = reference.attributes().get(OmniWire.ROLE_TAGS);
    if (tags != null) {
      warnings.add("The role tags " + tags + " were put before the prompt.");
    }
    String model = answer.json().path("model").asString("");
    return new Poll.Done(
        new Outcome(List.of(file), model.isBlank() ? null : model, null, continuation, warnings));
  }

  /** In the convenience field, else in the last step in which the model says something. */
  private static JsonNode video(JsonNode json) {
    JsonNode output = json.path("output_video");
    if (carriesMedia(output)) {
      return output;
    }
    JsonNode found = tools.jackson.databind.node.MissingNode.getInstance();
    for (JsonNode step : json.path("steps")) {
      if (!step.path("type").asString("").equals("model_output")) {
        continue;
      }
      for (JsonNode block : step.path("content")) {
        if (block.path("type").asString("").equals("video") && carriesMedia(block)) {
          found = block;
        }
      }
    }
    return found;
  }

  private static boolean carriesMedia(JsonNode block) {
    return Answer.unpacked(block.path("data")).isPresent()
        || !block.path("uri").asString("").isBlank();
  }

  private Failure failed(Answer answer, String status) {
    StringBuilder words = new StringBuilder();
    for (JsonNode error : answer.json().path("errors")) {
      add(words, error);
    }
    for (JsonNode step : answer.json().path("steps")) {
      add(words, step.path("error"));
    }
    add(words, answer.json().path("error"));
    String said = words.isEmpty() ? status : words.toString();
    String shown = home.http().redacted(said, List.of());
    Charged charged = charged(answer.json());
    String lower = said.toLowerCase(java.util.Locale.ROOT);
    boolean policy = lower.contains("safety") || lower.contains("content_policy");
    Failure failure =
        policy
            ? Failures.refused(GoogleBackend.NAME, shown, charged)
            : Failures.failed(GoogleBackend.NAME, shown, charged);
    return failure.withVendor(home.http().words(answer, said, List.of()));
  }

  private static void add(StringBuilder words, JsonNode error) {
    String message = error.path("message").asString("");
    String code = error.path("code").asString("");
    String said = message.isBlank() ? code : message;
    if (!said.isBlank()) {
      words.append(words.isEmpty() ? "" : "; ").append(said);
    }
  }

  /** Video is billed by output tokens: none of them, nothing billed. */
  private static Charged charged(JsonNode json) {
    JsonNode tokens = json.path("usage").path("total_output_tokens");
    if (!tokens.isNumber()) {
      return Charged.UNKNOWN;
    }
    return tokens.asLong() == 0 ? Charged.NO : Charged.YES;
  }
}
