package dev.secondunit.backend.google;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.http.Answer;
import dev.secondunit.backend.http.Body;
import dev.secondunit.backend.http.Call;
import dev.secondunit.backend.http.CallKind;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.ServerSentEvents;
import dev.secondunit.backend.http.StreamedAnswer;
import dev.secondunit.backend.http.VendorHttp;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** One call of {@code generateContent} whose answer is words. */
final class GeminiWords {
  /** An hour of video takes the models minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Home home;

  GeminiWords(Home home) {
    this.home = home;
  }

  /** What has come so far: the whole answer at once, or the pieces of a stream. */
  private static final class Heard {
    private final StringBuilder text = new StringBuilder();
    private String finish = "";
    private String blocked = "";
    private String model;
    private JsonNode usage = JsonNodeFactory.instance.missingNode();

    /** Takes in one answer or one piece of it and returns the text that is new. */
    String take(JsonNode json) {
      StringBuilder piece = new StringBuilder();
      JsonNode candidate = json.path("candidates").path(0);
      for (JsonNode part : candidate.path("content").path("parts")) {
        boolean thought = part.path("thought").asBoolean(false);
        piece.append(thought ? "" : part.path("text").asString(""));
      }
      text.append(piece);
      finish = candidate.path("finishReason").asString(finish);
      blocked = json.path("promptFeedback").path("blockReason").asString(blocked);
      model = json.path("modelVersion").asString(model);
      usage = json.path("usageMetadata").isObject() ? json.path("usageMetadata") : usage;
      return piece.toString();
    }

    boolean ended() {
      return !finish.isEmpty() || !blocked.isEmpty();
    }
  }

  Reply ask(Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    String method = question.stream() ? "streamGenerateContent?alt=sse" : "generateContent";
    Call call =
        Call.create(
                home.method(question.model(), method),
                new Body.Json(GeminiQuestion.json(question), null))
            .within(PATIENCE)
            .countedFor(question.model())
            .masking(question.prompt());
    Heard heard = new Heard();
    if (question.stream()) {
      return streamed(call, heard, pieces);
    }
    Answer answer = home.http().send(call);
    heard.take(answer.json());
    return reply(answer, heard);
  }

  private Reply streamed(Call call, Heard heard, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    VendorHttp http = home.http();
    try (StreamedAnswer stream = http.stream(call)) {
      for (Optional<ServerSentEvents.Event> next = stream.nextEvent();
          next.isPresent();
          next = stream.nextEvent()) {
        JsonNode json;
        try {
          json = JsonMapper.shared().readTree(next.get().data());
        } catch (JacksonException e) {
          throw unfinished(stream, "an event of the stream is not JSON");
        }
        String piece = heard.take(json);
        if (heard.text.length() > http.limits().jsonBytes()) {
          throw unfinished(stream, "the answer is too long");
        }
        if (!piece.isEmpty()) {
          pieces.accept(piece);
        }
      }
      if (!heard.ended()) {
        throw unfinished(stream, "the stream ended before the answer was whole");
      }
      return reply(
          new Answer(200, stream.headers(), JsonNodeFactory.instance.missingNode()), heard);
    }
  }

  private BackendException unfinished(StreamedAnswer stream, String what) {
    return home.http()
        .unexpected(
            CallKind.CREATE,
            new Answer(200, stream.headers(), JsonNodeFactory.instance.missingNode()),
            what);
  }

  private Reply reply(Answer answer, Heard heard) throws BackendException {
    if (!heard.blocked.isEmpty()) {
      String words = "the prompt was blocked: " + heard.blocked;
      return failed(answer, words, Failures.refused(GoogleBackend.NAME, words, Charged.NO));
    }
    if (heard.finish.isEmpty()) {
      throw home.http().unexpected(CallKind.CREATE, answer, "the answer has no end");
    }
    long made = heard.usage.path("candidatesTokenCount").asLong(0);
    boolean whole = heard.finish.equals("STOP");
    boolean cut = heard.finish.equals("MAX_TOKENS");
    if (heard.text.isEmpty() && !cut) {
      Charged charged = made > 0 ? Charged.YES : Charged.UNKNOWN;
      return whole
          ? failed(
              answer,
              "no text",
              Failures.failed(GoogleBackend.NAME, "the answer holds no text", charged))
          : failed(
              answer, heard.finish, Failures.refused(GoogleBackend.NAME, heard.finish, charged));
    }
    String reason =
        whole ? ModelAnswer.STOP : cut ? ModelAnswer.LENGTH : heard.finish.toLowerCase(Locale.ROOT);
    return new Reply.Answered(
        new ModelAnswer(
            heard.text.toString(),
            reason,
            whole ? null : "the vendor ended the answer with " + heard.finish,
            count(heard.usage.path("promptTokenCount"), 0),
            count(
                heard.usage.path("candidatesTokenCount"),
                heard.usage.path("thoughtsTokenCount").asLong(0)),
            heard.model,
            null));
  }

  private Reply failed(Answer answer, String words, Failure failure) {
    return new Reply.Failed(failure.withVendor(home.http().words(answer, words, List.of())));
  }

  private static Long count(JsonNode node, long more) {
    return node.isIntegralNumber() ? node.asLong() + more : null;
  }
}
