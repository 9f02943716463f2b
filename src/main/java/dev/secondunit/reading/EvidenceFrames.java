package dev.secondunit.reading;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes single pictures of a film into files, so that a finding can be looked at. */
public final class EvidenceFrames {
  private static final int LONGEST_SIDE = 768;

  private final FrameTaker taker;

  public EvidenceFrames(Ffmpeg ffmpeg) {
    this.taker = new FrameTaker(Objects.requireNonNull(ffmpeg, "ffmpeg"));
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
        Files.write(path, Pictures.encode(frame.image(), Pictures.MOST_BYTES).bytes());
        paths.add(path);
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "cannot write frames to " + folder + "."), e);
    }
    return paths;
  }
}
