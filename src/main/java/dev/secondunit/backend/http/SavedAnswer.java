package dev.secondunit.backend.http;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A successful answer that was the media itself.
 *
 * @param path where it was written
 */
public record SavedAnswer(Headers headers, Path path, long bytes) {
  public SavedAnswer {
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(path, "path");
  }
}
