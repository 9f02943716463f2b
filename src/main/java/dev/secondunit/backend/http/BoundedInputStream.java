package dev.secondunit.backend.http;

import dev.secondunit.backend.http.TransportException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** At most so many bytes: then either the end, or an error when there is more. */
final class BoundedInputStream extends FilterInputStream {
  private final long bound;
  private final boolean endsThere;
  private long read;

  BoundedInputStream(InputStream bytes, long bound, boolean endsThere) {
    super(bytes);
    this.bound = bound;
    this.endsThere = endsThere;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    long left = bound - read;
    if (left <= 0 && endsThere) {
      return -1;
    }
    // One byte more than the bound is asked for, to tell "ends there" from "goes on".
    int wanted = (int) Math.min(length, endsThere ? left : left + 1);
    int count = super.read(target, offset, wanted);
    if (count > 0) {
      read += count;
      if (read > bound) {
        throw new TransportException(
            Kind.TOO_LARGE, true, "the answer is larger than " + bound + " bytes", null);
      }
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return read(new byte[(int) Math.min(count, 8_192)]);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
