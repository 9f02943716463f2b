package dev.secondunit.backend.http;

import java.nio.file.Path;
import java.util.Objects;

/** Media that came in an answer and now lies in a file. */
public record UnpackedFile(Path path, long bytes) {
  public UnpackedFile {
    Objects.requireNonNull(path, "path");
  }
}
