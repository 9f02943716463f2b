package dev.secondunit.mcp.skills;

import dev.secondunit.mcp.Json;
import dev.secondunit.media.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * One file of a skill.
 *
 * @param uri such as {@code skill://remotion/rules/fonts.md}
 * @param text what stands in it, or null when that is not UTF-8
 * @param digest of its bytes, as {@code sha256:} and 64 hexadecimal digits
 */
record SkillFile(String uri, byte[] bytes, String text, String digest) {
  private static final Map<String, String> TYPES =
      Map.of(
          "md", "text/markdown",
          "json", "application/json",
          "ts", "text/typescript",
          "tsx", "text/typescript",
          "mjs", "text/javascript",
          "js", "text/javascript");

  static SkillFile of(String uri, byte[] bytes) {
    return new SkillFile(uri, bytes, text(bytes), "sha256:" + Sha256.of(bytes));
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  String mediaType() {
    String ending = name().substring(name().lastIndexOf('.') + 1);
    return TYPES.getOrDefault(ending, text == null ? "application/octet-stream" : "text/plain");
  }

  /** Its entry in a list of resources. */
  ObjectNode listing() {
    return Json.object()
        .put("uri", uri)
        .put("name", name())
        .put("mimeType", mediaType())
        .put("size", bytes.length);
  }

  /** What reading it gives. */
  ObjectNode content() {
    ObjectNode content = Json.object().put("uri", uri).put("mimeType", mediaType());
    return text == null
        ? content.put("blob", Base64.getEncoder().encodeToString(bytes))
        : content.put("text", text);
  }
}
