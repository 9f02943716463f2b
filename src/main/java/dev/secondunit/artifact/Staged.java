package dev.secondunit.artifact;

import dev.secondunit.media.Mode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A file of a job that is about to be stored. Two equal job ids and indexes mean the same file, so
 * everything here must come from the job's row and be the same on every attempt.
 *
 * @param folder where the finished file goes
 * @param index the file's number within its job, from 0
 * @param createdAt goes into the name; the moment the job was accepted
 * @param title a name or a prompt; only a slug of it goes into the name, never a path
 * @param expected what it must be, or null for any media
 * @param expectedBytes its announced size, or null when nobody announced one
 */
public record Staged(
    Path folder,
    String jobId,
    int index,
    Instant createdAt,
    String title,
    Mode expected,
    Long expectedBytes) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  public Staged {
    Objects.requireNonNull(folder, "folder");
    checkId(jobId, index);
    Objects.requireNonNull(createdAt, "createdAt");
  }

  static void checkId(String jobId, int index) {
    if (!ID.matcher(Objects.requireNonNull(jobId, "jobId")).matches()) {
      throw new IllegalArgumentException("not an id of ours: " + jobId);
    }
    if (index < 0 || index > 999) {
      throw new IllegalArgumentException("index out of range: " + index);
    }
  }
}
