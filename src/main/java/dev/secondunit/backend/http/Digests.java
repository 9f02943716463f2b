package dev.secondunit.backend.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares a file with the digest a server names for the whole of it: {@code Repr-Digest} (RFC
 * 9530) or the MD5 in Google's {@code x-goog-hash}.
 */
final class Digests {
  private static final Pattern SHA_256 =
      Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/=]{44}):");
  private static final Pattern MD5 = Pattern.compile("(?:^|,)\\s*md5=([A-Za-z0-9+/=]{24})");

  private Digests() {}

  /** False only when a digest is named and differs. */
  static boolean match(Headers headers, Path file) throws IOException {
    Optional<String> sha256 = headers.first("Repr-Digest").flatMap(value -> find(SHA_256, value));
    if (sha256.isPresent()) {
      return sha256.get().equals(digest("SHA-256", file));
    }
    Optional<String> md5 = headers.first("x-goog-hash").flatMap(value -> find(MD5, value));
    return md5.isEmpty() || md5.get().equals(digest("MD5", file));
  }

  private static Optional<String> find(Pattern pattern, String value) {
    Matcher matcher = pattern.matcher(value);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String digest(String algorithm, Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] buffer = new byte[1 << 16];
      int count;
      while ((count = bytes.read(buffer)) != -1) {
        digest.update(buffer, 0, count);
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(algorithm + " is missing in this Java", e);
    }
  }
}
