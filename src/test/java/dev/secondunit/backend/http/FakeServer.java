package dev.secondunit.backend.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on a free loopback port that records what it is sent and answers from a script, byte by
 * byte where needed: it can stall, break off and reset like no well-behaved server would.
 */
public final class FakeServer implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** What arrived. Header names are case-blind. */
  public record Received(
      String method, String target, Map<String, String> headers, byte[] body, int connection) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return MAPPER.readTree(body);
    }

    public String path() {
      return target.split("\\?", 2)[0];
    }
  }

  /** Plays one answer. */
  @FunctionalInterface
  public interface Reply {
    /** Returns whether the connection may serve another request. */
    boolean play(Received request, OutputStream bytes, Socket socket) throws IOException;
  }

  private final ServerSocket socket;
  private final List<Received> received = new ArrayList<>();
  private final Deque<Reply> script = new ArrayDeque<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private int connections;

  public FakeServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(this::accept, "fake-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  /** Adds an answer to the script; the last one is repeated for ever. */
  public synchronized FakeServer answer(Reply reply) {
    script.add(reply);
    return this;
  }

  public FakeServer answerJson(int status, String json, String... headers) {
    return answer(
        reply(status, "application/json", json.getBytes(StandardCharsets.UTF_8), headers));
  }

  public synchronized List<Received> received() {
    return List.copyOf(received);
  }

  public synchronized Received last() {
    return received.get(received.size() - 1);
  }

  public synchronized long count(String method) {
    return received.stream().filter(request -> request.method().equals(method)).count();
  }

  /** A whole answer with its length. */
  public static Reply reply(int status, String type, byte[] body, String... headers) {
    return (request, bytes, socket) -> {
      bytes.write(head(status, type, body.length, headers));
      bytes.write(body);
      bytes.flush();
      return true;
    };
  }

  /** The head of an answer; a negative length leaves it out. */
  public static byte[] head(int status, String type, long length, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
    if (type != null) {
      head.append("Content-Type: ").append(type).append("\r\n");
    }
    if (length >= 0) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Reads the request and never answers. */
  public Reply silence() {
    return (request, bytes, connection) -> {
      awaitClosing();
      return false;
    };
  }

  /** Sends this much and then nothing more, with the connection left open. */
  public Reply stallAfter(byte[] beginning) {
    return (request, bytes, connection) -> {
      bytes.write(beginning);
      bytes.flush();
      awaitClosing();
      return false;
    };
  }

  /** Sends this much and closes the connection. */
  public static Reply breakAfter(byte[] beginning) {
    return (request, bytes, connection) -> {
      bytes.write(beginning);
      bytes.flush();
      return false;
    };
  }

  /** Sends this much and resets the connection. */
  public static Reply resetAfter(byte[] beginning) {
    return (request, bytes, connection) -> {
      bytes.write(beginning);
      bytes.flush();
      connection.setSoLinger(true, 0);
      return false;
    };
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        int number = ++connections;
        Thread thread = new Thread(() -> serve(connection, number), "fake-server-" + number);
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection, int number) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      for (Received request = read(in, number); request != null; request = read(in, number)) {
        if (!next(request).play(request, out, connection)) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away; what it sent is recorded.
    } finally {
      open.remove(connection);
    }
  }

  private synchronized Reply next(Received request) {
    received.add(request);
    Reply reply = script.size() > 1 ? script.poll() : script.peek();
    return reply == null ? reply(500, "text/plain", "no script".getBytes()) : reply;
  }

  private static Received read(InputStream in, int number) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    String[] parts = line.split(" ");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    byte[] body =
        "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))
            ? chunks(in)
            : in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    return new Received(parts[0], parts[1], headers, body, number);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16); size > 0; ) {
      body.write(in.readNBytes(size));
      line(in);
      size = Integer.parseInt(line(in), 16);
    }
    line(in);
    return body.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one == -1) {
        return null;
      }
      if (one != '\r') {
        line.write(one);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }
}
