package dev.secondunit.media.ffmpeg;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One run of FFmpeg, put together piece by piece in the order of its command line: inputs, then
 * arguments, then outputs.
 *
 * <p>Input files are hostile until decoded. Each is opened with the one demuxer its leading bytes
 * call for, so a playlist, concat list or script under the name of a video is refused before FFmpeg
 * starts, and every input carries its own protocol whitelist (files and pipes), so nothing inside a
 * file leads FFmpeg to the network. Not safe for several threads; made for one run.
 */
public final class FfmpegCommand {
  /** Time for one run unless {@link #timeLimit} says otherwise. */
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(10);

  /** Size of each output file, in bytes, unless {@link #outputLimit} says otherwise. */
  public static final long DEFAULT_OUTPUT_LIMIT = 4L << 30;

  /** Largest picture that is decoded, in pixels: a bit more than 8K times 8K. */
  static final long MAX_PIXELS = 100_000_000;

  private final List<String> arguments = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();
  private Duration timeLimit = DEFAULT_TIME_LIMIT;
  private long outputLimit = DEFAULT_OUTPUT_LIMIT;
  private int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
  private int filterThreads;
  private String logLevel = "error";
  private boolean readsFiles;
  private Path workingFolder;

  private FfmpegCommand() {}

  /** An empty command. Limits and threads are set before the inputs they apply to. */
  public static FfmpegCommand create() {
    return new FfmpegCommand();
  }

  /** The run is stopped when it takes longer. */
  public FfmpegCommand timeLimit(Duration limit) {
    timeLimit = Objects.requireNonNull(limit, "limit");
    return this;
  }

  /** The run fails when an output file reaches this many bytes. */
  public FfmpegCommand outputLimit(long bytes) {
    outputLimit = bytes;
    return this;
  }

  /** Threads for each decoder, filter graph and encoder; the number of cores, at most 4. */
  public FfmpegCommand threads(int count) {
    threads = count;
    return this;
  }

  /** Threads for each filter that can share its work; without this as many as for the rest. */
  public FfmpegCommand filterThreads(int count) {
    filterThreads = count;
    return this;
  }

  /**
   * How much FFmpeg writes to its log, {@code error} by default. Filters that report there, such as
   * {@code silencedetect}, need {@code info}.
   */
  public FfmpegCommand logLevel(String level) {
    logLevel = Objects.requireNonNull(level, "level");
    return this;
  }

  /**
   * Reads a media file. Opens it to look at its leading bytes.
   *
   * @param options options for this input, such as {@code -ss 1.5}
   * @throws dev.secondunit.failure.FailureException when the file is absent or is no media
   */
  public FfmpegCommand input(Path file, String... options) {
    return input(formatOf(file), file, options);
  }

  /** Reads a media file whose format is known already. */
  public FfmpegCommand input(MediaFormat format, Path file, String... options) {
    arguments.addAll(restrictions(format));
    arguments.addAll(List.of("-threads", String.valueOf(threads)));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-i", location(file)));
    readsFiles = true;
    return this;
  }

  /**
   * Adds a source made by FFmpeg itself.
   *
   * @param graph a lavfi graph written by this program; never text from outside, because a graph
   *     can open files
   */
  public FfmpegCommand generated(String graph) {
    arguments.addAll(List.of("-f", "lavfi", "-i", graph));
    return this;
  }

  /**
   * Reads a concat list that this program wrote itself, with entries of the form {@code file
   * 'file:/…'}. The files in it must be measured already: they are opened without naming a demuxer.
   */
  public FfmpegCommand concatList(Path list) {
    arguments.addAll(List.of("-protocol_whitelist", "file,pipe", "-f", "concat", "-safe", "0"));
    arguments.addAll(List.of("-i", location(list)));
    readsFiles = true;
    return this;
  }

  /** Raw frames or samples on standard input, see {@link Ffmpeg#feed}. */
  public FfmpegCommand standardInput(String format, String... options) {
    arguments.addAll(List.of("-f", format));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-protocol_whitelist", "pipe", "-i", "pipe:0"));
    return this;
  }

  /** One raw picture of {@code width * height} pixels of four bytes: blue, green, red, alpha. */
  public FfmpegCommand rawPicture(Path file, int width, int height, int framesPerSecond) {
    arguments.addAll(List.of("-protocol_whitelist", "file,pipe", "-f", "rawvideo"));
    arguments.addAll(List.of("-pixel_format", "bgra", "-video_size", width + "x" + height));
    arguments.addAll(List.of("-framerate", String.valueOf(framesPerSecond), "-i", location(file)));
    return this;
  }

  /**
   * The folder the program runs in, so that a filter can name its files without a path. A filter
   * graph gives half the characters of a path a meaning of their own.
   */
  public FfmpegCommand workingFolder(Path folder) {
    workingFolder = Objects.requireNonNull(folder, "folder");
    return this;
  }

  /** Anything else, such as {@code -filter_complex} and {@code -map}; never text from outside. */
  public FfmpegCommand arguments(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  public FfmpegCommand arguments(List<String> more) {
    arguments.addAll(more);
    return this;
  }

  /** Writes a file, replacing it when it exists; the folder must exist. */
  public FfmpegCommand output(Path file, String... options) {
    arguments.addAll(List.of("-threads", String.valueOf(threads)));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-fs", String.valueOf(outputLimit), location(file)));
    outputs.add(file);
    return this;
  }

  /** Writes to standard output, for {@link Ffmpeg#capture} and {@link Ffmpeg#stream}. */
  public FfmpegCommand standardOutput(String format, String... options) {
    arguments.addAll(List.of("-threads", String.valueOf(threads)));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-f", format, "pipe:1"));
    return this;
  }

  /** Decodes and filters everything and writes nothing. */
  public FfmpegCommand noOutput(String... options) {
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-f", "null", "-"));
    return this;
  }

  /** The arguments after the program's name. */
  List<String> commandLine(boolean progress) {
    List<String> line = new ArrayList<>(List.of("-hide_banner", "-nostats", "-y"));
    String forFilters = String.valueOf(filterThreads > 0 ? filterThreads : threads);
    line.addAll(List.of("-loglevel", logLevel, "-filter_complex_threads", forFilters));
    line.addAll(List.of("-filter_threads", forFilters));
    if (!arguments.contains("pipe:0")) {
      line.add("-nostdin");
    }
    if (progress) {
      line.addAll(List.of("-progress", "pipe:1", "-stats_period", "0.25"));
    }
    line.addAll(arguments);
    return line;
  }

  Duration timeLimit() {
    return timeLimit;
  }

  long outputLimit() {
    return outputLimit;
  }

  List<Path> outputs() {
    return List.copyOf(outputs);
  }

  /** Null for the folder of this process. */
  Path workingFolder() {
    return workingFolder;
  }

  boolean readsFiles() {
    return readsFiles;
  }

  /** Options that pin an input to one demuxer, to files, and to pictures of a sane size. */
  static List<String> restrictions(MediaFormat format) {
    return List.of(
        "-protocol_whitelist",
        "file,pipe",
        "-f",
        demuxer(format),
        "-max_pixels",
        String.valueOf(MAX_PIXELS));
  }

  /** The form in which FFmpeg takes any path literally, whatever characters it holds. */
  static String location(Path file) {
    return "file:" + file.toAbsolutePath();
  }

  /** The format of a file by its leading bytes. */
  static MediaFormat formatOf(Path file) {
    byte[] head = head(file);
    if (head.length == 0) {
      throw Failure.of(ErrorCode.MEDIA_CORRUPT, file + " is empty (0 bytes).").asException();
    }
    return MediaFormat.ofBytes(head)
        .orElseThrow(
            () ->
                Failure.of(
                        ErrorCode.MEDIA_TYPE_MISMATCH,
                        file
                            + " is "
                            + MediaFormat.describe(head)
                            + ", not an image, video or audio file.")
                    .withAllowed(readable())
                    .asException());
  }

  private static byte[] head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MediaFormat.HEAD_BYTES);
    } catch (NoSuchFileException e) {
      throw Failure.of(ErrorCode.FILE_NOT_FOUND, "There is no file " + file + ".").asException();
    } catch (IOException e) {
      throw Failure.of(ErrorCode.FILE_NOT_FOUND, "Cannot read " + file + ": " + e.getMessage())
          .asException();
    }
  }

  private static List<String> readable() {
    return java.util.Arrays.stream(MediaFormat.values()).map(MediaFormat::extension).toList();
  }

  private static String demuxer(MediaFormat format) {
    return switch (format) {
      case PNG -> "png_pipe";
      case JPEG -> "jpeg_pipe";
      case WEBP -> "webp_pipe";
      case GIF -> "gif";
      case MP4, QUICKTIME, M4A -> "mov";
      case WEBM, MATROSKA -> "matroska";
      case MP3 -> "mp3";
      case WAV -> "wav";
      case FLAC -> "flac";
      case OGG -> "ogg";
      case AAC -> "aac";
    };
  }
}
