package dev.secondunit.backend.openai;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.media.MediaInput;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * The words of one sound by {@code POST /audio/transcriptions}. The models of November 2026 give no
 * times. The prompt only helps with the style and with names.
 */
final class OpenAiTranscripts {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final VendorHttp http;

  OpenAiTranscripts(VendorHttp http) {
    this.http = http;
  }

  static boolean serves(String model) {
    return model.contains("transcribe") || model.startsWith("whisper");
  }

  Reply ask(Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    if (question.media().size() != 1 || !question.earlier().isEmpty()) {
      throw Failures.unsupported(
          http.vendor().name(), question.model() + " transcribes one sound at a time");
    }
    if (question.schema() != null) {
      throw Failures.unsupported(
          http.vendor().name(), question.model() + " writes words, not JSON by a schema");
    }
    MediaInput sound = question.media().get(0).file();
    Body body =
        new Body.Multipart(
            List.of(
                Body.Part.text("model", question.model()),
                Body.Part.text("response_format", "json"),
                Body.Part.text("prompt", question.prompt()),
                Body.Part.file(
                    "file",
                    sound.path(),
                    sound.path().getFileName().toString(),
                    sound.facts().mediaType())));
    Call call =
        Call.create("/audio/transcriptions", body)
            .within(PATIENCE)
            .countedFor(question.model())
            .masking(question.prompt());
    Answer answer = http.send(call);
    JsonNode text = answer.json().path("text");
    if (!text.isString()) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer holds no transcript");
    }
    pieces.accept(text.stringValue());
    JsonNode usage = answer.json().path("usage");
    return new Reply.Answered(
        new ModelAnswer(
            text.stringValue(),
            ModelAnswer.STOP,
            null,
            count(usage.path("input_tokens")),
            count(usage.path("output_tokens")),
            null,
            null));
  }

  private static Long count(JsonNode node) {
    return node.isIntegralNumber() ? node.asLong() : null;
  }
}
