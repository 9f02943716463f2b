package dev.secondunit.backend.http;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.client.InputStreamRequestContent;

/**
 * multipart/form-data (RFC 7578) whose length is known beforehand, which Jetty's own does not give:
 * not every server takes a chunked upload. Files are opened when their turn comes.
 */
final class MultipartContent extends InputStreamRequestContent {
  private final long length;

  private MultipartContent(String boundary, List<Piece> pieces) {
    super("multipart/form-data; boundary=" + boundary, inSequence(pieces), Body.BUFFERS);
    this.length = pieces.stream().mapToLong(Piece::length).sum();
  }

  static MultipartContent of(List<Body.Part> parts) throws IOException {
    String boundary = "part-" + UUID.randomUUID();
    List<Piece> pieces = new ArrayList<>();
    for (Body.Part part : parts) {
      pieces.add(Piece.text("--" + boundary + "\r\n" + headers(part)));
      pieces.add(part.text() == null ? Piece.file(part.file()) : Piece.text(part.text()));
      pieces.add(Piece.text("\r\n"));
    }
    pieces.add(Piece.text("--" + boundary + "--\r\n"));
    return new MultipartContent(boundary, pieces);
  }

  @Override
  public long getLength() {
    return length;
  }

  private static String headers(Body.Part part) {
    StringBuilder headers = new StringBuilder("Content-Disposition: form-data; name=\"");
    headers.append(quoted(part.name())).append('"');
    if (part.file() != null) {
      headers.append("; filename=\"").append(quoted(part.fileName())).append("\"\r\n");
      headers.append("Content-Type: ").append(part.mediaType().replaceAll("[\\r\\n]", ""));
    }
    return headers.append("\r\n\r\n").toString();
  }

  private static String quoted(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static InputStream inSequence(List<Piece> pieces) {
    return new SequenceInputStream(
        Collections.enumeration(pieces.stream().map(Piece::open).toList()));
  }

  private record Piece(byte[] bytes, Path file, long length) {
    static Piece text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new Piece(bytes, null, bytes.length);
    }

    static Piece file(Path file) throws IOException {
      return new Piece(null, file, Files.size(file));
    }

    InputStream open() {
      return file == null ? new ByteArrayInputStream(bytes) : new LateFile(file);
    }
  }

  /** A file that is opened when it is first read. */
  private static final class LateFile extends FilterInputStream {
    private final Path file;

    LateFile(Path file) {
      super(null);
      this.file = file;
    }

    private InputStream opened() throws IOException {
      if (in == null) {
        in = Files.newInputStream(file);
      }
      return in;
    }

    @Override
    public int read() throws IOException {
      return opened().read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return opened().read(target, offset, length);
    }

    @Override
    public int available() throws IOException {
      return opened().available();
    }

    @Override
    public void close() throws IOException {
      if (in != null) {
        in.close();
      }
    }
  }
}
