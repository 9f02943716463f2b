package dev.secondunit.backend.http;

import dev.secondunit.backend.http.TransportException.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of UTF-8 text that end with LF, CR or CRLF, each at most so many bytes long. */
final class LineReader {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream bytes;
  private final long longest;
  private boolean first = true;
  private boolean skipLineFeed;

  LineReader(InputStream bytes, long longest) {
    this.bytes = new BufferedInputStream(bytes);
    this.longest = longest;
  }

  /** The next line without its end; null when there is none. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int one = bytes.read();
      if (one == '\n' && skipLineFeed) {
        skipLineFeed = false;
        continue;
      }
      skipLineFeed = false;
      if (one == -1) {
        return line.size() == 0 ? null : text(line);
      }
      if (one == '\n' || one == '\r') {
        skipLineFeed = one == '\r';
        return text(line);
      }
      if (line.size() >= longest) {
        throw new TransportException(
            Kind.TOO_LARGE, true, "a line is longer than " + longest + " bytes", null);
      }
      line.write(one);
    }
  }

  private String text(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    boolean marked = first && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    first = false;
    return marked ? text.substring(1) : text;
  }
}
