package dev.secondunit.mcp.packaged;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** HTTP by hand, for requests that no client library would send. For one thread. */
final class HttpWire implements AutoCloseable {
  private static final int PATIENCE_MILLISECONDS = 30_000;

  private final InetSocketAddress server;
  private Socket socket;
  private InputStream in;

  HttpWire(InetSocketAddress server) {
    this.server = server;
  }

  /** An answer; status 0 when the server closed the connection instead. */
  record Reply(int status, Map<String, String> headers, String body) {
    static final Reply NONE = new Reply(0, Map.of(), "");

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** The JSON of the body, or of the last event of a stream. */
    String json() {
      if (!header("content-type").startsWith("text/event-stream")) {
        return body;
      }
      int last = body.lastIndexOf("data: ");
      return last < 0 ? "" : body.substring(last + 6).strip();
    }
  }

  /** Sends bytes over a connection that is kept, and reads the one answer to them. */
  Reply exchange(byte[] request) throws IOException {
    for (int tries = 0; ; tries++) {
      boolean fresh = connect();
      try {
        socket.getOutputStream().write(request);
        Reply reply = read();
        if (reply.status() != 0 || fresh) {
          return reply;
        }
      } catch (java.net.SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        // A kept connection may have been closed just now; a fresh one may be cut by an answer.
        if (fresh || tries > 0) {
          return Reply.NONE;
        }
      }
      disconnect();
    }
  }

  /** Sends bytes over a connection of their own, ends the sending, and reads what comes back. */
  Reply once(byte[] request) throws IOException {
    disconnect();
    connect();
    try {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return read();
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return Reply.NONE;
    } finally {
      disconnect();
    }
  }

  /** Sends bytes and leaves without waiting for anything. */
  void leave(byte[] request) throws IOException {
    disconnect();
    connect();
    try {
      socket.getOutputStream().write(request);
    } finally {
      disconnect();
    }
  }

  private boolean connect() throws IOException {
    if (socket != null) {
      return false;
    }
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLISECONDS);
    socket.connect(server, PATIENCE_MILLISECONDS);
    in = new BufferedInputStream(socket.getInputStream());
    return true;
  }

  private Reply read() throws IOException {
    String status = line();
    if (status == null) {
      disconnect();
      return Reply.NONE;
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int code = Integer.parseInt(status.split(" ")[1]);
    if (code == 100) {
      return read();
    }
    byte[] body = body(code, headers);
    if ("close".equalsIgnoreCase(headers.get("connection"))) {
      disconnect();
    }
    return new Reply(code, headers, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] body(int code, Map<String, String> headers) throws IOException {
    if (code == 204 || code == 304) {
      return new byte[0];
    }
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      while (true) {
        int length = Integer.parseInt(line(), 16);
        body.writeBytes(in.readNBytes(length));
        line();
        if (length == 0) {
          return body.toByteArray();
        }
      }
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
      }
      line.write(next);
    }
    return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
  }

  private void disconnect() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  @Override
  public void close() throws IOException {
    disconnect();
  }
}
