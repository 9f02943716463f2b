package dev.secondunit.reading;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.reading.FrameTaker.Taken;
import dev.secondunit.reading.FrameTaker.Wanted;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Looks and listens through a whole file in one decoding pass: cuts, fades, flashes, sudden
 * changes, black, frozen and silent stretches, loudness. Dissolves are not told from movement. Safe
 * for many threads; blocks until the file is read.
 */
public final class MediaScan {
  /**
   * So many lines of a picture are enough: a pixel of a {@link Thumbnail} is still the mean of more
   * than six of them, over its whole width. Taking every second line costs nothing, where averaging
   * all of a large picture costs more than scaling what is left.
   */
  private static final int LINES_ENOUGH = 180;

  private static final double HIGHEST_FRAME_RATE = 120;
  private static final Duration LEAST_TIME = Duration.ofMinutes(5);

  private final Ffmpeg ffmpeg;

  public MediaScan(Ffmpeg ffmpeg) {
    this.ffmpeg = Objects.requireNonNull(ffmpeg, "ffmpeg");
  }

  /** What one pass through a file gave. */
  record Seen(Findings findings, List<Taken> pictures) {}

  /** Scans the whole file. */
  public Findings scan(MediaInput input) throws InterruptedException {
    return scan(input, 0, length(input.facts()));
  }

  /** Listens only: loudness and silent stretches. Nothing for a file without sound. */
  public Findings listen(MediaInput input) throws InterruptedException {
    return scan(input, 0, length(input.facts()), false);
  }

  /**
   * Scans the whole film, and takes pictures of it in the same pass.
   *
   * @return fewer pictures than wanted where the film ends early
   */
  Seen scan(MediaInput film, Wanted wanted) throws InterruptedException {
    Path pictures = PictureFile.make();
    try {
      double end = length(film.facts());
      double rate = frameRate(film.facts());
      FfmpegCommand command =
          command(film, 0, end)
              .arguments("-filter_complex", twoWays(film, rate, wanted))
              .arguments("-map", "[thumbnails]")
              .standardOutput("rawvideo", "-fps_mode", "passthrough")
              .arguments("-map", "[pictures]")
              .output(pictures, "-fps_mode", "passthrough", "-f", "rawvideo");
      ChangeDetector detector = new ChangeDetector(rate);
      String log = ffmpeg.stream(hearing(command, film), output -> feed(output, detector));
      detector.end();
      return new Seen(
          findings(detector, log, 0, end),
          FrameTaker.taken(PictureFile.read(pictures, wanted), log, 0));
    } finally {
      PictureFile.delete(pictures);
    }
  }

  /** Listens to the whole film, and takes pictures of it in the same pass. */
  Seen listen(MediaInput film, Wanted wanted) throws InterruptedException {
    double end = length(film.facts());
    String upTo = "trim=end=" + FrameTaker.number(FrameTaker.end(film, wanted)) + ",";
    FfmpegCommand command =
        command(film, 0, end)
            .arguments("-map", "0:V:0", "-vf", upTo + wanted.filters())
            .standardOutput("rawvideo", "-fps_mode", "passthrough");
    List<BufferedImage> images = new ArrayList<>();
    String log =
        ffmpeg.stream(hearing(command, film), output -> FrameTaker.read(output, wanted, images));
    return new Seen(
        findings(new ChangeDetector(frameRate(film.facts())), log, 0, end),
        FrameTaker.taken(images, log, 0));
  }

  private static String twoWays(MediaInput film, double rate, Wanted wanted) {
    return "[0:V:0]split=2[a][b];[a]"
        + thumbnails(film.facts(), rate)
        + "[thumbnails];[b]"
        + wanted.filters()
        + "[pictures]";
  }

  /**
   * Scans a part of the file. Times in the findings count from the beginning of the file.
   *
   * @param startSeconds where to begin
   * @param endSeconds where to stop; may lie behind the end
   * @throws dev.secondunit.failure.FailureException MEDIA_CORRUPT, or DEADLINE_EXCEEDED for a file
   *     that takes several times its length
   */
  public Findings scan(MediaInput input, double startSeconds, double endSeconds)
      throws InterruptedException {
    return scan(input, startSeconds, endSeconds, FrameTaker.isFilm(input.facts()));
  }

  private Findings scan(MediaInput input, double startSeconds, double endSeconds, boolean film)
      throws InterruptedException {
    MediaFacts facts = input.facts();
    if (!film && !facts.hasAudio()) {
      return new Findings(List.of(), List.of(), List.of(), List.of(), null, false);
    }
    double end = Math.min(endSeconds, length(facts));
    FfmpegCommand command = command(input, startSeconds, end);
    double rate = frameRate(facts);
    if (film) {
      command
          .arguments("-map", "0:V:0", "-vf", thumbnails(facts, rate))
          .standardOutput("rawvideo", "-fps_mode", "passthrough");
    }
    ChangeDetector detector = new ChangeDetector(rate);
    String log =
        ffmpeg.stream(hearing(command, input), film ? output -> feed(output, detector) : in -> {});
    detector.end();
    return findings(detector, log, startSeconds, end);
  }

  private static FfmpegCommand command(MediaInput input, double start, double end) {
    return FfmpegCommand.create()
        .timeLimit(LEAST_TIME.plusMillis((long) (4_000 * (end - start))))
        .logLevel("info")
        .filterThreads(1)
        .input(input.path(), part(input.facts(), start, end));
  }

  private static FfmpegCommand hearing(FfmpegCommand command, MediaInput input) {
    return input.facts().hasAudio()
        ? command.arguments("-map", "0:a:0", "-af", SoundReport.FILTERS).noOutput()
        : command;
  }

  private static Findings findings(ChangeDetector detector, String log, double start, double end) {
    return new Findings(
        detector.moments().stream()
            .map(moment -> new Moment(start + moment.seconds(), moment.kind(), moment.strength()))
            .toList(),
        shifted(detector.black(), start),
        shifted(detector.frozen(), start),
        SoundReport.silences(log, start, end),
        SoundReport.loudness(log),
        detector.truncated());
  }

  private static List<Stretch> shifted(List<Stretch> stretches, double seconds) {
    return stretches.stream()
        .map(part -> new Stretch(part.startSeconds() + seconds, part.endSeconds() + seconds))
        .toList();
  }

  private static String[] part(MediaFacts facts, double start, double end) {
    boolean whole = start <= 0 && end >= length(facts);
    return whole
        ? new String[0]
        : new String[] {
          "-ss", FrameTaker.number(start), "-t", FrameTaker.number(Math.max(0.001, end - start))
        };
  }

  private static String thumbnails(MediaFacts facts, double rate) {
    StringBuilder filters = new StringBuilder();
    for (int lines = facts.height() / 2; lines >= LINES_ENOUGH; lines /= 2) {
      filters.append("field=top,");
    }
    // A constant rate from second 0 makes the number of a picture its time.
    return filters
        .append(
            String.format(
                Locale.ROOT,
                "scale=%d:%d:flags=area,format=rgb24,fps=%.3f:start_time=0",
                Thumbnail.WIDTH,
                Thumbnail.HEIGHT,
                rate))
        .toString();
  }

  private static void feed(InputStream output, ChangeDetector detector) throws IOException {
    while (true) {
      byte[] pixels = output.readNBytes(Thumbnail.BYTES);
      if (pixels.length == 0) {
        return;
      }
      if (pixels.length < Thumbnail.BYTES) {
        throw new EOFException("half a picture");
      }
      detector.add(new Thumbnail(pixels));
    }
  }

  private static double frameRate(MediaFacts facts) {
    return Math.min(HIGHEST_FRAME_RATE, FrameTaker.frameRate(facts));
  }

  static double length(MediaFacts facts) {
    return facts.durationSeconds() == null ? 0 : facts.durationSeconds();
  }
}
