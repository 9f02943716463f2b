package dev.secondunit.media.ffmpeg;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Measures media files. The type is told by the bytes, never by the name; the length and size of
 * the picture by ffprobe; and a file passes only when it is whole and its beginning can be decoded.
 * Safe for many threads.
 */
public final class MediaProbe {
  private final Ffmpeg ffmpeg;
  private final long maxBytes;

  /**
   * @param maxBytes the largest file that is measured, in bytes
   */
  public MediaProbe(Ffmpeg ffmpeg, long maxBytes) {
    this.ffmpeg = Objects.requireNonNull(ffmpeg, "ffmpeg");
    this.maxBytes = maxBytes;
  }

  /**
   * Measures a file, reading it once from beginning to end. Width and height are as displayed:
   * rotation and the shape of the pixels are applied.
   *
   * @throws FailureException FILE_NOT_FOUND, FILE_TOO_LARGE, MEDIA_TYPE_MISMATCH for something that
   *     is no media (the message says what it is), MEDIA_CORRUPT for media that is empty, cut off
   *     or cannot be decoded
   */
  public MediaFacts measure(Path file) throws InterruptedException {
    long bytes = size(file);
    MediaFormat format = FfmpegCommand.formatOf(file);
    String truncation = truncation(format, file);
    if (truncation != null) {
      throw corrupt(file, truncation).asException();
    }
    FutureTask<String> sha256 = begun(file);
    try {
      ProbeAnswer answer =
          ProbeAnswer.of(format, ffmpeg.probe(format, file, ProbeAnswer.options(format)));
      if (!answer.decodes()) {
        decodeBeginning(format, file, answer);
      }
      return answer.facts(bytes, result(sha256));
    } catch (FailureException e) {
      throw e.failure().code() == ErrorCode.MEDIA_CORRUPT ? about(file, e) : e;
    } finally {
      sha256.cancel(true);
    }
  }

  /** The file is read for its hash while FFmpeg looks at its beginning. */
  private static FutureTask<String> begun(Path file) {
    FutureTask<String> task = new FutureTask<>(() -> sha256(file));
    Thread thread = new Thread(task, "sha-256");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static String result(FutureTask<String> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IllegalStateException("hashing ended", e.getCause());
    }
  }

  private long size(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        String what = Files.isDirectory(file) ? file + " is a folder, not a file." : null;
        throw Failure.of(
                ErrorCode.FILE_NOT_FOUND, what == null ? "There is no file " + file + "." : what)
            .asException();
      }
      long bytes = Files.size(file);
      if (bytes > maxBytes) {
        throw Failure.of(
                ErrorCode.FILE_TOO_LARGE,
                file + " has " + bytes + " bytes; at most " + maxBytes + " are read.")
            .asException();
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static String truncation(MediaFormat format, Path file) {
    try {
      return Wholeness.defect(format, file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** A header can promise anything; the first picture or the first sound must really decode. */
  private void decodeBeginning(MediaFormat format, Path file, ProbeAnswer answer)
      throws InterruptedException {
    FfmpegCommand command = FfmpegCommand.create().threads(1);
    if (format.mode() == Mode.IMAGE) {
      command.arguments("-xerror", "-err_detect", "explode");
    }
    command.arguments("-abort_on", "empty_output").input(format, file);
    if (answer.hasPicture()) {
      command.arguments("-map", "0:V:0", "-frames:v", "1");
    } else {
      command.arguments("-map", "0:a:0", "-frames:a", "1");
    }
    ffmpeg.run(command.noOutput());
  }

  private static String sha256(Path file) throws InterruptedException {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static FailureException about(Path file, FailureException cause) {
    return new FailureException(corrupt(file, cause.failure().message()), cause);
  }

  private static Failure corrupt(Path file, String why) {
    return Failure.of(ErrorCode.MEDIA_CORRUPT, file + ": " + why)
        .withHint("Check that the file plays, or make it again; a download may have been cut off.");
  }

  private static FailureException unreadable(Path file, IOException cause) {
    return new FailureException(
        Failure.of(ErrorCode.FILE_NOT_FOUND, "Cannot read " + file + ": " + cause.getMessage()),
        cause);
  }
}
