package dev.secondunit.backend.responses;

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
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends one question and reads its answer, whole or piece by piece. Nothing is stored at the
 * vendor: a conversation travels whole with every question. Safe for many threads.
 */
public final class ResponsesApi {
  /** Models that think before they answer are silent for minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final VendorHttp http;
  private final Function<JsonNode, UsdAmount> cost;

  /**
   * @param cost reads the vendor's own cost figure out of an answer; null when there is none
   */
  public ResponsesApi(VendorHttp http, Function<JsonNode, UsdAmount> cost) {
    this.http = Objects.requireNonNull(http, "http");
    this.cost = Objects.requireNonNull(cost, "cost");
  }

  /** Asks once; see {@link dev.secondunit.backend.question.MediaModel#ask}. */
  public Reply ask(Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    ObjectNode json = ResponsesRequest.json(question);
    Call call =
        Call.create("/responses", new Body.Json(json, null))
            .within(PATIENCE)
            .countedFor(question.model())
            .masking(question.prompt());
    if (question.stream()) {
      return streamed(call, pieces);
    }
    Answer answer = http.send(call);
    return reply(answer);
  }

  private Reply streamed(Call call, Consumer<String> pieces)
      throws BackendException, InterruptedException {
    long characters = 0;
    try (StreamedAnswer stream = http.stream(call)) {
      for (Optional<ServerSentEvents.Event> next = stream.nextEvent();
          next.isPresent();
          next = stream.nextEvent()) {
        JsonNode event = parsed(stream, next.get().data());
        String type = event.path("type").asString(next.get().type());
        switch (type) {
          case "response.output_text.delta" -> {
            String piece = event.path("delta").asString("");
            characters += piece.length();
            if (characters > http.limits().jsonBytes()) {
              throw unfinished(stream, "the answer is too long");
            }
            pieces.accept(piece);
          }
          case "response.completed", "response.incomplete", "response.failed" -> {
            return reply(new Answer(200, stream.headers(), event.path("response")));
          }
          case "error" -> {
            ObjectNode failed = JsonNodeFactory.instance.objectNode().put("status", "failed");
            failed.set("error", event);
            return reply(new Answer(200, stream.headers(), failed));
          }
          default -> {
            // Progress, thoughts, and events of the future.
          }
        }
      }
      throw unfinished(stream, "the stream ended before the answer was whole");
    }
  }

  private JsonNode parsed(StreamedAnswer stream, String data) throws BackendException {
    try {
      return JsonMapper.shared().readTree(data);
    } catch (JacksonException e) {
      throw unfinished(stream, "an event of the stream is not JSON");
    }
  }

  private BackendException unfinished(StreamedAnswer stream, String what) {
    return http.unexpected(
        CallKind.CREATE,
        new Answer(200, stream.headers(), JsonNodeFactory.instance.missingNode()),
        what);
  }

  private Reply reply(Answer answer) throws BackendException {
    JsonNode json = answer.json();
    JsonNode usage = json.path("usage");
    Charged charged = usage.path("output_tokens").asLong(0) > 0 ? Charged.YES : Charged.UNKNOWN;
    String status = json.path("status").asString("");
    if (status.equals("failed") || status.equals("cancelled")) {
      String words = json.path("error").path("message").asString("");
      return failed(answer, words, Failures.failed(name(), shown(words), charged));
    }
    String text = joined(json, "output_text", "text");
    String refusal = joined(json, "refusal", "refusal");
    String cut = json.path("incomplete_details").path("reason").asString("");
    if (cut.equals("content_filter") || text.isEmpty() && !refusal.isEmpty()) {
      String words = refusal.isEmpty() ? "the answer was filtered" : refusal;
      return failed(answer, words, Failures.refused(name(), shown(words), charged));
    }
    if (!status.equals("completed") && !status.equals("incomplete")) {
      throw http.unexpected(CallKind.CREATE, answer, "the answer's status is \"" + status + "\"");
    }
    if (text.isEmpty() && status.equals("completed")) {
      String words = "the answer holds no text";
      return failed(answer, words, Failures.failed(name(), words, charged));
    }
    boolean whole = status.equals("completed");
    return new Reply.Answered(
        new ModelAnswer(
            text,
            whole ? ModelAnswer.STOP : cut.equals("max_output_tokens") ? ModelAnswer.LENGTH : cut,
            refusal.isEmpty() ? null : shown(refusal),
            count(usage.path("input_tokens")),
            count(usage.path("output_tokens")),
            json.path("model").asString("").isBlank() ? null : json.path("model").asString(),
            cost.apply(json)));
  }

  private Reply failed(Answer answer, String words, Failure failure) {
    return new Reply.Failed(failure.withVendor(http.words(answer, words, List.of())));
  }

  private String shown(String words) {
    return http.redacted(words, List.of());
  }

  private String name() {
    return http.vendor().name();
  }

  /** The text of all parts of this type, in order. */
  private static String joined(JsonNode json, String type, String field) {
    StringBuilder joined = new StringBuilder();
    for (JsonNode item : json.path("output")) {
      for (JsonNode part : item.path("content")) {
        if (part.path("type").asString("").equals(type)) {
          joined.append(part.path(field).asString(""));
        }
      }
    }
    return joined.toString();
  }

  private static Long count(JsonNode node) {
    return node.isIntegralNumber() ? node.asLong() : null;
  }
}
