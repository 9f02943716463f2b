package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalArtifactStoreTest {
  @Nested
  class WithLinks extends LocalStoreContract {
    @Override
    DurableFiles disk() {
      return new DurableFiles();
    }
  }

  /** Like FAT or some network shares. */
  @Nested
  class WithoutLinks extends LocalStoreContract {
    @Override
    DurableFiles disk() {
      return new DurableFiles() {
        @Override
        void link(Path file, Path name) throws IOException {
          throw new FileSystemException(name.toString(), null, "Operation not permitted");
        }
      };
    }

    private final ArtifactStore one =
        new LocalArtifactStore(new FakeMeasurer(), "second-unit test", disk());

    /** One for all threads: without links, only threads of one process may race. */
    @Override
    ArtifactStore store() {
      return one;
    }
  }

  @Test
  void commit_interrupted_endsAndCanBeRepeated(@TempDir Path folder) throws Exception {
    ArtifactStore store = new LocalArtifactStore(new FakeMeasurer(), "p");
    Staged staged = new Staged(folder, "job_1", 0, ArtifactStoreContract.NOON, "take", null, null);
    Files.write(store.stage(folder, "job_1", 0), FakeMeasurer.media("video/mp4", "x"));

    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> store.commit(staged, ArtifactStoreContract.provenance()));

    store.commit(staged, ArtifactStoreContract.provenance());
    assertEquals(List.of(), store.leftovers(folder));
  }
}
