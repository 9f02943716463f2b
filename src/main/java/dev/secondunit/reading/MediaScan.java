package dev.secondunit.reading;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Looks and listens through a whole file in one decoding pass: cuts, fades, flashes, sudden
 * changes, black, frozen and silent stretches, loudness. Dissolves are not told from movement. Safe
 * for many threads; blocks until the file is read.
 */
public final class MediaScan {
  private static final double HIGHEST_FRAME_RATE = 120;
  private static final double UNKNOWN_FRAME_RATE = 25;
  private static final Duration LEAST_TIME = Duration.ofMinutes(5);

  private final Ffmpeg ffmpeg;

  public MediaScan(Ffmpeg ffmpeg) {
    this.ffmpeg = Objects.requireNonNull(ffmpeg, "ffmpeg");
  }

  /** Scans the whole file. */
  public Findings scan(MediaInput input) throws InterruptedException {
    return scan(input, 0, length(input.facts()));
  }

  /** Listens only: loudness and silent stretches. Nothing for a file without sound. */
  public Findings listen(MediaInput input) throws InterruptedException {
    return scan(input, 0, length(input.facts()), false);
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
    FfmpegCommand command =
        FfmpegCommand.create()
            .timeLimit(LEAST_TIME.plusMillis((long) (4_000 * (end - startSeconds))))
            .logLevel("info")
            .input(input.path(), part(facts, startSeconds, end));
    double rate = frameRate(facts);
    if (film) {
      command
          .arguments("-map", "0:V:0", "-vf", thumbnails(rate))
          .standardOutput("rawvideo", "-fps_mode", "passthrough");
    }
    if (facts.hasAudio()) {
      command.arguments("-map", "0:a:0", "-af", SoundReport.FILTERS).noOutput();
    }
    ChangeDetector detector = new ChangeDetector(rate);
    String log = ffmpeg.stream(command, film ? output -> feed(output, detector) : in -> {});
    detector.end();
    return findings(detector, log, startSeconds, end);
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
        : new String[] {"-ss", seconds(start), "-t", seconds(Math.max(0.001, end - start))};
  }

  private static String thumbnails(double rate) {
    // A constant rate from second 0 makes the number of a picture its time.
    return String.format(
        Locale.ROOT,
        "fps=%.3f:start_time=0,scale=%d:%d:flags=area,format=rgb24",
        rate,
        Thumbnail.WIDTH,
        Thumbnail.HEIGHT);
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
    Double rate = facts.framesPerSecond();
    return rate == null || rate < 0.1 ? UNKNOWN_FRAME_RATE : Math.min(HIGHEST_FRAME_RATE, rate);
  }

  static double length(MediaFacts facts) {
    return facts.durationSeconds() == null ? 0 : facts.durationSeconds();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }
}
