package dev.secondunit.mcp.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines of bytes, however long the stream, with a bound on the length of each. A line that is
 * too long is skipped to its end and reported, so that the next one can be read.
 */
final class LineReader {
  private static final byte[] TOO_LONG = new byte[0];

  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[16 * 1_024];
  private int position;
  private int limit;
  private byte[] line = new byte[1_024];

  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Whether {@link #next} came upon a line over the limit. */
  static boolean tooLong(byte[] line) {
    return line == TOO_LONG;
  }

  /**
   * The next line without its end, or null at the end of the stream. The last line needs no end.
   */
  byte[] next() throws IOException {
    int length = 0;
    boolean overlong = false;
    while (true) {
      if (position == limit) {
        limit = in.read(buffer);
        position = 0;
        if (limit < 0) {
          limit = 0;
          return length == 0 && !overlong ? null : finished(length, overlong);
        }
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int part = end - position;
      if (part > longest - length) {
        overlong = true;
        length = 0;
      }
      if (!overlong) {
        append(length, part);
        length += part;
      }
      boolean ended = end < limit;
      position = ended ? end + 1 : end;
      if (ended) {
        return finished(length, overlong);
      }
    }
  }

  private void append(int length, int part) {
    if (line.length < length + part) {
      line = Arrays.copyOf(line, Math.max(length + part, Math.min(longest, line.length * 2)));
    }
    System.arraycopy(buffer, position, line, length, part);
  }

  private byte[] finished(int length, boolean overlong) {
    if (overlong) {
      return TOO_LONG;
    }
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    byte[] copy = Arrays.copyOf(line, end);
    if (line.length > 1 << 20) {
      line = new byte[1_024];
    }
    return end == 0 ? new byte[0] : copy;
  }
}
