package dev.secondunit.backend.previz;

import static dev.secondunit.Patience.await;
import static dev.secondunit.backend.previz.Shots.film;
import static dev.secondunit.backend.previz.Shots.input;
import static dev.secondunit.backend.previz.Shots.shot;
import static dev.secondunit.backend.previz.Shots.words;
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
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrevizBackendTest {
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  @TempDir Path folder;
  private final List<PrevizBackend> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(PrevizBackend::close);
  }

  @ParameterizedTest
  @CsvSource({
    "16:9, 480p, 854, 480",
    "9:16, 480p, 480, 854",
    "1:1, 480p, 480, 480",
    "4:3, 480p, 640, 480",
    "21:9, 480p, 1120, 480",
    "16:9, 640x360, 640, 360"
  })
  void film_hasExactlyTheSizeAndLengthAskedFor(String ratio, String size, int width, int height)
      throws Exception {
    MediaFacts facts =
        made(shot(Mode.VIDEO, Operation.GENERATE, film("a fox, pan left", 1, ratio, size), null));

    assertEquals(width, facts.width());
    assertEquals(height, facts.height());
    assertFilm(facts, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "static shot",
    "handheld",
    "orbit around her",
    "crane up",
    "crane down",
    "tilt up",
    "tilt down",
    "pan left",
    "pan right",
    "pull back",
    "push in",
    "snow falls",
    "rain, neon city"
  })
  void film_everyCameraMoveAndWeather_renders(String words) throws Exception {
    MediaFacts facts =
        made(shot(Mode.VIDEO, Operation.GENERATE, film(words, 0.5, "16:9", "320x180"), null));

    assertEquals(12 / 24.0, facts.durationSeconds(), 0.001);
  }

  @Test
  void film_withoutSound_hasNone() throws Exception {
    Parameters silent = film("a fox", 1, "16:9", "320x180").with(Parameter.GENERATE_AUDIO, false);

    assertNull(made(shot(Mode.VIDEO, Operation.GENERATE, silent, null)).audioCodec());
  }

  @Test
  void film_fromPictures() throws Exception {
    MediaInput one = input(TestMedia.image(folder.resolve("one.png"), 400, 300));
    MediaInput two = input(TestMedia.image(folder.resolve("two.jpg"), 300, 400));
    MediaInput three = input(TestMedia.image(folder.resolve("three.webp"), 300, 300));
    Parameters plain = film("it moves, tilt up", 1, "9:16", "480p");

    assertFilm(made(generated(plain.with(Parameter.INPUT_IMAGES, List.of(one)))), 1);
    assertFilm(
        made(
            generated(
                plain.with(Parameter.INPUT_IMAGES, List.of(one)).with(Parameter.LAST_FRAME, two))),
        1);
    assertFilm(made(generated(plain.with(Parameter.LAST_FRAME, two))), 1);
    assertFilm(
        made(
            generated(
                plain.with(
                    Parameter.VIDEO_REFERENCE_IMAGES, List.of(one, two, three, one, two, three)))),
        1);
  }

  @ParameterizedTest
  @CsvSource({
    "EXTEND, 1.5, 3.0, true",
    "EXTEND, 1.5, 3.0, false",
    "EDIT, , 1.5, true",
    "EDIT, , 1.5, false",
    "REMIX, , 1.5, true",
    "REMIX, 1.0, 1.0, true",
    "LAST_FRAME, 1.0, 1.0, true"
  })
  void film_fromAClip(Operation operation, Double seconds, double expected, boolean sound)
      throws Exception {
    Path clip = folder.resolve("clip.mp4");
    MediaFacts before =
        save(
            generated(
                film("a ship at sea", 1.5, "4:3", "320x240").with(Parameter.GENERATE_AUDIO, sound)),
            clip);
    assertEquals(sound, before.hasAudio());
    Parameters wanted = words("and on it goes");
    wanted = seconds == null ? wanted : wanted.with(Parameter.DURATION, seconds);

    MediaFacts facts = made(shot(Mode.VIDEO, operation, wanted, input(clip)));

    assertEquals(320, facts.width());
    assertEquals(240, facts.height());
    assertFilm(facts, expected);
  }

  @Test
  void film_extendsAClipWithAnotherFrameRate_toTheExactTotal() throws Exception {
    Path clip = folder.resolve("odd.mp4");
    TestMedia.FFMPEG.run(
        dev.secondunit.media.ffmpeg.FfmpegCommand.create()
            .generated("testsrc2=s=200x112:r=30:d=1")
            .output(clip, "-c:v", "libopenh264"));

    MediaFacts facts =
        made(
            shot(
                Mode.VIDEO,
                Operation.EXTEND,
                words("more").with(Parameter.DURATION, 1.0),
                input(clip)));

    assertFilm(facts, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "png, 1:1, 512, 512, 512, image/png",
    "jpeg, 16:9, 360p, 640, 360, image/jpeg",
    "webp, 9:16, 360p, 360, 640, image/webp"
  })
  void still_hasTheSizeAndFormatAskedFor(
      String format, String ratio, String size, int width, int height, String mediaType)
      throws Exception {
    Parameters wanted =
        words("a red bottle on a table")
            .with(Parameter.ASPECT_RATIO, ratio)
            .with(Parameter.SIZE, size)
            .with(Parameter.OUTPUT_FORMAT, format);

    MediaFacts facts = made(shot(Mode.IMAGE, Operation.GENERATE, wanted, null));

    assertEquals(mediaType, facts.mediaType());
    assertEquals(width, facts.width());
    assertEquals(height, facts.height());
    assertNull(facts.durationSeconds());
  }

  @Test
  void still_editedOrFromPictures_keepsItsSize() throws Exception {
    MediaInput source = input(TestMedia.image(folder.resolve("source.png"), 320, 240));

    MediaFacts edited = made(shot(Mode.IMAGE, Operation.EDIT, words("warmer"), source));
    assertEquals(List.of(320, 240), List.of(edited.width(), edited.height()));
    Parameters given = words("blend").with(Parameter.INPUT_IMAGES, List.of(source, source, source));
    assertEquals("image/png", made(shot(Mode.IMAGE, Operation.GENERATE, given, null)).mediaType());
  }

  @ParameterizedTest
  @CsvSource({
    "speech, wav, audio/wav",
    "speech, mp3_44100_128, audio/mpeg",
    "music, flac, audio/flac",
    "music, opus, audio/ogg",
    "sound_effect, aac, audio/aac"
  })
  void sound_hasTheFormatAskedFor(String type, String format, String mediaType) throws Exception {
    Parameters wanted =
        words("Calm rain, falling softly.")
            .with(Parameter.AUDIO_TYPE, type)
            .with(Parameter.OUTPUT_FORMAT, format);
    wanted = type.equals("speech") ? wanted : wanted.with(Parameter.DURATION, 2.0);

    MediaFacts facts = made(shot(Mode.AUDIO, Operation.GENERATE, wanted, null));

    assertEquals(mediaType, facts.mediaType());
    assertEquals(2, facts.durationSeconds(), 0.4);
  }

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

  private PrevizBackend backend(int parallelism) {
    PrevizBackend backend =
        new PrevizBackend(
            TestMedia.FFMPEG, folder.resolve("queue"), Clock.systemUTC(), parallelism);
    opened.add(backend);
    return backend;
  }

  private static Shot generated(Parameters parameters) {
    return shot(Mode.VIDEO, Operation.GENERATE, parameters, null);
  }

  private static VendorReference accepted(PrevizBackend backend, Shot shot) throws Exception {
    return assertInstanceOf(Submission.Accepted.class, backend.submit(shot)).reference();
  }

  private MediaFacts made(Shot shot) throws Exception {
    PrevizBackend backend = backend(2);
    return facts(backend, done(backend, accepted(backend, shot)));
  }

  private MediaFacts save(Shot shot, Path target) throws Exception {
    PrevizBackend backend = backend(2);
    backend.download(done(backend, accepted(backend, shot)).files().get(0), target);
    return TestMedia.PROBE.measure(target);
  }

  private byte[] bytes(Shot shot) throws Exception {
    PrevizBackend backend = backend(1);
    Outcome outcome = done(backend, accepted(backend, shot));
    return Files.readAllBytes(Path.of(outcome.files().get(0).location()));
  }

  private MediaFacts facts(PrevizBackend backend, Outcome outcome) throws Exception {
    Path target = Files.createTempFile(folder, "facts", "");
    backend.download(outcome.files().get(0), target);
    return TestMedia.PROBE.measure(target);
  }

  private static Outcome done(PrevizBackend backend, VendorReference reference) throws Exception {
    Poll poll = settled(backend, reference);
    return assertInstanceOf(Poll.Done.class, poll, poll::toString).outcome();
  }

  private static Poll settled(PrevizBackend backend, VendorReference reference) throws Exception {
    return awaitPoll(backend, reference, poll -> !(poll instanceof Poll.Running));
  }

  private static void awaitRendering(PrevizBackend backend, VendorReference reference)
      throws Exception {
    awaitPoll(
        backend,
        reference,
        poll ->
            poll instanceof Poll.Running running
                && "rendering".equals(running.message())
                && running.progress() != null
                && running.progress() > 0);
  }

  /** Waits for a real render; its end is the condition, not the time. */
  private static Poll awaitPoll(
      PrevizBackend backend, VendorReference reference, Predicate<Poll> enough) {
    return await("the render has come so far")
        .pollInterval(Duration.ofMillis(10))
        .until(() -> backend.poll(reference), enough);
  }

  private static void assertFilm(MediaFacts facts, double seconds) {
    assertEquals("video/mp4", facts.mediaType());
    assertEquals("h264", facts.videoCodec());
    assertEquals(24.0, facts.framesPerSecond());
    assertEquals(seconds, facts.durationSeconds(), 0.001);
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
