package dev.secondunit.generation;

import dev.secondunit.artifact.Artifact;
import java.util.Objects;

/**
 * A finished file of a job.
 *
 * @param index its number within the job; 0 is the result, or the first of them
 * @param companion what it is of the first file, such as {@code thumbnail}; null for a result
 */
record StoredFile(int index, String companion, Artifact artifact) {
  StoredFile {
    Objects.requireNonNull(artifact, "artifact");
  }
}
