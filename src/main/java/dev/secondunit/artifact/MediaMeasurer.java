package dev.secondunit.artifact;

import dev.secondunit.media.MediaFacts;
import java.nio.file.Path;

/** Measures a media file: its type by its bytes, the rest by probing it. */
@FunctionalInterface
public interface MediaMeasurer {
  /**
   * Reads the whole file once for its hash.
   *
   * @return the facts, the SHA-256 among them
   * @throws dev.secondunit.failure.FailureException when the file is missing, too large, damaged or
   *     not media
   */
  MediaFacts measure(Path file) throws InterruptedException;
}
