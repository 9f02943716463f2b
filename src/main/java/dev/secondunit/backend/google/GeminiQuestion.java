package dev.secondunit.backend.google;

import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.Question;
import dev.secondunit.media.Mode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a question as the body of {@code generateContent}. */
final class GeminiQuestion {
  /** Pictures per second that are looked at; above 0, at most 24. */
  static final String FPS = "fps";

  private static final double USUAL_LOOKS = 120;
  private static final double MOST_PER_SECOND = 8;

  private GeminiQuestion() {}

  static ObjectNode json(Question question) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (question.instructions() != null) {
      json.putObject("systemInstruction")
          .putArray("parts")
          .addObject()
          .put("text", question.instructions());
    }
    ArrayNode contents = json.putArray("contents");
    for (Question.Turn turn : question.earlier()) {
      ask(contents, turn.media(), turn.prompt(), question);
      ArrayNode answer = contents.addObject().put("role", "model").putArray("parts");
      answer.addObject().put("text", turn.answer());
    }
    ask(contents, question.media(), question.prompt(), question);
    RequestJson configuration = new RequestJson();
    if (question.schema() != null) {
      configuration
          .text("responseMimeType", "application/json")
          .node("responseJsonSchema", question.schema());
    }
    configuration.number("temperature", Optional.ofNullable(question.temperature()));
    configuration.integer(
        "maxOutputTokens", Optional.ofNullable(question.maxTokens()).map(Integer::longValue));
    configuration.options(Optional.of(question.options()), Set.of(FPS));
    if (!configuration.isEmpty()) {
      json.set("generationConfig", configuration.json());
    }
    return json;
  }

  private static void ask(
      ArrayNode contents, List<Medium> media, String prompt, Question question) {
    ArrayNode parts = contents.addObject().put("role", "user").putArray("parts");
    if (media.stream().anyMatch(medium -> medium.seconds() != null)) {
      parts.addObject().put("text", Medium.FRAMES_EXPLAINED);
    }
    int number = 1;
    for (Medium medium : media) {
      parts.addObject().put("text", medium.label(number++));
      parts.add(part(medium, question));
    }
    parts.addObject().put("text", prompt);
  }

  private static ObjectNode part(Medium medium, Question question) {
    ObjectNode part;
    if (medium.upload() == null) {
      part = MediaPart.inline(medium.file());
    } else {
      part = JsonNodeFactory.instance.objectNode();
      part.putObject("fileData")
          .put("mimeType", medium.file().facts().mediaType())
          .put("fileUri", medium.upload().reference().get(GoogleQuestions.URI));
    }
    if (medium.file().facts().mode() == Mode.VIDEO) {
      ObjectNode clip = clip(question, medium.file().facts().durationSeconds());
      if (!clip.isEmpty()) {
        part.set("videoMetadata", clip);
      }
    }
    return part;
  }

  private static ObjectNode clip(Question question, Double length) {
    RequestJson clip = new RequestJson();
    clip.text(
        "startOffset", Optional.ofNullable(question.startSeconds()).map(GeminiQuestion::time));
    clip.text("endOffset", Optional.ofNullable(question.endSeconds()).map(GeminiQuestion::time));
    if (question.options().path(FPS).isNumber()) {
      clip.number(FPS, Optional.of(question.options().path(FPS).doubleValue()));
    } else if (length != null) {
      double start = question.startSeconds() == null ? 0 : question.startSeconds();
      double end = question.endSeconds() == null ? length : Math.min(length, question.endSeconds());
      clip.number(FPS, closer(end - start));
    }
    return clip.json();
  }

  /**
   * The vendor looks once a second, which misses what is short. A short film is looked at more
   * often, at most so often that it counts as one of {@link #USUAL_LOOKS} seconds.
   */
  static Optional<Double> closer(double seconds) {
    double rate = Math.min(MOST_PER_SECOND, Math.floor(USUAL_LOOKS / Math.max(1, seconds)));
    return rate > 1 ? Optional.of(rate) : Optional.empty();
  }

  private static String time(double seconds) {
    return RequestJson.plain(seconds) + "s";
  }
}
