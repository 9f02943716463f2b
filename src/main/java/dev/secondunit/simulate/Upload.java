package dev.secondunit.simulate;

import dev.secondunit.media.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file a client sent. Only its beginning is kept when it is large, so that gigabytes can be sent;
 * length and hash are those of the whole.
 *
 * @param bytes the length of the whole
 * @param sha256 of the whole, in hexadecimal
 * @param file the kept beginning
 */
record Upload(String filename, String mediaType, long bytes, String sha256, Path file) {
  static final long KEPT_BYTES = 64L << 20;

  static Upload read(InputStream source, String filename, String mediaType, Path folder)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    Path file = Files.createTempFile(folder, "upload", "");
    long bytes = 0;
    try (DigestInputStream input = new DigestInputStream(source, digest);
        OutputStream kept = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
        if (bytes < KEPT_BYTES) {
          kept.write(buffer, 0, (int) Math.min(read, KEPT_BYTES - bytes));
        }
        bytes += read;
      }
    }
    return new Upload(filename, mediaType, bytes, HexFormat.of().formatHex(digest.digest()), file);
  }
}
