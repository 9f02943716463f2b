package dev.secondunit.artifact;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Believes files that begin with a media type and a line break; refuses all others. */
final class FakeMeasurer implements MediaMeasurer {
  static byte[] media(String mediaType, String content) {
    return (mediaType + "\n" + content).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public MediaFacts measure(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw Failure.of(ErrorCode.FILE_NOT_FOUND, "no file " + file).asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.matches("(?s)(image|video|audio)/[a-z0-9-]+\n.*")) {
      throw Failure.of(ErrorCode.MEDIA_CORRUPT, file + " is not media").asException();
    }
    String type = text.substring(0, text.indexOf('\n'));
    return new MediaFacts(
        type, bytes.length, sha256(bytes), 16, 9, 1.5, 24.0, "h264", null, null, null);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
