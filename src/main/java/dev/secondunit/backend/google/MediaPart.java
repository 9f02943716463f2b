package dev.secondunit.backend.google;

import dev.secondunit.backend.http.EmbeddedFile;
import dev.secondunit.media.MediaInput;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The three ways Google's wires write a file inside a request. */
final class MediaPart {
  private MediaPart() {}

  /** {@code generateContent}. */
  static ObjectNode inline(MediaInput input) {
    ObjectNode part = JsonNodeFactory.instance.objectNode();
    part.putObject("inlineData")
        .put("mimeType", input.facts().mediaType())
        .set("data", EmbeddedFile.base64(input.path()));
    return part;
  }

  /** Veo and Imagen. */
  static ObjectNode encoded(MediaInput input) {
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.set("bytesBase64Encoded", EmbeddedFile.base64(input.path()));
    return image.put("mimeType", input.facts().mediaType());
  }

  /** A content block of the Interactions API. */
  static ObjectNode block(String type, MediaInput input) {
    ObjectNode block = JsonNodeFactory.instance.objectNode().put("type", type);
    block.set("data", EmbeddedFile.base64(input.path()));
    return block.put("mime_type", input.facts().mediaType());
  }
}
