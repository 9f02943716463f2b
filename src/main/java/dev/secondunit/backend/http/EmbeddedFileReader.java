package dev.secondunit.backend.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;

/** The characters of an {@link EmbeddedFile}: its prefix, then the file in base64. */
final class EmbeddedFileReader extends Reader {
  private static final int CHUNK = 48 << 10;

  private final InputStream bytes;
  private String pending;
  private int position;

  EmbeddedFileReader(EmbeddedFile file) throws IOException {
    this.bytes = Files.newInputStream(file.path());
    this.pending = file.prefix();
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position == pending.length()) {
      // A multiple of three: only the last chunk of the file is padded.
      byte[] chunk = bytes.readNBytes(CHUNK);
      if (chunk.length == 0) {
        return -1;
      }
      pending = new String(Base64.getEncoder().encode(chunk), StandardCharsets.ISO_8859_1);
      position = 0;
    }
    int count = Math.min(length, pending.length() - position);
    pending.getChars(position, position + count, target, offset);
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
