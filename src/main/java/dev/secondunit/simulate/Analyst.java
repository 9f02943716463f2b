package dev.secondunit.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model says: the words the prompt gives it ({@code [[answer:…]]}), else the smallest thing
 * that fits the JSON schema, else a sentence.
 */
final class Analyst {
  private static final Pattern ANSWER =
      Pattern.compile("\\[\\[answer:(.*?)]](?!])", Pattern.DOTALL);
  private static final int DEEPEST = 20;

  /**
   * @param cut whether the token limit came first
   */
  record Words(String text, boolean cut) {
    /** The text in a few pieces, as a stream brings it. */
    List<String> pieces() {
      List<String> pieces = new ArrayList<>();
      int size = Math.max(1, (text.length() + 3) / 4);
      for (int at = 0; at < text.length(); at += size) {
        pieces.add(text.substring(at, Math.min(text.length(), at + size)));
      }
      return pieces;
    }

    int tokens() {
      return Math.max(1, text.length() / 4);
    }
  }

  private Analyst() {}

  static Words answer(String prompt, Optional<JsonNode> schema, Strikes strikes) {
    Matcher given = ANSWER.matcher(prompt);
    String text =
        given.find()
            ? given.group(1)
            : schema
                .map(one -> example(one, one, 0).toString())
                .orElse(
                    "A plain colour fills the frame from the beginning to the end; nothing moves and"
                        + " a steady tone can be heard.");
    if (schema.isPresent() && strikes.has(Fault.SCHEMA_BROKEN)) {
      text = "{\"not_in_the_schema\":[1,2,3]}";
    }
    return strikes.has(Fault.LENGTH_CUT)
        ? new Words(text.substring(0, Math.max(1, text.length() / 2)), true)
        : new Words(text, false);
  }

  private static JsonNode example(JsonNode schema, JsonNode root, int depth) {
    if (depth > DEEPEST) {
      return Json.parse("null");
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.path("enum").size() > 0) {
      return schema.path("enum").get(0);
    }
    if (schema.path("anyOf").size() > 0) {
      return example(schema.path("anyOf").get(0), root, depth + 1);
    }
    if (schema.has("$ref")) {
      JsonNode target = root.at(schema.get("$ref").asString().substring(1));
      return example(target, root, depth + 1);
    }
    JsonNode type = schema.path("type");
    String word = (type.isArray() ? type.get(0) : type).asString("object");
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "object" -> {
        ObjectNode object = Json.object();
        schema
            .path("properties")
            .properties()
            .forEach(one -> object.set(one.getKey(), example(one.getValue(), root, depth + 1)));
        yield object;
      }
      case "array" -> Json.array().add(example(schema.path("items"), root, depth + 1));
      case "integer" -> Json.parse(String.valueOf(schema.path("minimum").asInt(1)));
      case "number" -> Json.parse(String.valueOf(schema.path("minimum").asDouble(1.5)));
      case "boolean" -> Json.parse("true");
      case "null" -> Json.parse("null");
      case "timestamp" ->
          Json.parse(schema.path("format").asString("").equals("seconds") ? "1.5" : "\"00:00:01\"");
      default -> Json.parse("\"" + text(schema.path("format").asString("")) + "\"");
    };
  }

  private static String text(String format) {
    return switch (format) {
      case "date" -> "2026-11-21";
      case "date-time" -> "2026-11-21T10:00:00Z";
      case "time" -> "10:00:00Z";
      case "uuid" -> "00000000-0000-4000-8000-000000000000";
      default -> "a plain colour";
    };
  }
}
