package dev.secondunit.media.ffmpeg;

import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {
  @TempDir Path folder;

  @Test
  void run_reportsProgressUpToTheWholeLength() throws Exception {
    AtomicReference<Double> last = new AtomicReference<>(0.0);

    FFMPEG.run(
        FfmpegCommand.create()
            .generated("testsrc2=s=64x36:r=24:d=2")
            .output(folder.resolve("a.mp4")),
        last::set);

    assertEquals(2.0, last.get(), 0.1);
  }

  @Test
  void run_ownMistake_isInternalAndNotTheMediasFault() {
    FailureException e =
        assertThrows(
            FailureException.class,
            () -> FFMPEG.run(FfmpegCommand.create().generated("no_such_filter=1").noOutput()));

    assertEquals(ErrorCode.INTERNAL, e.failure().code());
    assertTrue(e.failure().message().contains("no_such_filter"), e.failure().message());
  }

  @Test
  void run_tooSlow_isStopped() {
    long before = System.nanoTime();

    FailureException e =
        assertThrows(
            FailureException.class,
            () ->
                FFMPEG.run(
                    FfmpegCommand.create()
                        .timeLimit(Duration.ofMillis(300))
                        .generated("testsrc2=s=640x360")
                        .noOutput()));

    assertEquals(ErrorCode.DEADLINE_EXCEEDED, e.failure().code());
    assertTrue(Duration.ofNanos(System.nanoTime() - before).toSeconds() < 5);
    assertNoProgramOfOursRuns();
  }

  @Test
  void run_interrupted_stopsTheProgram() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                FFMPEG.run(
                    FfmpegCommand.create().generated("testsrc2=s=640x360").noOutput(),
                    seconds -> started.countDown());
              } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
              }
            });
    thread.start();
    assertTrue(started.await(20, TimeUnit.SECONDS));

    thread.interrupt();
    thread.join(10_000);

    assertEquals(InterruptedException.class, thrown.get().getClass());
    assertNoProgramOfOursRuns();
  }

  @Test
  void close_runUnderWay_endsItLikeAnInterruptAndNotAsAFault() throws Exception {
    Ffmpeg ffmpeg =
        Ffmpeg.endedByItsOwner(
            new Settings(
                Map.of("SECOND_UNIT_HOME", Path.of("target", "test-home").toString()),
                Path.of("")));
    FfmpegCommand endless = FfmpegCommand.create().generated("testsrc2=s=640x360").noOutput();

    assertThrows(InterruptedException.class, () -> ffmpeg.run(endless, seconds -> ffmpeg.close()));
    assertThrows(InterruptedException.class, () -> ffmpeg.run(endless));
    assertNoProgramOfOursRuns();
  }

  @Test
  void run_whileTheProgramEnds_isLeftToWhoeverEndsIt() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ExitingProgram.class.getName(),
                Path.of("target", "test-home").toAbsolutePath().toString())
            .redirectError(folder.resolve("log.txt").toFile())
            .start();

    String said = new String(program.getInputStream().readAllBytes()).strip();

    assertEquals("whole", said, () -> read(folder.resolve("log.txt")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void run_outputTooLarge_fails() {
    FailureException e =
        assertThrows(
            FailureException.class,
            () ->
                FFMPEG.run(
                    FfmpegCommand.create()
                        .outputLimit(10_000)
                        .generated("sine=d=10")
                        .output(folder.resolve("long.wav"))));

    assertEquals(ErrorCode.FILE_TOO_LARGE, e.failure().code());
    assertTrue(folder.resolve("long.wav").toFile().length() < 200_000);
  }

  @Test
  void capture_moreThanTheLimit_fails() throws Exception {
    FfmpegCommand exact =
        FfmpegCommand.create().generated("sine=d=1:r=8000").standardOutput("s16le");
    assertEquals(16_000, FFMPEG.capture(exact, 16_000).length);

    FailureException e = assertThrows(FailureException.class, () -> FFMPEG.capture(exact, 15_999));

    assertEquals(ErrorCode.FILE_TOO_LARGE, e.failure().code());
  }

  @Test
  void stream_readerFails_stopsTheProgramAndKeepsTheReason() {
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () ->
                FFMPEG.stream(
                    FfmpegCommand.create()
                        .generated("testsrc2=s=640x360")
                        .standardOutput("rawvideo"),
                    output -> {
                      throw new IOException("the reader's own trouble");
                    }));

    assertTrue(e.getMessage().contains("the reader's own trouble"), e.getMessage());
    assertNoProgramOfOursRuns();
  }

  @Test
  void feed_rawFrames_becomeAFile() throws Exception {
    Path file = folder.resolve("fed.png");

    FFMPEG.feed(
        FfmpegCommand.create()
            .standardInput("rawvideo", "-pixel_format", "rgb24", "-video_size", "32x16")
            .output(file, "-frames:v", "1", "-update", "1"),
        input -> input.write(new byte[32 * 16 * 3]));

    assertEquals(32, TestMedia.PROBE.measure(file).width());
  }

  @Test
  void run_log_holdsWhatFiltersReport() throws Exception {
    String log =
        FFMPEG.run(
            FfmpegCommand.create()
                .logLevel("info")
                .generated("anullsrc=d=2")
                .arguments("-af", "silencedetect=d=0.5")
                .noOutput());

    assertTrue(log.contains("silence_start"), log);
  }

  @Test
  void input_playlistUnderAVideoName_isRefusedUnopened() throws Exception {
    Path secret = TestMedia.sound(folder.resolve("secret.mp3"), 1);
    Path playlist = folder.resolve("film.mp4");
    Files.writeString(
        playlist,
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://" + secret + "\n#EXT-X-ENDLIST\n");

    FailureException e =
        assertThrows(FailureException.class, () -> FfmpegCommand.create().input(playlist));

    assertEquals(ErrorCode.MEDIA_TYPE_MISMATCH, e.failure().code());
    assertTrue(e.failure().message().contains("an M3U playlist"), e.failure().message());
  }

  @Test
  void input_playlistBehindTheBytesOfAnotherFormat_isNotFollowed() throws Exception {
    Path secret = TestMedia.sound(folder.resolve("secret.mp3"), 1);
    Path disguised = folder.resolve("film.mp3");
    Files.writeString(
        disguised,
        "ID3\n#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + secret + "\n#EXT-X-ENDLIST\n");

    FailureException e =
        assertThrows(
            FailureException.class,
            () -> FFMPEG.run(FfmpegCommand.create().input(disguised).noOutput()));

    assertEquals(ErrorCode.MEDIA_CORRUPT, e.failure().code());
  }

  @Test
  void input_oddFileName_isTakenLiterally() throws Exception {
    Path odd = TestMedia.image(folder.resolve("-i 100%03d:'é\" $(x).png"), 32, 32);

    assertEquals(32, TestMedia.PROBE.measure(odd).width());
  }

  @Test
  void commandLine_everyInput_namesItsDemuxerAndProtocols() throws Exception {
    Path image = TestMedia.image(folder.resolve("a.png"), 32, 32);

    List<String> line =
        FfmpegCommand.create().input(image).input(image).noOutput().commandLine(false);

    assertEquals(2, line.stream().filter("png_pipe"::equals).count());
    assertEquals(2, line.stream().filter("file,pipe"::equals).count());
  }

  @Test
  void embeddedBuild_severalStartingAtOnce_unpackOneWholeCopyAndTakeItFromNobody()
      throws Exception {
    Path home = folder.resolve("home");
    Settings settings = new Settings(Map.of("SECOND_UNIT_HOME", home.toString()), folder);
    Set<Object> found = ConcurrentHashMap.newKeySet();
    List<Thread> threads =
        Stream.generate(() -> new Thread(() -> found.add(fileKey(settings)))).limit(3).toList();

    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    assertTrue(new Ffmpeg(settings).version().startsWith("ffmpeg version"));
    assertEquals(Set.of(fileKey(settings)), found, "what one has found may run already");
    try (Stream<Path> left = Files.list(home.resolve("cache"))) {
      assertEquals(1, left.count());
    }
  }

  /** Which file it is, whatever its name. */
  private static Object fileKey(Settings settings) {
    try {
      Path program = new Programs(settings).find().ffmpeg();
      return Files.readAttributes(program, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void embeddedBuild_damagedCopy_isReplaced() throws Exception {
    Path home = folder.resolve("home");
    Settings settings = new Settings(Map.of("SECOND_UNIT_HOME", home.toString()), folder);
    Path program = new Programs(settings).find().ffmpeg();
    Files.write(program, new byte[10]);

    assertTrue(new Ffmpeg(settings).version().startsWith("ffmpeg version"));
  }

  @Test
  void setting_namesNoProgram_saysWhichVariableToMend() {
    Settings settings = new Settings(Map.of("SECOND_UNIT_FFMPEG", "/nowhere/at/all"), folder);

    FailureException e = assertThrows(FailureException.class, () -> new Ffmpeg(settings).version());

    assertEquals("SECOND_UNIT_FFMPEG", e.failure().field());
    assertTrue(e.failure().message().contains("no program"), e.failure().message());
  }

  @Test
  void setting_namesAFolder_usesItsPrograms() throws Exception {
    Path embedded =
        new Programs(
                new Settings(
                    Map.of(
                        "SECOND_UNIT_HOME",
                        Path.of("target", "test-home").toAbsolutePath().toString()),
                    Path.of("")))
            .find()
            .ffmpeg();
    Settings settings =
        new Settings(Map.of("SECOND_UNIT_FFMPEG", embedded.getParent().toString()), folder);

    assertEquals(embedded, new Programs(settings).find().ffmpeg());
    assertEquals(embedded.resolveSibling("ffprobe"), new Programs(settings).find().ffprobe());
  }

  @Test
  void environment_ofThePrograms_holdsNoKeys() {
    Map<String, String> environment =
        new Programs(
                new Settings(
                    Map.of(
                        "SECOND_UNIT_HOME",
                        Path.of("target", "test-home").toAbsolutePath().toString()),
                    Path.of("")))
            .find()
            .environment();

    assertTrue(environment.containsKey("LD_LIBRARY_PATH"));
    assertFalse(environment.keySet().stream().anyMatch(name -> name.contains("KEY")));
  }

  private static void assertNoProgramOfOursRuns() {
    assertEquals(
        0,
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().orElse("").contains("ffmpeg"))
            .count());
  }
}
