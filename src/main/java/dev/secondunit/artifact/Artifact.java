package dev.secondunit.artifact;

import dev.secondunit.media.MediaFacts;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A finished file in its place.
 *
 * @param path absolute path of the file, or null when it lies in a bucket
 * @param location where it lies: the path, or an address such as {@code s3://bucket/key}
 * @param sidecar what its sidecar says, the measured facts among it
 */
public record Artifact(Path path, String location, Sidecar sidecar) {
  public Artifact {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(sidecar, "sidecar");
  }

  /** One that lies on this machine. */
  public Artifact(Path path, Sidecar sidecar) {
    this(path, path.toString(), sidecar);
  }

  public MediaFacts facts() {
    return sidecar.facts();
  }

  /** Where the sidecar lies on this machine: the file's name with {@code .json} behind it. */
  public Path sidecarPath() {
    return Sidecar.pathFor(path);
  }

  /** The same for any place. */
  public String sidecarLocation() {
    return location + ".json";
  }
}
