package dev.secondunit.backend.http;

import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/**
 * A successful answer, read whole.
 *
 * @param json the body; a missing node when it was empty. Fields that were unpacked hold an {@link
 *     UnpackedFile}, to be had from {@link #unpacked(JsonNode)}
 */
public record Answer(int status, Headers headers, JsonNode json) {
  public Answer {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(json, "json");
  }

  /** The file a field of {@link #json()} was unpacked into; empty for any other node. */
  public static Optional<UnpackedFile> unpacked(JsonNode node) {
    return node instanceof POJONode pojo && pojo.getPojo() instanceof UnpackedFile file
        ? Optional.of(file)
        : Optional.empty();
  }
}
