package dev.secondunit.media;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file the caller handed in, after it was resolved, checked against the readable roots and
 * measured.
 *
 * @param given what the caller wrote: a path, an asset id or a URL
 * @param path the real, absolute path of the local copy
 * @param facts what was measured in it, including the SHA-256
 */
public record MediaInput(String given, Path path, MediaFacts facts) {
  public MediaInput {
    Objects.requireNonNull(given, "given");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(facts, "facts");
  }
}
