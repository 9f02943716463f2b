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
 * What a model says: the words the prompt gives it ({@code [[answer:…]]}, the last one of a
 * conversation), else the smallest thing that fits the JSON schema, else what it was shown. In a
 * schema's numbers and texts it puts the time and the colour of whatever differs most.
 */
final class Analyst {
  private static final Pattern ANSWER =
      Pattern.compile("\\[\\[answer:(.*?)]](?!])", Pattern.DOTALL);
  private static final int DEEPEST = 20;

  /**
   * @param cut whether the token limit came first
   */
  record Words(String text, boolean cut) {
    /** The same for a client that takes fewer tokens. */
    Words atMost(int tokens) {
      return tokens() <= tokens ? this : new Words(text.substring(0, 4 * tokens), true);
    }

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

  private final List<Look> looks;

  private Analyst(List<Look> looks) {
    this.looks = looks;
  }

  static Words answer(String prompt, Optional<JsonNode> schema, Strikes strikes) {
    return answer(prompt, schema, strikes, List.of(), 1);
  }

  /**
   * @param looks what the request shows, in its order
   * @param turn the how-manieth question of a conversation it is
   */
  static Words answer(
      String prompt, Optional<JsonNode> schema, Strikes strikes, List<Look> looks, int turn) {
    String given = null;
    Matcher matcher = ANSWER.matcher(prompt);
    while (matcher.find()) {
      given = matcher.group(1);
    }
    Analyst analyst = new Analyst(looks);
    String text =
        given != null
            ? given
            : schema
                .map(one -> analyst.example(one, one, 0).toString())
                .orElseGet(() -> analyst.report(turn));
    if (schema.isPresent() && strikes.has(Fault.SCHEMA_BROKEN)) {
      text = "{\"not_in_the_schema\":[1,2,3]}";
    }
    return strikes.has(Fault.LENGTH_CUT)
        ? new Words(text.substring(0, Math.max(1, text.length() / 2)), true)
        : new Words(text, false);
  }

  private String report(int turn) {
    if (looks.isEmpty()) {
      return "A plain colour fills the frame from the beginning to the end; nothing moves and a"
          + " steady tone can be heard.";
    }
    StringBuilder words = new StringBuilder();
    words.append(turn > 1 ? "Question " + turn + ". " : "");
    words.append("Shown were ").append(looks.size()).append(" things:");
    Look.runs(looks).forEach(run -> words.append('\n').append(run.words()));
    return words.toString();
  }

  private JsonNode example(JsonNode schema, JsonNode root, int depth) {
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
      case "integer" -> Json.parse(String.valueOf(Math.round(second(schema, 1))));
      case "number" -> Json.parse(String.valueOf(second(schema, 1.5)));
      case "boolean" -> Json.parse("true");
      case "null" -> Json.parse("null");
      case "timestamp" ->
          Json.parse(schema.path("format").asString("").equals("seconds") ? "1.5" : "\"00:00:01\"");
      default -> Json.parse("\"" + text(schema.path("format").asString("")) + "\"");
    };
  }

  private double second(JsonNode schema, double otherwise) {
    Double seen = looks.isEmpty() ? null : Look.oddest(looks).first().seconds();
    double least = schema.path("minimum").asDouble(seen == null ? otherwise : seen);
    return seen == null ? least : Math.max(seen, least);
  }

  private String text(String format) {
    return switch (format) {
      case "date" -> "2026-11-21";
      case "date-time" -> "2026-11-21T10:00:00Z";
      case "time" -> "10:00:00Z";
      case "uuid" -> "00000000-0000-4000-8000-000000000000";
      default -> looks.isEmpty() ? "a plain colour" : Look.oddest(looks).first().what();
    };
  }
}
