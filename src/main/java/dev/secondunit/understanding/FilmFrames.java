package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Sha256;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.reading.EvidenceFrames;
import dev.secondunit.reading.MediaScan;
import dev.secondunit.reading.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A film as pictures with their times: spread evenly from its first to its last, and one more after
 * each of its strongest changes, so that something short between two of them is seen as well.
 */
final class FilmFrames {
  /** As many as models look at with care; a minute gets one each second. */
  static final int MOST_SPREAD = 64;

  static final int MOST_CHANGES = 16;
  private static final int FEWEST = 8;
  private static final double UNKNOWN_FRAME_RATE = 25;

  private final Supplier<Ffmpeg> ffmpeg;
  private final Path folder;

  FilmFrames(Supplier<Ffmpeg> ffmpeg, Path folder) {
    this.ffmpeg = ffmpeg;
    this.folder = folder;
  }

  /**
   * @param name what its frames are called, or null where there is nothing else
   * @param films how many films share the frames of one question
   */
  List<Medium> of(MediaInput film, String name, Manner manner, int films)
      throws InterruptedException {
    MediaFacts facts = film.facts();
    double start = manner.firstSecond();
    double length = facts.durationSeconds();
    double end = manner.lastSecond(length);
    int spread = spread(end - start, films);
    TreeSet<Double> times = new TreeSet<>(EvidenceFrames.spread(film, start, end, spread));
    times.addAll(changes(film, start, end, MOST_CHANGES / films));
    Path kept =
        folder.resolve(
            facts.sha256() + String.format(Locale.ROOT, "-%.3f-%.3f-%d", start, end, films));
    List<Medium> media = new ArrayList<>();
    for (EvidenceFrames.Frame frame :
        new EvidenceFrames(ffmpeg.get()).frames(film, List.copyOf(times), kept)) {
      MediaInput picture = new MediaInput(film.given(), frame.file(), jpeg(frame.file()));
      media.add(new Medium(picture, name, frame.seconds(), null));
    }
    return media;
  }

  /** One each second, within bounds; for a length in seconds and so many films. */
  static int spread(double seconds, int films) {
    int most = Math.max(FEWEST, MOST_SPREAD / Math.max(1, films));
    return (int) Math.max(FEWEST, Math.min(most, Math.ceil(seconds) + 1));
  }

  /** Shortly after the strongest changes, where the new picture stands. */
  private List<Double> changes(MediaInput film, double start, double end, int most)
      throws InterruptedException {
    Double rate = film.facts().framesPerSecond();
    double picture = 1 / (rate == null || rate < 1 ? UNKNOWN_FRAME_RATE : rate);
    return new MediaScan(ffmpeg.get())
        .scan(film, start, end).moments().stream()
            .sorted(Comparator.comparingDouble(Moment::strength).reversed())
            .limit(most)
            .map(moment -> Math.min(end, moment.seconds() + picture))
            .toList();
  }

  private static int[] size(Path file) throws IOException {
    try (ImageInputStream bytes = ImageIO.createImageInputStream(file.toFile())) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
      try {
        reader.setInput(bytes, true, true);
        return new int[] {reader.getWidth(0), reader.getHeight(0)};
      } finally {
        reader.dispose();
      }
    }
  }

  /**
   * What is known of a picture that was made here; measuring it would start a program each time.
   */
  static MediaFacts jpeg(Path file) throws InterruptedException {
    try {
      int[] size = size(file);
      return new MediaFacts(
          "image/jpeg",
          Files.size(file),
          Sha256.of(file),
          size[0],
          size[1],
          null,
          null,
          "mjpeg",
          null,
          null,
          null);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "the frame " + file + " cannot be read again."), e);
    }
  }
}
