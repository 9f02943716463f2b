package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.UnpackedFile;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.failure.Charged;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One call of {@code generateContent} whose answer holds media. */
final class GeminiContent {
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  /**
   * Media found in an answer.
   *
   * @param mediaType with its parameters, such as {@code audio/L16;rate=24000}
   */
  record Found(UnpackedFile file, String mediaType) {}

  private final Home home;

  GeminiContent(Home home) {
    this.home = home;
  }

  Answer send(Shot shot, ObjectNode json) throws BackendException, InterruptedException {
    String model = shot.plan().model();
    Call call =
        Call.create(home.method(model, "generateContent"), new Body.Json(json, shot.scratch()))
            .within(PATIENCE)
            .countedFor(model)
            .masking(shot.plan().effective().text(Parameter.PROMPT).orElse(null))
            .unpacking(Set.of("data"), shot.scratch());
    return home.http().send(call);
  }

  /** The first media of the kind; drafts that belong to the model's thoughts do not count. */
  Found media(Answer answer, String kind) throws BackendException {
    for (JsonNode candidate : answer.json().path("candidates")) {
      for (JsonNode part : candidate.path("content").path("parts")) {
        JsonNode inline = part.path("inlineData");
        Optional<UnpackedFile> file = Answer.unpacked(inline.path("data"));
        String type = inline.path("mimeType").asString("");
        boolean draft = part.path("thought").asBoolean(false);
        if (file.isPresent() && !draft && type.startsWith(kind)) {
          return new Found(file.get(), type);
        }
      }
    }
    throw nothing(answer);
  }

  private BackendException nothing(Answer answer) {
    JsonNode json = answer.json();
    String reason = json.path("promptFeedback").path("blockReason").asString("");
    if (!reason.isBlank()) {
      return refused(answer, "the prompt was blocked: " + reason, Charged.NO);
    }
    String finish = json.path("candidates").path(0).path("finishReason").asString("");
    boolean stopped = !finish.isBlank() && !finish.equals("STOP") && !finish.equals("MAX_TOKENS");
    if (stopped) {
      long tokens = json.path("usageMetadata").path("candidatesTokenCount").asLong(0);
      return refused(answer, finish, tokens == 0 ? Charged.NO : Charged.UNKNOWN);
    }
    return home.http().unexpected(CallKind.CREATE, answer, "the answer holds no such media");
  }

  private BackendException refused(Answer answer, String words, Charged charged) {
    return new BackendException(
        Fate.REJECTED,
        Failures.refused(GoogleBackend.NAME, words, charged)
            .withVendor(home.http().words(answer, words, List.of())));
  }

  static String model(Answer answer) {
    String model = answer.json().path("modelVersion").asString("");
    return model.isBlank() ? null : model;
  }

  static String id(Answer answer, Shot shot) {
    String id = answer.json().path("responseId").asString("");
    return id.isBlank() ? shot.jobId() : id;
  }
}
