package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Shots.film;
import static dev.secondunit.backend.previz.Shots.input;
import static dev.secondunit.backend.previz.Shots.shot;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The life of a ticket, from submit to download, and what may go wrong in between. */
class PrevizBackendTest extends PrevizBench {
  @Test
  void poll_done_saysWhatItCostAndWhatCanFollow() throws Exception {
    PrevizBackend backend = backend(1);
    Outcome outcome =
        done(backend, accepted(backend, generated(film("a fox", 0.5, "16:9", "320x180"))));

    assertEquals(UsdAmount.ZERO, outcome.cost());
    assertEquals("previz_vid", outcome.continuation().prefix());
    assertEquals(
        Set.of(Operation.EXTEND, Operation.EDIT, Operation.REMIX),
        outcome.continuation().operations());
    assertNull(outcome.continuation().expiresAt());
    assertEquals("video/mp4", outcome.files().get(0).mediaType());
  }

  @Test
  void download_overTheBeginningOfAnEarlierTry_isWhole() throws Exception {
    PrevizBackend backend = backend(1);
    Outcome outcome =
        done(backend, accepted(backend, generated(film("a fox", 0.5, "16:9", "320x180"))));
    Path target = Files.write(folder.resolve("target"), new byte[7]);

    long bytes = backend.download(outcome.files().get(0), target);

    assertEquals(outcome.files().get(0).bytes(), bytes);
    assertEquals(bytes, Files.size(target));
  }

  @Test
  void download_fileOutsideTheFolder_isRefused() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "s");

    assertThrows(
        BackendException.class,
        () ->
            backend(1)
                .download(
                    new Outcome.RemoteFile(secret.toString(), null, null, Map.of()),
                    folder.resolve("target")));
    assertFalse(Files.exists(folder.resolve("target")));
  }

  @Test
  void submit_sameShotTwice_isTwoTickets() throws Exception {
    PrevizBackend backend = backend(1);
    Shot shot = generated(film("a fox", 0.5, "16:9", "320x180"));

    assertFalse(accepted(backend, shot).id().equals(accepted(backend, shot).id()));
    assertEquals(2, tickets());
  }

  @Test
  void submit_sameShotAndSeed_givesTheSameBytes() throws Exception {
    Shot shot = generated(film("a fox", 0.5, "16:9", "320x180").with(Parameter.SEED, 5L));
    Shot other = generated(film("a fox", 0.5, "16:9", "320x180").with(Parameter.SEED, 6L));

    byte[] first = bytes(shot);
    assertArrayEquals(first, bytes(shot));
    assertFalse(java.util.Arrays.equals(first, bytes(other)));
  }

  @Test
  void submit_impossibleShot_isRejectedAndLeavesNoTicket() {
    BackendException e =
        assertThrows(
            BackendException.class,
            () -> backend(1).submit(generated(film("a fox", 500, "16:9", "320x180"))));

    assertEquals(BackendException.Fate.REJECTED, e.fate());
    assertTrue(e.failure().message().contains("500"), e.failure().message());
    assertEquals(0, tickets());
  }

  @Test
  void poll_afterARestartInTheMiddle_finishesTheSameTicket() throws Exception {
    PrevizBackend first = backend(1);
    VendorReference reference =
        accepted(first, generated(film("a fox at night", 8, "16:9", "720p")));
    awaitRendering(first, reference);
    first.close();
    assertFalse(Files.exists(tickets(reference).resolve("outcome.json")));

    PrevizBackend second = backend(1);
    MediaFacts facts = facts(second, done(second, reference));

    assertFilm(facts, 8);
    assertEquals(1, tickets());
    assertNoWorkFoldersAreLeft(reference);
  }

  @Test
  void poll_inputsGoneAfterSubmit_stillRenders() throws Exception {
    Path image = TestMedia.image(folder.resolve("gone.png"), 320, 180);
    PrevizBackend backend = backend(1);
    Shot shot =
        generated(
            film("it moves", 0.5, "16:9", "320x180")
                .with(Parameter.INPUT_IMAGES, List.of(input(image))));
    VendorReference reference = accepted(backend, shot);
    backend.close();
    Files.delete(image);

    PrevizBackend second = backend(1);
    assertEquals(0.5, facts(second, done(second, reference)).durationSeconds(), 0.001);
  }

  @Test
  void poll_sharedFolder_rendersOnceAndBothSeeTheResult() throws Exception {
    PrevizBackend one = backend(1);
    PrevizBackend two = backend(1);
    VendorReference reference = accepted(one, generated(film("a fox", 4, "16:9", "720p")));
    awaitRendering(one, reference);

    two.poll(reference);
    assertEquals(1, workFolders(reference));
    Outcome seenByTwo = done(two, reference);

    assertEquals(done(one, reference).files(), seenByTwo.files());
  }

  @Test
  void cancel_duringTheRender_stopsItAndStaysCancelled() throws Exception {
    PrevizBackend backend = backend(1);
    VendorReference reference = accepted(backend, generated(film("a fox", 15, "16:9", "1080p")));
    awaitRendering(backend, reference);

    assertTrue(backend.cancel(reference));
    assertTrue(backend.cancel(reference));

    Poll.Failed failed = assertInstanceOf(Poll.Failed.class, backend.poll(reference));
    assertEquals(ErrorCode.CANCELLED, failed.failure().code());
    backend.close();
    assertNoWorkFoldersAreLeft(reference);
  }

  @Test
  void cancel_finished_isTooLate() throws Exception {
    PrevizBackend backend = backend(1);
    VendorReference reference = accepted(backend, generated(film("a fox", 0.5, "1:1", "64x64")));
    done(backend, reference);

    assertFalse(backend.cancel(reference));
    assertInstanceOf(Poll.Done.class, backend.poll(reference));
  }

  @Test
  void poll_twoHundredQueued_neverRendersMoreThanItMay() throws Exception {
    PrevizBackend backend = backend(2);
    List<VendorReference> references = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      references.add(accepted(backend, generated(film("shot " + i, 15, "16:9", "1080p"))));
    }
    awaitRendering(backend, references.get(0));

    Poll.Running last =
        assertInstanceOf(Poll.Running.class, backend.poll(references.get(references.size() - 1)));

    assertEquals("queued 198th", last.message());
    int rendering = 0;
    for (VendorReference reference : references) {
      rendering += workFolders(reference);
    }
    assertTrue(rendering <= 2, "rendering " + rendering);
  }

  @Test
  void poll_corruptPicture_failsWithoutCharge() throws Exception {
    Path image = TestMedia.image(folder.resolve("bad.png"), 320, 180);
    MediaInput given = input(image);
    byte[] bytes = Files.readAllBytes(image);
    Files.write(image, java.util.Arrays.copyOf(bytes, 60));
    PrevizBackend backend = backend(1);
    VendorReference reference =
        accepted(
            backend,
            generated(
                film("it moves", 0.5, "16:9", "320x180")
                    .with(Parameter.INPUT_IMAGES, List.of(given))));

    Failure failure = assertInstanceOf(Poll.Failed.class, settled(backend, reference)).failure();

    assertEquals(ErrorCode.MEDIA_CORRUPT, failure.code(), failure.message());
    assertEquals(Charged.NO, failure.charged());
    assertEquals(failure, ((Poll.Failed) backend(1).poll(reference)).failure());
  }

  @Test
  void poll_unknownOrHostileTicket_isExpired() throws Exception {
    for (String id : List.of("previz_01jd8zq4k2xq01jd8zq4k2xq01", "../../etc", "")) {
      Poll poll = backend(1).poll(new VendorReference(id, Map.of()));
      assertEquals(
          ErrorCode.UNKNOWN_ID, assertInstanceOf(Poll.Expired.class, poll).failure().code());
    }
  }

  @Test
  void prompt_ofAnyCharacters_renders() throws Exception {
    String hostile =
        "\"quotes\" 'single' 100% %{pts} \\n \\ : ; , [x] {y} = $HOME `id` \u0000\u0007\r\n\t"
            + " 日本語 العربية 🎬👩‍🚀 é\u0301 \u202e \ud800 café Привет ";
    for (String prompt : List.of(hostile, hostile.repeat(120), "", "   ", "x".repeat(10_000))) {
      PrevizBackend backend = backend(1);
      Parameters wanted =
          film(prompt, 0.25, "9:16", "480p").with(Parameter.NEGATIVE_PROMPT, hostile);
      Outcome outcome = done(backend, accepted(backend, generated(wanted)));

      assertEquals(0.25, facts(backend, outcome).durationSeconds(), 0.001);
      assertEquals(prompt.contains("日"), !outcome.warnings().isEmpty());
    }
  }

  @Test
  void constructor_doesNothing() {
    Path untouched = folder.resolve("untouched");
    try (PrevizBackend backend =
        new PrevizBackend(TestMedia.FFMPEG, untouched, Clock.systemUTC(), 2)) {
      assertTrue(backend.readiness().usable());
    }
    assertFalse(Files.exists(untouched));
  }

  private byte[] bytes(Shot shot) throws Exception {
    PrevizBackend backend = backend(1);
    Outcome outcome = done(backend, accepted(backend, shot));
    return Files.readAllBytes(Path.of(outcome.files().get(0).location()));
  }

  private Path tickets(VendorReference reference) {
    return folder.resolve("queue").resolve(reference.id());
  }

  private long tickets() {
    if (!Files.exists(folder.resolve("queue"))) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder.resolve("queue"))) {
      return files.count();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private int workFolders(VendorReference reference) throws Exception {
    try (Stream<Path> files = Files.list(tickets(reference))) {
      return (int) files.filter(f -> f.getFileName().toString().startsWith("work-")).count();
    }
  }

  private void assertNoWorkFoldersAreLeft(VendorReference reference) throws Exception {
    assertEquals(0, workFolders(reference));
  }
}
