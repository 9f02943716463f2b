package dev.secondunit.artifact;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether there is room for another file. */
final class Room {
  /** With less than this left a disk is as good as full: one long clip of many pixels takes it. */
  static final long LEAST_BYTES = 64L << 20;

  private Room() {}

  /**
   * @param folder may not be there yet: then the nearest one above it is asked
   */
  static Optional<Failure> refusal(DurableFiles disk, Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!disk.takesFiles(there)) {
      return refusal(
          folder + " cannot be written.",
          "Make it writable, or choose another folder: output_dir.");
    }
    long left = disk.usableBytes(there);
    return left < LEAST_BYTES
        ? refusal(
            "Only " + left + " bytes are left on the disk of " + folder + ".",
            "Free some space, or choose another folder: output_dir.")
        : Optional.empty();
  }

  private static Optional<Failure> refusal(String what, String hint) {
    return Optional.of(
        Failure.of(
                ErrorCode.STORAGE_FAILED, what + " Nothing was sent, as nothing could be stored.")
            .withHint(hint)
            .withCharged(Charged.NO, Retry.NOW));
  }
}
