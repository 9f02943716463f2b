package dev.secondunit.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A media file and its facts.
 *
 * @param width in pixels; 0 for sound
 * @param seconds 0 for pictures
 */
record Rendered(Path file, String mediaType, int width, int height, double seconds) {
  long bytes() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] content() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String base64() {
    return Base64.getEncoder().encodeToString(content());
  }
}
