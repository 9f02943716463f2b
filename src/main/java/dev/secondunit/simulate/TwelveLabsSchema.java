package dev.secondunit.simulate;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which JSON schemas TwelveLabs takes; from its page on structured responses, 2026. */
final class TwelveLabsSchema {
  private static final Set<String> TYPES =
      Set.of("array", "boolean", "integer", "null", "number", "object", "string", "timestamp");
  private static final Set<String> EVERYWHERE =
      Set.of("type", "title", "description", "enum", "const", "anyOf", "$ref", "$defs");
  private static final Map<String, Set<String>> BY_TYPE =
      Map.of(
          "integer", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
          "string", Set.of("pattern", "format"),
          "object", Set.of("properties", "required"),
          "array", Set.of("items", "minItems"),
          "timestamp", Set.of("format"));
  private static final Set<String> FORMATS = Set.of("uuid", "date-time", "date", "time");
  private static final Set<String> TIMESTAMPS = Set.of("seconds", "hh:mm:ss", "hh:mm:ss.fff");

  private TwelveLabsSchema() {}

  static void check(JsonNode schema) {
    check(schema, "json_schema", 0, false);
  }

  private static void check(JsonNode schema, String path, int depth, boolean inArray) {
    if (!schema.isObject() || depth > 20) {
      throw refused(path, "must be a schema");
    }
    String type = schema.path("type").asString("");
    if (!type.isEmpty() && !TYPES.contains(type)) {
      throw refused(path + ".type", "\"" + type + "\" is not supported");
    }
    for (String keyword : schema.propertyNames()) {
      if (!EVERYWHERE.contains(keyword)
          && !BY_TYPE.getOrDefault(type, Set.of()).contains(keyword)) {
        throw refused(path + "." + keyword, "is not supported for type " + type);
      }
    }
    String format = schema.path("format").asString("");
    if (type.equals("string") && !format.isEmpty() && !FORMATS.contains(format)) {
      throw refused(path + ".format", "\"" + format + "\" is not supported");
    }
    if (type.equals("timestamp") && (!TIMESTAMPS.contains(format) || depth > (inArray ? 3 : 1))) {
      throw Refusal.invalid(path, "A timestamp needs a format and stands near the top.");
    }
    if (type.equals("array") && schema.path("minItems").asInt(0) > 1) {
      throw refused(path + ".minItems", "must be 0 or 1");
    }
    schema.path("properties").properties().forEach(one -> property(one, path, depth, inArray));
    if (schema.has("items")) {
      check(schema.get("items"), path + ".items", depth + 1, true);
    }
    for (JsonNode choice : schema.path("anyOf")) {
      check(choice, path + ".anyOf", depth + 1, inArray);
    }
    schema
        .path("$defs")
        .properties()
        .forEach(one -> check(one.getValue(), path + ".$defs." + one.getKey(), depth + 1, inArray));
  }

  private static void property(
      Map.Entry<String, JsonNode> property, String path, int depth, boolean inArray) {
    String name = property.getKey();
    JsonNode schema = property.getValue();
    String at = path + ".properties." + name;
    String type = schema.path("type").asString("");
    boolean time = name.equals("start_time") || name.equals("end_time");
    if (time
        && (Set.of("boolean", "object", "array", "null").contains(type)
            || (type.equals("string") && schema.has("format")))) {
      throw Refusal.invalid(at, "The property " + name + " must be a number, integer or string.");
    }
    check(schema, at, depth + 1, inArray);
  }

  private static Refusal refused(String path, String rule) {
    return Refusal.of(Refusal.Kind.UNPROCESSABLE, path, path + " " + rule);
  }
}
