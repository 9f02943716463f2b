package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LocalArtifactStoreTest {
  @Nested
  class WithLinks extends CrashContract {
    @Override
    DurableFiles disk() {
      return new DurableFiles();
    }
  }

  /** Like FAT or some network shares. */
  @Nested
  class WithoutLinks extends CrashContract {
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

  abstract static class CrashContract extends ArtifactStoreContract {
    abstract DurableFiles disk();

    @Override
    String idInNames() {
      return "3k7vq2mz";
    }

    @Override
    Path folder() {
      return temporary.resolve("out");
    }

    @Override
    List<String> names() throws IOException {
      if (!Files.exists(folder())) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(folder())) {
        return files
            .map(path -> path.getFileName().toString())
            .filter(name -> !name.startsWith("."))
            .sorted()
            .toList();
      }
    }

    @Override
    void occupy(String name, String content) throws IOException {
      Files.createDirectories(folder());
      Files.writeString(folder().resolve(name), content);
    }

    @Override
    byte[] content(String name) throws IOException {
      return Files.readAllBytes(folder().resolve(name));
    }

    @Override
    void remove(String name) throws IOException {
      Files.delete(folder().resolve(name));
    }

    @Override
    ArtifactStore store() {
      return new LocalArtifactStore(new FakeMeasurer(), "second-unit test", disk());
    }

    @Test
    void commit_cutShortAtAnyStep_isFinishedByTheNext() throws Exception {
      int steps = 0;
      boolean finished = false;
      while (!finished) {
        String jobId = "job_" + steps + "_abcdefgh";
        Staged staged = staged(jobId, 0, "take " + steps);
        put(staged, "pictures " + steps);
        DyingDisk dying = new DyingDisk(disk(), steps);
        ArtifactStore doomed =
            new LocalArtifactStore(new FakeMeasurer(), "second-unit test", dying);
        try {
          doomed.commit(staged, provenance());
          finished = true;
        } catch (PowerCut e) {
          steps++;
        }

        Artifact artifact = store().commit(staged, provenance());

        String content = "video/mp4\npictures " + (finished ? steps : steps - 1);
        assertEquals(content, Files.readString(artifact.path()));
        assertEquals(artifact.sidecar(), Sidecar.read(artifact.sidecarPath()).orElseThrow());
        assertEquals(List.of(), store().leftovers(folder()));
      }
      assertTrue(steps >= 8, steps + " steps");
      // Every round left exactly its pair.
      assertEquals(2 * (steps + 1), names().size());
    }

    @Test
    void commit_cutShortAndFetchedAgain_keepsOneFile() throws Exception {
      boolean finished = false;
      for (int steps = 0; !finished; steps++) {
        Staged staged = staged("job_" + steps + "_abcdefgh", 0, "take");
        put(staged, "pictures");
        DyingDisk dying = new DyingDisk(disk(), steps);
        try {
          new LocalArtifactStore(new FakeMeasurer(), "p", dying).commit(staged, provenance());
          finished = true;
        } catch (PowerCut e) {
          // The row still says "downloading": the same bytes are fetched once more.
          put(staged, "pictures");
        }
        store().commit(staged, provenance());
        assertEquals(2 * (steps + 1), names().size(), "after step " + steps);
      }
    }

    @Test
    void commit_onTheDisk_bytesComeBeforeNamesAndNamesBeforeAnythingIsForgotten() throws Exception {
      Staged staged = staged(JOB, 0, "take");
      put(staged, "pictures");
      RecordingDisk recorded = new RecordingDisk(disk());
      new LocalArtifactStore(new FakeMeasurer(), "p", recorded).commit(staged, provenance());

      List<String> done = recorded.operations;
      assertTrue(done.indexOf("force .part") >= 0, done.toString());
      assertTrue(done.indexOf("force .part") < done.indexOf("name .mp4"), done.toString());
      assertTrue(done.indexOf("write .json") < done.indexOf("name .mp4"), done.toString());
      int forced = done.indexOf("folder");
      assertTrue(forced > done.indexOf("name .mp4"), done.toString());
      assertTrue(done.lastIndexOf("folder") > done.indexOf("name .json"), done.toString());
      assertTrue(done.indexOf("delete .json") < 0 || forced < done.indexOf("delete .json"));
      assertTrue(done.indexOf("delete .part") < 0 || forced < done.indexOf("delete .part"));
    }

    @Test
    void find_afterACommitCutShort_finishesItOrFindsNothing() throws Exception {
      boolean finished = false;
      boolean foundSome = false;
      for (int steps = 0; !finished; steps++) {
        Staged staged = staged("job_" + steps + "_abcdefgh", 0, "take " + steps);
        put(staged, "pictures");
        Path halfNote = folder().resolve(".second-unit-" + staged.jobId() + "-0.json.1.tmp");
        Files.writeString(halfNote, "{\"second_unit_sidecar\": 1, ");
        DyingDisk dying = new DyingDisk(disk(), steps);
        try {
          new LocalArtifactStore(new FakeMeasurer(), "p", dying).commit(staged, provenance());
          finished = true;
        } catch (PowerCut e) {
          // What it left is on the disk.
        }
        Optional<Artifact> found = store().find(staged);

        assertTrue(found.isPresent() || !foundSome, "after step " + steps);
        foundSome = found.isPresent();
        if (found.isPresent()) {
          assertEquals("video/mp4\npictures", Files.readString(found.get().path()));
          assertEquals(
              List.of(),
              store().leftovers(folder()).stream()
                  .filter(each -> each.jobId().equals(staged.jobId()))
                  .toList(),
              "after step " + steps);
        }
      }
      assertTrue(foundSome);
    }

    @Test
    void commit_diskFull_isStorageFailedAndCanBeRepeated() throws Exception {
      Staged staged = staged(JOB, 0, "take");
      put(staged, "pictures");
      DurableFiles full =
          new DurableFiles() {
            @Override
            void write(Path file, byte[] bytes) throws IOException {
              throw new IOException("No space left on device");
            }
          };

      FailureException e =
          assertThrows(
              FailureException.class,
              () ->
                  new LocalArtifactStore(new FakeMeasurer(), "p", full)
                      .commit(staged, provenance()));

      assertEquals(ErrorCode.STORAGE_FAILED, e.failure().code());
      assertEquals(
          "cannot store the file of " + JOB + ": No space left on device.", e.failure().message());
      assertEquals(List.of(), names());
      assertEquals(1, store().leftovers(folder()).size());
      store().commit(staged, provenance());
      assertEquals(2, names().size());
    }
  }

  @Test
  void commit_interrupted_endsAndCanBeRepeated(@org.junit.jupiter.api.io.TempDir Path folder)
      throws Exception {
    ArtifactStore store = new LocalArtifactStore(new FakeMeasurer(), "p");
    Staged staged = new Staged(folder, "job_1", 0, ArtifactStoreContract.NOON, "take", null, null);
    Files.write(store.stage(folder, "job_1", 0), FakeMeasurer.media("video/mp4", "x"));

    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class, () -> store.commit(staged, ArtifactStoreContract.provenance()));

    store.commit(staged, ArtifactStoreContract.provenance());
    assertEquals(List.of(), store.leftovers(folder));
  }

  @Test
  void refusal_ofFullDiskFolderThatIsAFileOrTakesNone_saysWhyAndTheWayOut(
      @org.junit.jupiter.api.io.TempDir Path folder) throws Exception {
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

  /** The process is gone: nothing may catch this on its way. */
  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Notes what is done with which kind of file. */
  private static final class RecordingDisk extends DurableFiles {
    private final DurableFiles disk;
    private final List<String> operations = new ArrayList<>();

    RecordingDisk(DurableFiles disk) {
      this.disk = disk;
    }

    private void note(String operation, Path file) {
      String name = file.getFileName().toString();
      operations.add(operation + " " + name.substring(name.lastIndexOf('.')));
    }

    @Override
    void force(Path file) throws IOException {
      note("force", file);
      disk.force(file);
    }

    @Override
    void forceFolder(Path folder) throws IOException {
      operations.add("folder");
      disk.forceFolder(folder);
    }

    @Override
    void write(Path file, byte[] bytes) throws IOException {
      note("write", file);
      disk.write(file, bytes);
    }

    @Override
    void link(Path file, Path name) throws IOException {
      disk.link(file, name);
      note("name", name);
    }

    @Override
    void reserve(Path name, String marker) throws IOException {
      disk.reserve(name, marker);
    }

    @Override
    void move(Path file, Path name) throws IOException {
      note("name", name);
      disk.move(file, name);
    }

    @Override
    void delete(Path file) throws IOException {
      note("delete", file);
      disk.delete(file);
    }
  }

  /** Does so many operations and then dies before the next one. */
  private static final class DyingDisk extends DurableFiles {
    private final DurableFiles disk;
    private int left;

    DyingDisk(DurableFiles disk, int operations) {
      this.disk = disk;
      this.left = operations;
    }

    private void step() {
      if (left-- == 0) {
        throw new PowerCut();
      }
    }

    @Override
    void force(Path file) throws IOException {
      step();
      disk.force(file);
    }

    @Override
    void forceFolder(Path folder) throws IOException {
      step();
      disk.forceFolder(folder);
    }

    @Override
    void write(Path file, byte[] bytes) throws IOException {
      step();
      disk.write(file, bytes);
    }

    @Override
    void link(Path file, Path name) throws IOException {
      step();
      disk.link(file, name);
    }

    @Override
    void reserve(Path name, String marker) throws IOException {
      step();
      disk.reserve(name, marker);
    }

    @Override
    void move(Path file, Path name) throws IOException {
      step();
      disk.move(file, name);
    }

    @Override
    void delete(Path file) throws IOException {
      step();
      disk.delete(file);
    }
  }
}
