package dev.secondunit.backend.http;

import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.node.POJONode;

/**
 * A file inside a JSON request, as base64 behind a prefix. It is read while the request is written,
 * so memory does not grow with it.
 */
public record EmbeddedFile(Path path, String prefix) {
  public EmbeddedFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(prefix, "prefix");
  }

  /** A JSON string holding the file as plain base64. */
  public static POJONode base64(Path path) {
    return new POJONode(new EmbeddedFile(path, ""));
  }

  /** A JSON string holding the file as a data URI. */
  public static POJONode dataUri(Path path, String mediaType) {
    return new POJONode(new EmbeddedFile(path, "data:" + mediaType + ";base64,"));
  }
}
