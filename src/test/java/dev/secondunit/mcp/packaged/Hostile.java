package dev.secondunit.mcp.packaged;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One message, without a line's end in it.
 *
 * @param kind what is wrong with it
 * @param least how many answers it must have
 * @param most how many answers it may have
 */
record Hostile(String kind, byte[] bytes, int least, int most) {
  @Override
  public String toString() {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return kind + ": " + (text.length() > 300 ? text.substring(0, 300) + "…" : text);
  }

  static Hostile answered(String kind, byte[] bytes) {
    return new Hostile(kind, bytes, 1, 1);
  }

  static Hostile answered(String kind, JsonNode json) {
    return answered(kind, bytes(json));
  }

  static Hostile unanswered(String kind, JsonNode json) {
    return new Hostile(kind, bytes(json), 0, 0);
  }

  /** As text first: the mapper that writes bytes refuses what is no text. */
  static byte[] bytes(JsonNode json) {
    return utf8(JsonMapper.shared().writeValueAsString(json));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
