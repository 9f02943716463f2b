package dev.secondunit.backend.responses;

import dev.secondunit.backend.http.EmbeddedFile;
import dev.secondunit.backend.http.RequestJson;
import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.Question;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a question as the body of {@code POST /responses}. */
final class ResponsesRequest {
  private ResponsesRequest() {}

  static ObjectNode json(Question question) {
    RequestJson json = new RequestJson().text("model", question.model());
    ArrayNode input = JsonNodeFactory.instance.arrayNode();
    if (question.instructions() != null) {
      // As a message: not every server that speaks this wire takes the field "instructions".
      text(message(input, "system"), "input_text", question.instructions());
    }
    for (Question.Turn turn : question.earlier()) {
      ask(input, turn.media(), turn.prompt());
      text(message(input, "assistant"), "output_text", turn.answer());
    }
    ask(input, question.media(), question.prompt());
    json.node("input", input);
    if (question.schema() != null) {
      ObjectNode text = JsonNodeFactory.instance.objectNode();
      text.putObject("format")
          .put("type", "json_schema")
          .put("name", "answer")
          .put("strict", strict(question.schema()))
          .set("schema", question.schema());
      json.node("text", text);
    }
    json.number("temperature", Optional.ofNullable(question.temperature()));
    json.integer(
        "max_output_tokens", Optional.ofNullable(question.maxTokens()).map(Integer::longValue));
    json.json().put("store", false);
    if (question.stream()) {
      json.json().put("stream", true);
    }
    return json.options(Optional.of(question.options()), Set.of("store", "stream")).json();
  }

  private static void ask(ArrayNode input, List<Medium> media, String prompt) {
    ArrayNode content = message(input, "user");
    if (media.stream().anyMatch(medium -> medium.seconds() != null)) {
      text(content, "input_text", Medium.FRAMES_EXPLAINED);
    }
    int number = 1;
    for (Medium medium : media) {
      text(content, "input_text", medium.label(number++));
      String type = medium.file().facts().mediaType();
      ObjectNode image = content.addObject().put("type", "input_image");
      image.set("image_url", EmbeddedFile.dataUri(medium.file().path(), type));
      // The frames of a film are many and small; a picture by itself is looked at closely.
      image.put("detail", medium.seconds() == null ? "auto" : "low");
    }
    text(content, "input_text", prompt);
  }

  private static ArrayNode message(ArrayNode input, String role) {
    return input.addObject().put("role", role).putArray("content");
  }

  private static void text(ArrayNode content, String type, String text) {
    content.addObject().put("type", type).put("text", text);
  }

  /**
   * Whether the vendor can hold the model to the schema: it does so only where every object lists
   * all its properties as required and permits no others.
   */
  static boolean strict(JsonNode schema) {
    JsonNode properties = schema.path("properties");
    boolean object = schema.path("type").asString("").equals("object") || properties.isObject();
    if (object) {
      Set<String> required = new HashSet<>();
      schema.path("required").forEach(name -> required.add(name.asString("")));
      JsonNode others = schema.path("additionalProperties");
      boolean closed = others.isBoolean() && !others.booleanValue();
      if (!closed || !properties.propertyNames().stream().allMatch(required::contains)) {
        return false;
      }
    }
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      boolean fits =
          switch (keyword.getKey()) {
            case "properties", "$defs", "definitions" ->
                keyword.getValue().properties().stream().allMatch(each -> strict(each.getValue()));
            case "items" -> strict(keyword.getValue());
            case "anyOf" -> {
              boolean all = true;
              for (JsonNode choice : keyword.getValue()) {
                all &= strict(choice);
              }
              yield all;
            }
            case "oneOf", "allOf", "not", "if", "patternProperties", "prefixItems", "contains" ->
                false;
            default -> true;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }
}
