package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A folder that will not do is refused before anything is bought for it. */
class LocalRefusalTest {
  @Test
  void refusal_ofFullDiskFolderThatIsAFileOrTakesNone_saysWhyAndTheWayOut(@TempDir Path folder)
      throws Exception {
    Failure full = refusal(folder, (64L << 20) - 1, true);
    assertEquals(ErrorCode.STORAGE_FAILED, full.code());
    assertEquals(Charged.NO, full.charged());
    assertTrue(full.message().contains("Only 67108863 bytes are left"), full.message());
    assertTrue(full.hint().contains("Free some space"), full.hint());
    assertTrue(refusal(folder, 1L << 40, false).message().contains("cannot be written"));
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertTrue(refusal(file.resolve("below"), 1L << 40, true).message().contains("cannot be"));
    assertEquals(
        Optional.empty(), store(64L << 20, true).refusal(folder.resolve("not").resolve("yet")));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs a file system without a size")
  void refusal_ofADiskWhoseSystemNamesNoSize_isNone() {
    ArtifactStore store =
        new LocalArtifactStore(
            new FakeMeasurer(),
            "p",
            new DurableFiles() {
              @Override
              boolean takesFiles(Path folder) {
                return true;
              }
            });

    // The kernel answers as for a memory disk without a limit: no blocks in all, none free.
    assertEquals(Optional.empty(), store.refusal(Path.of("/proc")));
  }

  private static Failure refusal(Path folder, long left, boolean takesFiles) {
    return store(left, takesFiles).refusal(folder).orElseThrow();
  }

  private static ArtifactStore store(long left, boolean takesFiles) {
    return new LocalArtifactStore(
        new FakeMeasurer(),
        "p",
        new DurableFiles() {
          @Override
          boolean takesFiles(Path folder) {
            return takesFiles && super.takesFiles(folder);
          }

          @Override
          long usableBytes(Path folder) {
            return left;
          }
        });
  }
}
