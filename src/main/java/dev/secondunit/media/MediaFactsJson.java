package dev.secondunit.media;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@link MediaFacts} as JSON, the same in results and in sidecars: {@code media_type, bytes,
 * sha256, width, height, duration_seconds, fps, video_codec, audio_codec, audio_channels,
 * sample_rate}. What does not apply is left out.
 */
public final class MediaFactsJson {
  private MediaFactsJson() {}

  public static ObjectNode write(MediaFacts facts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("media_type", facts.mediaType());
    json.put("bytes", facts.bytes());
    putIfPresent(json, "sha256", facts.sha256());
    putIfPresent(json, "width", facts.width());
    putIfPresent(json, "height", facts.height());
    putIfPresent(json, "duration_seconds", facts.durationSeconds());
    putIfPresent(json, "fps", facts.framesPerSecond());
    putIfPresent(json, "video_codec", facts.videoCodec());
    putIfPresent(json, "audio_codec", facts.audioCodec());
    putIfPresent(json, "audio_channels", facts.audioChannels());
    putIfPresent(json, "sample_rate", facts.sampleRate());
    return json;
  }

  /**
   * Reads what {@link #write} wrote, by this or a newer version: unknown fields are ignored.
   *
   * @throws IllegalArgumentException without a media type or with a negative size
   */
  public static MediaFacts read(JsonNode json) {
    String mediaType = text(json, "media_type");
    if (mediaType == null) {
      throw new IllegalArgumentException("facts without media_type");
    }
    return new MediaFacts(
        mediaType,
        json.path("bytes").asLong(0),
        text(json, "sha256"),
        integer(json, "width"),
        integer(json, "height"),
        number(json, "duration_seconds"),
        number(json, "fps"),
        text(json, "video_codec"),
        text(json, "audio_codec"),
        integer(json, "audio_channels"),
        integer(json, "sample_rate"));
  }

  private static void putIfPresent(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void putIfPresent(ObjectNode json, String name, Integer value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void putIfPresent(ObjectNode json, String name, Double value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  private static Integer integer(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isNumber() ? Integer.valueOf(value.asInt()) : null;
  }

  private static Double number(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isNumber() ? Double.valueOf(value.asDouble()) : null;
  }
}
