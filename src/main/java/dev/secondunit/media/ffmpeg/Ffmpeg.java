package dev.secondunit.media.ffmpeg;

import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Runs FFmpeg and ffprobe as subprocesses, so that a bad file cannot take the server with it. No
 * shell is involved. The programs are found, and the embedded ones unpacked, on the first run; the
 * constructor does nothing.
 *
 * <p>Every run has a time limit and every answer a size limit. A run ends with its whole process
 * tree when its thread is interrupted, when it takes too long, or when this object is closed or
 * this process exits. Safe for many threads; each call blocks until its run is over.
 *
 * <p>A failed run throws a {@link dev.secondunit.failure.FailureException}: MEDIA_CORRUPT with
 * FFmpeg's own words when an input cannot be decoded, DEADLINE_EXCEEDED, FILE_TOO_LARGE,
 * STORAGE_FAILED when the disk is full, INTERNAL when the command itself was wrong.
 */
public final class Ffmpeg implements AutoCloseable {
  private static final Duration PROBE_TIME_LIMIT = Duration.ofMinutes(2);
  private static final int MAX_PROBE_ANSWER = 4 << 20;

  private final Programs programs;
  private final Subprocesses subprocesses;

  /** One whose runs end with this process. */
  public Ffmpeg(Settings settings) {
    this(settings, Subprocesses.endedWithThisProcess());
  }

  private Ffmpeg(Settings settings, Subprocesses subprocesses) {
    this.programs = new Programs(settings);
    this.subprocesses = subprocesses;
  }

  /**
   * One whose runs go on while this process ends, until the owner closes it: for programs that let
   * what they have begun come to its end.
   */
  public static Ffmpeg endedByItsOwner(Settings settings) {
    return new Ffmpeg(settings, new Subprocesses());
  }

  /** Takes a run's standard output as it comes. Called once, on another thread. */
  @FunctionalInterface
  public interface OutputReader {
    void read(InputStream output) throws IOException;
  }

  /** Writes a run's standard input, which is closed afterwards. Called once, on another thread. */
  @FunctionalInterface
  public interface InputWriter {
    void write(OutputStream input) throws IOException;
  }

  /**
   * Runs the command.
   *
   * @return the end of its log, at most 256 KiB; empty when it had nothing to say
   */
  public String run(FfmpegCommand command) throws InterruptedException {
    return run(command, null, Ffmpeg::discard, false);
  }

  /**
   * Runs the command and tells how far it is.
   *
   * @param seconds gets the seconds of output made so far, about four times a second, on another
   *     thread
   */
  public String run(FfmpegCommand command, DoubleConsumer seconds) throws InterruptedException {
    return run(command, null, output -> readProgress(output, seconds), true);
  }

  /** Runs the command while {@code writer} feeds its standard input. */
  public String feed(FfmpegCommand command, InputWriter writer) throws InterruptedException {
    return run(command, writer, Ffmpeg::discard, false);
  }

  /** Runs the command and returns its standard output, which may have at most so many bytes. */
  public byte[] capture(FfmpegCommand command, int maxBytes) throws InterruptedException {
    byte[][] answer = new byte[1][];
    run(command, null, output -> answer[0] = readAtMost(output, maxBytes), false);
    return answer[0];
  }

  /** Runs the command and hands its standard output to {@code reader} as it comes. */
  public String stream(FfmpegCommand command, OutputReader reader) throws InterruptedException {
    return run(command, null, reader, false);
  }

  /** The version line of the programs in use, for people. */
  public String version() throws InterruptedException {
    Programs.Found found = programs.find();
    byte[][] answer = new byte[1][];
    subprocesses.run(
        List.of(found.ffmpeg().toString(), "-version"),
        found.environment(),
        null,
        PROBE_TIME_LIMIT,
        null,
        output -> answer[0] = readAtMost(output, MAX_PROBE_ANSWER));
    return new String(answer[0], StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }

  /**
   * Runs ffprobe on one file.
   *
   * @param options what to show, such as {@code -show_streams}
   * @return its answer as JSON text
   */
  byte[] probe(MediaFormat format, Path file, String... options) throws InterruptedException {
    Programs.Found found = programs.find();
    List<String> line = new ArrayList<>(List.of(found.ffprobe().toString(), "-hide_banner"));
    line.addAll(List.of("-loglevel", "error", "-print_format", "json"));
    line.addAll(FfmpegCommand.restrictions(format));
    line.addAll(List.of(options));
    line.addAll(List.of("-i", FfmpegCommand.location(file)));
    byte[][] answer = new byte[1][];
    Subprocesses.Exit exit =
        subprocesses.run(
            line,
            found.environment(),
            null,
            PROBE_TIME_LIMIT,
            null,
            output -> answer[0] = readAtMost(output, MAX_PROBE_ANSWER));
    if (exit.code() != 0) {
      throw FfmpegFailure.of(exit.log(), true).asException();
    }
    return answer[0];
  }

  private String run(
      FfmpegCommand command, InputWriter writer, OutputReader reader, boolean progress)
      throws InterruptedException {
    Programs.Found found = programs.find();
    List<String> line = new ArrayList<>(List.of(found.ffmpeg().toString()));
    line.addAll(command.commandLine(progress));
    Subprocesses.Exit exit =
        subprocesses.run(
            line,
            found.environment(),
            command.workingFolder(),
            command.timeLimit(),
            writer,
            reader);
    if (exit.code() != 0) {
      throw FfmpegFailure.of(exit.log(), command.readsFiles()).asException();
    }
    for (Path output : command.outputs()) {
      // FFmpeg stops quietly at its -fs limit and leaves a shortened file.
      if (output.toFile().length() >= command.outputLimit()) {
        throw tooLarge(output + " reached the limit of " + command.outputLimit() + " bytes.");
      }
    }
    return exit.log();
  }

  private static void readProgress(InputStream output, DoubleConsumer seconds) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.matches("out_time_us=\\d{1,15}")) {
        seconds.accept(Long.parseLong(line.substring("out_time_us=".length())) / 1e6);
      }
    }
  }

  private static byte[] readAtMost(InputStream output, int maxBytes) throws IOException {
    byte[] bytes = output.readNBytes(maxBytes);
    if (output.read() >= 0) {
      throw tooLarge("FFmpeg's answer is larger than " + maxBytes + " bytes.");
    }
    return bytes;
  }

  private static void discard(InputStream output) throws IOException {
    output.transferTo(OutputStream.nullOutputStream());
  }

  private static RuntimeException tooLarge(String message) {
    return Failure.of(ErrorCode.FILE_TOO_LARGE, message).asException();
  }

  /**
   * Ends what runs, as an interrupt of its thread would: nobody may take that for a fault of the
   * media. Later runs end at once.
   */
  @Override
  public void close() {
    subprocesses.close();
  }
}
