package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a folder of this machine promises besides, also after the power failed. */
abstract class LocalStoreContract extends ArtifactStoreContract {
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
      ArtifactStore doomed = new LocalArtifactStore(new FakeMeasurer(), "second-unit test", dying);
      try {
        doomed.commit(staged, provenance());
        finished = true;
      } catch (DyingDisk.PowerCut e) {
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
      } catch (DyingDisk.PowerCut e) {
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
      } catch (DyingDisk.PowerCut e) {
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
                new LocalArtifactStore(new FakeMeasurer(), "p", full).commit(staged, provenance()));

    assertEquals(ErrorCode.STORAGE_FAILED, e.failure().code());
    assertEquals(
        "cannot store the file of " + JOB + ": No space left on device.", e.failure().message());
    assertEquals(List.of(), names());
    assertEquals(1, store().leftovers(folder()).size());
    store().commit(staged, provenance());
    assertEquals(2, names().size());
  }
}
