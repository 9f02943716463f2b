package dev.secondunit.artifact;

import dev.secondunit.media.MediaFacts;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A finished file in its place.
 *
 * @param path absolute path of the file
 * @param sidecar what its sidecar says, the measured facts among it
 */
public record Artifact(Path path, Sidecar sidecar) {
  public Artifact {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(sidecar, "sidecar");
  }

  public MediaFacts facts() {
    return sidecar.facts();
  }

  /** Where the sidecar lies: the file's name with {@code .json} behind it. */
  public Path sidecarPath() {
    return Sidecar.pathFor(path);
  }
}
