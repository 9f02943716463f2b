package dev.secondunit.media.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the last picture of a film as a PNG. Looks at the very end first, because each picture of
 * what is looked at is decoded and encoded; where the end has none, as under sound that goes on
 * longer, it looks further back, and at last at the whole film.
 */
public final class LastPicture {
  private static final double[] LOOKS_BACK_SECONDS = {0.25, 3, 30};

  private LastPicture() {}

  /**
   * Blocks until it is written; ends when its thread is interrupted.
   *
   * @param target is written or replaced, whatever its name; its folder exists
   * @return whether the film has a picture
   * @throws dev.secondunit.failure.FailureException when the film cannot be decoded
   */
  public static boolean write(Ffmpeg ffmpeg, Path film, Path target) throws InterruptedException {
    for (double seconds : LOOKS_BACK_SECONDS) {
      if (written(ffmpeg, film, target, "-sseof", "-" + seconds)) {
        return true;
      }
    }
    return written(ffmpeg, film, target);
  }

  /** Each picture replaces the one before, so the one that stays is the last. */
  private static boolean written(Ffmpeg ffmpeg, Path film, Path target, String... from)
      throws InterruptedException {
    try {
      Files.deleteIfExists(target);
      ffmpeg.run(
          FfmpegCommand.create()
              .input(film, from)
              .arguments("-map", "0:V:0", "-fps_mode", "passthrough", "-c:v", "png")
              .output(target, "-f", "image2", "-update", "1"));
      return Files.isRegularFile(target) && Files.size(target) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
