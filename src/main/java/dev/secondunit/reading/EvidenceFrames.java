package dev.secondunit.reading;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes single pictures into files, so that somebody else can look at them. */
public final class EvidenceFrames {
  private static final int LONGEST_SIDE = 768;

  private final FrameTaker taker;

  public EvidenceFrames(Ffmpeg ffmpeg) {
    this.taker = new FrameTaker(Objects.requireNonNull(ffmpeg, "ffmpeg"));
  }

  /** A picture in a file, and the second from which on it is shown in its film. */
  public record Frame(double seconds, Path file) {
    public Frame {
      Objects.requireNonNull(file, "file");
    }
  }

  /** So many times from the first picture of a part of a film to the last; the middle for one. */
  public static List<Double> spread(
      MediaInput film, double startSeconds, double endSeconds, int count) {
    double last = Math.min(FrameTaker.lastFrame(film.facts()), endSeconds);
    double first = Math.min(startSeconds, last);
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      times.add(count == 1 ? (first + last) / 2 : first + (last - first) * i / (count - 1));
    }
    return times;
  }

  /**
   * Writes the pictures shown at these times, as {@link #write} does, and tells when each is really
   * shown. Two times within one picture give it once.
   */
  public List<Frame> frames(MediaInput film, List<Double> seconds, Path folder)
      throws InterruptedException {
    List<Frame> frames = new ArrayList<>();
    for (Path path : new LinkedHashSet<>(write(film, seconds, folder))) {
      String name = path.getFileName().toString();
      String time = name.substring(name.indexOf('-') + 1, name.lastIndexOf('.'));
      frames.add(new Frame(Double.parseDouble(time), path));
    }
    return frames;
  }

  /** Whoever reads the file meanwhile reads the old one or the new one, whole. */
  private static Path put(Path file, byte[] bytes) throws IOException {
    Path part = Files.createTempFile(file.getParent(), "frame", ".part");
    Files.write(part, bytes);
    return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes a still image as JPEG, made smaller where its longest side has more pixels. */
  public Path still(MediaInput image, int longestSide, Path file) throws InterruptedException {
    try {
      Files.createDirectories(file.getParent());
      return put(
          file, Pictures.encode(taker.still(image, longestSide), Pictures.MOST_BYTES).bytes());
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "cannot write the picture " + file + "."), e);
    }
  }

  /**
   * Writes the pictures shown at these times as JPEG files named after their times; a file that is
   * there already is replaced.
   *
   * @param folder is made when it is missing
   * @return one path per time, in the order given
   */
  public List<Path> write(MediaInput film, List<Double> seconds, Path folder)
      throws InterruptedException {
    if (seconds.isEmpty()) {
      return List.of();
    }
    List<FrameTaker.Taken> taken = taker.take(film, seconds, LONGEST_SIDE);
    List<Path> paths = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      for (double second : seconds) {
        FrameTaker.Taken frame = taken.get(0);
        for (FrameTaker.Taken candidate : taken) {
          frame = candidate.seconds() <= second + 0.02 ? candidate : frame;
        }
        Path path = folder.resolve(String.format(Locale.ROOT, "frame-%09.3f.jpg", frame.seconds()));
        put(path, Pictures.encode(frame.image(), Pictures.MOST_BYTES).bytes());
        paths.add(path);
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "cannot write frames to " + folder + "."), e);
    }
    return paths;
  }
}
