package dev.secondunit.understanding;

import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a question is to be answered.
 *
 * @param instructions how to answer, apart from the question; or null
 * @param schema the JSON Schema the answer has to fit, or null for free text
 * @param temperature 0 to 1, or null for the default
 * @param maxTokens longest answer, or null for the default
 * @param startSeconds where to begin in a single video, or null for its beginning
 * @param endSeconds where to end in a single video, or null for its end
 * @param stream whether the text is wanted while it grows
 * @param options what only one vendor understands; may be empty
 */
public record Manner(
    String instructions,
    ObjectNode schema,
    Double temperature,
    Integer maxTokens,
    Double startSeconds,
    Double endSeconds,
    boolean stream,
    ObjectNode options) {
  public Manner {
    Objects.requireNonNull(options, "options");
  }

  /** The option that asks for parts of the film by definition; its answer is data. */
  public static final String SEGMENTS = "segment_definitions";

  /** The option that names a video the vendor has in an index, instead of a file of ours. */
  public static final String VIDEO_ID = "video_id";

  /** Nothing special. */
  public static Manner usual() {
    return new Manner(
        null, null, null, null, null, null, false, JsonNodeFactory.instance.objectNode());
  }

  /** The second to begin with. */
  double firstSecond() {
    return startSeconds == null ? 0 : startSeconds;
  }

  /** The second to end with in a film that is so long. */
  double lastSecond(double length) {
    return endSeconds == null ? length : Math.min(length, endSeconds);
  }

  /** Whether the answer is data although no schema was given, as for segments. */
  boolean structured() {
    return options.has(SEGMENTS);
  }

  Manner withTemperature(Double value) {
    return new Manner(
        instructions, schema, value, maxTokens, startSeconds, endSeconds, stream, options);
  }

  Manner withoutStream() {
    return new Manner(
        instructions, schema, temperature, maxTokens, startSeconds, endSeconds, false, options);
  }

  Manner withMaxTokens(Integer value) {
    return new Manner(
        instructions, schema, temperature, value, startSeconds, endSeconds, stream, options);
  }

  ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (instructions != null) {
      json.put("instructions", instructions);
    }
    if (schema != null) {
      json.set("response_format", schema);
    }
    if (temperature != null) {
      json.put("temperature", temperature);
    }
    if (maxTokens != null) {
      json.put("max_tokens", maxTokens);
    }
    if (startSeconds != null) {
      json.put("start_time", startSeconds);
    }
    if (endSeconds != null) {
      json.put("end_time", endSeconds);
    }
    if (stream) {
      json.put("stream", true);
    }
    if (!options.isEmpty()) {
      json.set("vendor_options", options);
    }
    return json;
  }

  static Manner read(JsonNode json) {
    return new Manner(
        json.has("instructions") ? json.path("instructions").asString() : null,
        json.path("response_format") instanceof ObjectNode schema ? schema : null,
        json.has("temperature") ? (Double) json.path("temperature").asDouble() : null,
        json.has("max_tokens") ? (Integer) json.path("max_tokens").asInt() : null,
        json.has("start_time") ? (Double) json.path("start_time").asDouble() : null,
        json.has("end_time") ? (Double) json.path("end_time").asDouble() : null,
        json.path("stream").asBoolean(false),
        json.path("vendor_options") instanceof ObjectNode options
            ? options
            : JsonNodeFactory.instance.objectNode());
  }
}
