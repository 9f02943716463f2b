package dev.secondunit.mcp.packaged;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * HTTP requests that a broken or hostile client might send: {@link HostileMessages} under headers
 * that fit or not, and requests that are not even HTTP. The same ones for the same seed. For one
 * thread.
 */
final class HostileRequests {
  /** How a request is sent. */
  enum Manner {
    /** Over a connection that is kept: it is HTTP, whatever it says. */
    KEPT,
    /** Over a connection of its own: afterwards nobody knows where the next request begins. */
    ONCE,
    /** The client leaves without reading. */
    LEAVING
  }

  record Attack(String kind, Manner manner, byte[] bytes) {
    @Override
    public String toString() {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return kind + ": " + text.substring(0, Math.min(text.length(), 600));
    }
  }

  private static final List<String> VERSIONS =
      List.of("2025-11-25", "2024-11-05", "2026-07-28", "1999-01-01", "", "\u00e9", "2026-07-28,x");

  private final Random random;
  private final HostileMessages messages;
  private final String session;

  /**
   * @param session of a client that behaves otherwise; it must survive
   */
  HostileRequests(long seed, String session) {
    random = new Random(seed);
    messages = new HostileMessages(seed);
    this.session = session;
  }

  Attack next() {
    int which = random.nextInt(100);
    if (which < 88) {
      return message();
    }
    return which < 94 ? oddHeaders() : notHttp();
  }

  private Attack message() {
    Hostile hostile = messages.next();
    String headers =
        switch (random.nextInt(6)) {
          case 0, 1 -> "Mcp-Session-Id: " + session + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
          case 2 ->
              "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: get_jobs\r\n";
          case 3 -> "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/list\r\n";
          case 4 -> "Mcp-Session-Id: nobody-" + random.nextInt() + "\r\n";
          default -> "";
        };
    return new Attack(hostile.kind(), Manner.KEPT, post(headers + usual(), hostile.bytes()));
  }

  private static String usual() {
    return "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
  }

  private Attack oddHeaders() {
    byte[] body = messages.next().bytes();
    String headers =
        switch (random.nextInt(9)) {
          case 0 -> usual() + "MCP-Protocol-Version: " + pick(VERSIONS) + "\r\n";
          case 1 -> "Content-Type: text/plain\r\n";
          case 2 -> "Content-Type: application/json; charset=utf-16\r\nAccept: text/html\r\n";
          case 3 -> usual() + "Origin: http://evil.example\r\n";
          case 4 -> usual() + "Origin: null\r\nOrigin: http://localhost\r\n";
          case 5 -> usual() + "Authorization: Bearer " + "x".repeat(random.nextInt(4_000)) + "\r\n";
          case 6 -> usual() + "Mcp-Name: =?base64?!!!?=\r\nMcp-Method: tools/call\r\n";
          case 7 -> usual() + "Mcp-Session-Id: ../" + session + "\r\nLast-Event-ID: 1\r\n";
          default -> usual() + ("X-" + random.nextInt() + ": 1\r\n").repeat(random.nextInt(100));
        };
    return new Attack("odd headers", Manner.KEPT, post(headers, body));
  }

  private Attack notHttp() {
    String text =
        switch (random.nextInt(16)) {
          case 0 ->
              "POST /mcp HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";
          case 1 -> "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n";
          case 2 -> head("POST") + "Content-Length: 99999999999999999999\r\n\r\n{}";
          case 3 -> head("POST") + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}   ";
          case 4 ->
              head("POST") + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
          case 5 -> head("POST") + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n{}";
          case 6 -> head("POST") + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n";
          case 7 -> head("POST") + "Content-Length: 500\r\n\r\n{\"jsonrpc\":";
          case 8 -> "GET /mcp HTTP/9.9\r\nHost: localhost\r\n\r\n";
          case 9 -> "POST /mcp HTTP/1.1\r\nHost: evil.example\r\n\r\n";
          case 10 -> "POST /mcp HTTP/1.1\r\n\r\n";
          case 11 ->
              "GET /"
                  + "../".repeat(random.nextInt(3_000))
                  + "mcp HTTP/1.1\r\nHost: localhost\r\n\r\n";
          case 12 -> "TRACE /mcp%00%2e%2e HTTP/1.1\r\nHost: localhost\r\n\r\n";
          case 13 -> "\u0016\u0003\u0001\u0002\u0000\u0001" + "\u0000".repeat(random.nextInt(500));
          case 14 -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
          default -> " \r\n".repeat(random.nextInt(50)) + "{\"jsonrpc\":\"2.0\"}\r\n\r\n";
        };
    Manner manner = random.nextInt(4) == 0 ? Manner.LEAVING : Manner.ONCE;
    return new Attack("not HTTP", manner, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A client that introduces itself with megabytes, to be remembered as long as its session. */
  static byte[] hugeIntroduction(int bytes) {
    String body = HostileExamples.initialize().toString().replace("hostile", "h".repeat(bytes));
    return post(usual(), body.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] overlong(int bytes) {
    return post(usual(), "[".repeat(bytes).getBytes(StandardCharsets.UTF_8));
  }

  /** A request with this session, or none. */
  static byte[] legal(String session, String body) {
    String header = session == null ? "" : "Mcp-Session-Id: " + session + "\r\n";
    return post(header + usual(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** The stream for what belongs to no request. */
  static byte[] listening(String session) {
    return ("GET /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nMcp-Session-Id: "
            + session
            + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A request whose body has begun and does not go on. */
  static byte[] stalledBody() {
    return (head("POST") + "Content-Length: 100000\r\n\r\n{").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String head(String method) {
    return method + " /mcp HTTP/1.1\r\nHost: localhost\r\n" + usual();
  }

  private static byte[] post(String headers, byte[] body) {
    ByteArrayOutputStream request = new ByteArrayOutputStream(body.length + 300);
    request.writeBytes(
        ("POST /mcp HTTP/1.1\r\nHost: localhost\r\n"
                + headers
                + "Content-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
