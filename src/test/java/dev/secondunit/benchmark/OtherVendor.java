package dev.secondunit.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A vendor for the servers of others, in the two shapes that they ask for: every POST is a create
 * that is accepted, and some of its replies get lost; every GET of a file gives it badly.
 */
final class OtherVendor implements AutoCloseable {
  private static final byte[] PAGE =
      "<html><body>502 Bad Gateway</body></html>".getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> acceptedByPrompt = new ConcurrentHashMap<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final int loseEvery;
  private final byte[] picture;

  /**
   * @param loseEvery of so many replies one is lost; 0 for none
   * @param picture what a whole file would be
   */
  OtherVendor(int loseEvery, byte[] picture) throws IOException {
    this.loseEvery = loseEvery;
    this.picture = picture;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many creates were accepted beyond the first of each prompt. */
  int doubled() {
    return acceptedByPrompt.values().stream().mapToInt(times -> times - 1).sum();
  }

  int prompts() {
    return acceptedByPrompt.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      create(exchange);
    } else {
      String path = exchange.getRequestURI().getPath();
      file(exchange, BadFile.valueOf(path.replaceFirst(".*/", "").toUpperCase()));
    }
  }

  private void create(HttpExchange exchange) throws IOException {
    JsonNode asked = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    String prompt = asked.findPath("prompt").asString();
    acceptedByPrompt.merge(prompt, 1, Integer::sum);
    int number = accepted.incrementAndGet();
    if (loseEvery > 0 && number % loseEvery == 0) {
      exchange.close();
      return;
    }
    String file = origin() + "/files/" + prompt;
    byte[] answer =
        """
        {"id": "p%d", "status": "starting", "urls": {}, "base_resp": {"status_code": 0},
         "data": {"image_urls": ["%s"]}}
        """
            .formatted(number, file)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, answer, answer.length);
  }

  /** How a file can be wrong. */
  enum BadFile {
    HTML,
    EMPTY,
    TRUNCATED,
    SHORT,
    CORRUPT
  }

  private void file(HttpExchange exchange, BadFile kind) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "image/png");
    byte[] half = java.util.Arrays.copyOf(picture, picture.length / 2);
    byte[] noise = new byte[picture.length];
    java.util.Arrays.fill(noise, (byte) 7);
    switch (kind) {
      case HTML -> send(exchange, PAGE, PAGE.length);
      case EMPTY -> exchange.sendResponseHeaders(200, -1);
      case TRUNCATED -> send(exchange, half, picture.length);
      case SHORT -> send(exchange, half, half.length);
      case CORRUPT -> send(exchange, noise, noise.length);
    }
    exchange.close();
  }

  private static void send(HttpExchange exchange, byte[] bytes, int announced) throws IOException {
    exchange.sendResponseHeaders(200, announced);
    OutputStream out = exchange.getResponseBody();
    out.write(bytes);
    out.flush();
    if (bytes.length == announced) {
      out.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
