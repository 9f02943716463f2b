package dev.secondunit.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.artifact.ArtifactStore.Leftover;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What every {@link ArtifactStore} promises. */
abstract class ArtifactStoreContract {
  static final String JOB = "job_01jd0000000000000003k7vq2mz";
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path temporary;

  abstract ArtifactStore store();

  /** What of {@link #JOB} stands in names. */
  abstract String idInNames();

  /** Where the contract's files go. */
  abstract Path folder() throws IOException;

  /** The names of what is finished there, in order. */
  abstract List<String> names() throws IOException;

  /** Puts something of somebody else's there. */
  abstract void occupy(String name, String content) throws IOException;

  abstract byte[] content(String name) throws IOException;

  abstract void remove(String name) throws IOException;

  final byte[] content(Artifact artifact) throws IOException {
    return content(name(artifact));
  }

  static String name(Artifact artifact) {
    return artifact.location().replaceFirst(".*[/\\\\]", "");
  }

  final Staged staged(String jobId, int index, String title) throws IOException {
    return new Staged(folder(), jobId, index, NOON, title, Mode.VIDEO, null);
  }

  final void put(Staged staged, String content) throws IOException {
    Path part = store().stage(staged.folder(), staged.jobId(), staged.index());
    Files.write(part, FakeMeasurer.media("video/mp4", content));
  }

  static Provenance provenance() {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("prompt", "harbour at dawn");
    return new Provenance("asset_1", request, null, null, null, List.of("asset_0"), true);
  }

  @Test
  void refusal_whereFilesCanBeMade_isNoneAndMakesNothing() throws Exception {
    assertEquals(Optional.empty(), store().refusal(folder().resolve("not").resolve("yet")));
    assertEquals(List.of(), names());
  }

  @Test
  void commit_givesFileAndSidecarAndNothingElse() throws Exception {
    Staged staged = staged(JOB, 0, "Harbour at dawn");
    put(staged, "pictures");

    Artifact artifact = store().commit(staged, provenance());

    String name = "20261121T120000_harbour-at-dawn_" + idInNames() + ".mp4";
    assertEquals(List.of(name, name + ".json"), names());
    assertEquals(name, name(artifact));
    assertArrayEquals(FakeMeasurer.media("video/mp4", "pictures"), content(artifact));
    assertEquals("video/mp4", artifact.facts().mediaType());
    assertEquals(artifact.sidecar(), Sidecar.read(content(name + ".json")).orElseThrow());
    assertEquals(List.of(), store().leftovers(folder()));
    assertEquals(
        "harbour at dawn", artifact.sidecar().provenance().request().path("prompt").asString());
  }

  @Test
  void commit_twice_givesTheSameArtifact() throws Exception {
    Staged staged = staged(JOB, 0, "take");
    put(staged, "pictures");
    Artifact first = store().commit(staged, provenance());

    assertEquals(first, store().commit(staged, provenance()));
    put(staged, "fetched once more by mistake");
    assertEquals(first, store().commit(staged, provenance()));

    assertEquals(2, names().size());
    assertArrayEquals(FakeMeasurer.media("video/mp4", "pictures"), content(first));
  }

  @Test
  void commit_nameTaken_leavesTheOtherFileAlone() throws Exception {
    occupy("20261121T120000_take_" + idInNames() + ".mp4", "the user's own");
    Staged staged = staged(JOB, 0, "take");
    put(staged, "pictures");

    Artifact artifact = store().commit(staged, provenance());

    assertEquals("20261121T120000_take_" + idInNames() + "-2.mp4", name(artifact));
    assertArrayEquals(
        "the user's own".getBytes(StandardCharsets.UTF_8),
        content("20261121T120000_take_" + idInNames() + ".mp4"));
  }

  @Test
  void commit_sidecarNameTaken_leavesTheOtherFileAlone() throws Exception {
    occupy("20261121T120000_take_" + idInNames() + ".mp4.json", "{}");
    Staged staged = staged(JOB, 0, "take");
    put(staged, "pictures");

    Artifact artifact = store().commit(staged, provenance());

    assertEquals("20261121T120000_take_" + idInNames() + "-2.mp4", name(artifact));
    assertArrayEquals(
        "{}".getBytes(StandardCharsets.UTF_8),
        content("20261121T120000_take_" + idInNames() + ".mp4.json"));
  }

  @Test
  void commit_hundredParallelShotsOfOnePrompt_giveHundredFiles() throws Exception {
    Identifiers identifiers = Identifiers.system();
    List<Callable<String>> shots = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      // Half of them even end alike, which real ids do not.
      String jobId = i % 2 == 0 ? identifiers.next("job") : "job_" + i + "_sameends";
      shots.add(
          () -> {
            Staged staged = staged(jobId, 0, "The very same beginning of a prompt");
            put(staged, jobId);
            return name(store().commit(staged, provenance()));
          });
    }
    Set<String> paths = new HashSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<String> shot : threads.invokeAll(shots)) {
        paths.add(shot.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertEquals(100, paths.size());
    assertEquals(200, names().size());
    Set<String> contents = new HashSet<>();
    for (String path : paths) {
      contents.add(new String(content(path), StandardCharsets.UTF_8));
    }
    assertEquals(100, contents.size());
  }

  @Test
  void commit_sameFileByManyThreads_givesOneArtifact() throws Exception {
    for (int round = 0; round < 20; round++) {
      Staged staged = staged("job_round" + round, 0, "race");
      put(staged, "pictures " + round);
      ExecutorService threads = Executors.newFixedThreadPool(4);
      Set<String> paths = new HashSet<>();
      try {
        List<Callable<String>> same =
            java.util.Collections.nCopies(4, () -> name(store().commit(staged, provenance())));
        for (Future<String> commit : threads.invokeAll(same)) {
          paths.add(commit.get());
        }
      } finally {
        threads.shutdownNow();
      }
      assertEquals(1, paths.size());
    }
    assertEquals(40, names().size());
  }

  @Test
  void commit_damagedBytes_keepsThemStagedAndShowsNoFile() throws Exception {
    Staged staged = staged(JOB, 0, "take");
    Path part = store().stage(folder(), JOB, 0);
    Files.writeString(part, "<html>busy</html>");

    FailureException e =
        assertThrows(FailureException.class, () -> store().commit(staged, provenance()));

    assertEquals(ErrorCode.MEDIA_CORRUPT, e.failure().code());
    assertEquals(List.of(), names());
    assertTrue(Files.exists(part));
    assertEquals(List.of(new Leftover(part, JOB, 0)), store().leftovers(folder()));
  }

  @Test
  void commit_anotherKindOfMedia_isRefused() throws Exception {
    Staged staged = staged(JOB, 0, "take");
    Files.write(store().stage(folder(), JOB, 0), FakeMeasurer.media("image/png", "x"));

    FailureException e =
        assertThrows(FailureException.class, () -> store().commit(staged, provenance()));

    assertEquals(ErrorCode.MEDIA_TYPE_MISMATCH, e.failure().code());
    assertEquals("the result is image/png where video was asked for.", e.failure().message());
  }

  @Test
  void commit_extensionFollowsTheBytes() throws Exception {
    Staged staged = new Staged(folder(), JOB, 2, NOON, "clip.MP4", null, null);
    Files.write(store().stage(folder(), JOB, 2), FakeMeasurer.media("video/webm", "x"));

    assertEquals(
        "20261121T120000_clip-mp4_" + idInNames() + "_2.webm",
        name(store().commit(staged, provenance())));
  }

  @Test
  void commit_shorterThanAnnounced_isRefused() throws Exception {
    Staged staged = new Staged(folder(), JOB, 0, NOON, "take", Mode.VIDEO, 1_000L);
    put(staged, "half");

    FailureException e =
        assertThrows(FailureException.class, () -> store().commit(staged, provenance()));

    assertEquals(ErrorCode.DOWNLOAD_FAILED, e.failure().code());
    assertEquals("the file has 14 of 1000 announced bytes.", e.failure().message());
  }

  @Test
  void commit_nothingStaged_saysSo() throws Exception {
    FailureException e =
        assertThrows(
            FailureException.class, () -> store().commit(staged(JOB, 0, "take"), provenance()));

    assertEquals(ErrorCode.DOWNLOAD_FAILED, e.failure().code());
    assertEquals("nothing was staged for file 0 of " + JOB + ".", e.failure().message());
  }

  @Test
  void stage_sameArguments_givesTheSamePathThatNobodySees() throws Exception {
    put(staged(JOB, 0, "take"), "half");
    Path part = store().stage(folder(), JOB, 0);

    assertEquals(part, store().stage(folder(), JOB, 0));
    assertFalse(names().contains(part.getFileName().toString()));
  }

  @Test
  void stage_idThatIsAPath_isRefused() throws Exception {
    Path folder = folder();
    assertThrows(
        IllegalArgumentException.class, () -> store().stage(folder, "../../etc/passwd", 0));
  }

  @Test
  void find_beforeAndAfterCommit() throws Exception {
    Staged staged = staged(JOB, 0, "take");
    assertTrue(store().find(staged).isEmpty());
    put(staged, "pictures");
    assertTrue(store().find(staged).isEmpty());

    Artifact artifact = store().commit(staged, provenance());

    assertEquals(artifact, store().find(staged).orElseThrow());
    assertTrue(store().find(staged(JOB, 1, "take")).isEmpty());
    remove(name(artifact));
    assertTrue(store().find(staged).isEmpty());
  }

  @Test
  void leftovers_tellTheJob() throws Exception {
    assertEquals(List.of(), store().leftovers(folder()));
    put(staged(JOB, 3, "take"), "half");

    List<Leftover> leftovers = store().leftovers(folder());

    assertEquals(List.of(new Leftover(store().stage(folder(), JOB, 3), JOB, 3)), leftovers);
    store().discard(folder(), JOB, 3);
    store().discard(folder(), JOB, 3);
    assertEquals(List.of(), store().leftovers(folder()));
    assertFalse(Files.exists(leftovers.get(0).path()));
  }

  @Test
  void local_finished_isTheSameBytes() throws Exception {
    Staged staged = staged(JOB, 0, "take");
    put(staged, "pictures");
    Artifact artifact = store().commit(staged, provenance());

    Path local = store().local(artifact.location(), artifact.facts());

    assertArrayEquals(FakeMeasurer.media("video/mp4", "pictures"), Files.readAllBytes(local));
  }

  @Test
  void delete_takesFileAndSidecarAndIsHarmlessTwice() throws Exception {
    Staged staged = staged(JOB, 0, "take");
    put(staged, "pictures");
    Artifact artifact = store().commit(staged, provenance());

    assertTrue(store().delete(artifact.location()));
    assertFalse(store().delete(artifact.location()));
    assertEquals(List.of(), names());
  }
}
