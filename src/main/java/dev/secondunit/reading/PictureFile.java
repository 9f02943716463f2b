package dev.secondunit.reading;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.reading.FrameTaker.Wanted;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Raw pictures on their way from FFmpeg, whose one pipe is taken by something else. */
final class PictureFile {
  private PictureFile() {}

  static Path make() {
    try {
      return Files.createTempFile("second-unit-pictures", ".rgb");
    } catch (IOException e) {
      throw failed(e);
    }
  }

  static List<BufferedImage> read(Path file, Wanted wanted) {
    List<BufferedImage> images = new ArrayList<>();
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
      FrameTaker.read(bytes, wanted, images);
      return images;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static FailureException failed(IOException cause) {
    return new FailureException(
        Failure.of(
            ErrorCode.STORAGE_FAILED,
            "Pictures could not be kept in the folder for temporary files: " + cause.getMessage()),
        cause);
  }
}
