package dev.secondunit.backend.twelvelabs;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The part of JSON Schema that the vendor takes; the rest it answers with an error after the video
 * was uploaded, so it is refused here, and nothing is dropped in silence.
 */
public final class SchemaRules {
  private static final int DEEPEST = 50;
  private static final Set<String> TYPES =
      Set.of("array", "boolean", "integer", "null", "number", "object", "string", "timestamp");
  private static final Set<String> REFUSED =
      Set.of(
          "minLength",
          "maxLength",
          "additionalProperties",
          "maxItems",
          "uniqueItems",
          "oneOf",
          "allOf",
          "not",
          "if",
          "then",
          "else",
          "patternProperties",
          "prefixItems",
          "contains",
          "multipleOf");
  private static final Set<String> INTEGER_ONLY =
      Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
  private static final Set<String> FORMATS = Set.of("uuid", "date-time", "date", "time");
  private static final Set<String> TIMESTAMP_FORMATS =
      Set.of("seconds", "hh:mm:ss", "hh:mm:ss.fff");

  private SchemaRules() {}

  /** The first rule that the schema breaks, as a failure of {@code response_format}. */
  public static Optional<Failure> firstBroken(JsonNode schema) {
    return broken(schema, "$", 0);
  }

  private static Optional<Failure> broken(JsonNode schema, String place, int depth) {
    if (depth > DEEPEST) {
      return refused(place, "nested deeper than " + DEEPEST + " levels");
    }
    if (!schema.isObject()) {
      return refused(place, "not a schema object");
    }
    String type = schema.path("type").asString("");
    if (!type.isEmpty() && !TYPES.contains(type)) {
      return refused(place, "type \"" + type + "\" is not taken");
    }
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      String name = keyword.getKey();
      if (REFUSED.contains(name)) {
        return refused(place, "\"" + name + "\" is not taken");
      }
      if (INTEGER_ONLY.contains(name) && !type.equals("integer")) {
        return refused(place, "\"" + name + "\" is taken for integers only");
      }
    }
    if (schema.path("minItems").asInt(0) > 1) {
      return refused(place, "\"minItems\" can be 0 or 1");
    }
    String format = schema.path("format").asString("");
    boolean known =
        type.equals("timestamp") ? TIMESTAMP_FORMATS.contains(format) : FORMATS.contains(format);
    boolean needed = type.equals("timestamp") || !format.isEmpty();
    if (needed && !known) {
      return refused(place, "format \"" + format + "\" is not taken for " + type);
    }
    return brokenInside(schema, place, depth);
  }

  private static Optional<Failure> brokenInside(JsonNode schema, String place, int depth) {
    for (String group : List.of("properties", "$defs")) {
      for (Map.Entry<String, JsonNode> child : schema.path(group).properties()) {
        Optional<Failure> broken =
            broken(child.getValue(), place + "." + child.getKey(), depth + 1);
        if (broken.isPresent()) {
          return broken;
        }
      }
    }
    if (schema.has("items")) {
      return broken(schema.get("items"), place + "[]", depth + 1);
    }
    for (JsonNode choice : schema.path("anyOf")) {
      Optional<Failure> broken = broken(choice, place + "|", depth + 1);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return Optional.empty();
  }

  private static Optional<Failure> refused(String place, String why) {
    return Optional.of(
        Failure.of(
                ErrorCode.INVALID_ARGUMENT,
                "response_format: twelvelabs does not take this schema at "
                    + place
                    + ": "
                    + why
                    + ".")
            .withField("response_format", place)
            .withHint("Leave the keyword out, or use another backend_type."));
  }
}
