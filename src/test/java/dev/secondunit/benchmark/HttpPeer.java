package dev.secondunit.benchmark;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One client of an MCP server over one kept HTTP connection, with as little of its own as can be,
 * for it shares the machine with the server. For one thread.
 */
final class HttpPeer implements AutoCloseable {
  private static final int PATIENCE_MILLISECONDS = 30_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private String session = "";
  private int lastId;

  private HttpPeer(int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLISECONDS);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
  }

  /** Connects and shakes hands. */
  static HttpPeer connect(int port) throws IOException {
    HttpPeer peer = new HttpPeer(port);
    try {
      String answer =
          peer.exchange(
              peer.request(
                  """
                  {"jsonrpc":"2.0","id":0,"method":"initialize","params":{\
                  "protocolVersion":"2025-11-25","capabilities":{},\
                  "clientInfo":{"name":"benchmark","version":"1"}}}"""));
      if (!answer.contains("serverInfo")) {
        throw new IOException("no handshake: " + answer);
      }
      peer.exchange(peer.request("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
      return peer;
    } catch (IOException | RuntimeException e) {
      peer.close();
      throw e;
    }
  }

  /** The bytes of a call, with an id that was not used before. */
  byte[] call(String tool, String arguments) {
    return request(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + ++lastId
            + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
            + tool
            + "\",\"arguments\":"
            + arguments
            + "}}");
  }

  private byte[] request(String body) {
    byte[] json = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Accept: application/json, text/event-stream\r\n"
            + session
            + "Content-Length: "
            + json.length
            + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(json);
    return request.toByteArray();
  }

  /** Sends a request and reads its answer to the end. */
  String exchange(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String status = line();
    int length = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "transfer-encoding" -> chunked = true;
        case "mcp-session-id" -> session = "Mcp-Session-Id: " + value + "\r\n";
        default -> {
          // Says nothing about where the answer ends.
        }
      }
    }
    String body = chunked ? chunks() : text(in.readNBytes(length));
    if (!status.contains(" 200") && !status.contains(" 202")) {
      throw new IOException(status + ": " + body);
    }
    return body;
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      int length = Integer.parseInt(line(), 16);
      body.append(text(in.readNBytes(length)));
      line();
      if (length == 0) {
        return body.toString();
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
