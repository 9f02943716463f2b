package dev.secondunit.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, by which content is known, in lower-case hexadecimal. */
public final class Sha256 {
  private Sha256() {}

  public static String of(byte[] bytes) {
    return hexadecimal(digest().digest(bytes));
  }

  /** Of its bytes in UTF-8. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a file from beginning to end; ends when its thread is interrupted. */
  public static String of(Path file) throws IOException, InterruptedException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while reading " + file);
        }
      }
    }
    return hexadecimal(digest.digest());
  }

  /** For bytes that come piece by piece. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String hexadecimal(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
