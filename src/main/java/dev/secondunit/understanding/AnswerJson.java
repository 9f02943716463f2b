package dev.secondunit.understanding;

import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.media.UsdAmount;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a vendor said, as kept in a job's row. */
final class AnswerJson {
  private AnswerJson() {}

  static ObjectNode write(Map<String, String> reference) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode texts = json.putObject("reference");
    reference.forEach(texts::put);
    return json;
  }

  static Map<String, String> readReference(JsonNode json) {
    return Uploads.texts(json.path("reference"));
  }

  static ObjectNode write(ModelAnswer answer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("text", answer.text());
    json.put("finish_reason", answer.finishReason());
    json.put("warning", answer.warning());
    json.put("input_tokens", answer.inputTokens());
    json.put("output_tokens", answer.outputTokens());
    json.put("model", answer.model());
    if (answer.cost() != null) {
      json.put("cost_micros", answer.cost().micros());
    }
    return json;
  }

  static ModelAnswer readAnswer(JsonNode json) {
    return new ModelAnswer(
        json.path("text").asString(),
        json.path("finish_reason").asString(),
        text(json.path("warning")),
        count(json.path("input_tokens")),
        count(json.path("output_tokens")),
        text(json.path("model")),
        json.has("cost_micros") ? new UsdAmount(json.path("cost_micros").asLong()) : null);
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }

  private static Long count(JsonNode node) {
    return node.isIntegralNumber() ? node.asLong() : null;
  }
}
