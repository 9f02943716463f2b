package dev.secondunit.mcp.product;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.http.HttpOptions;
import dev.secondunit.mcp.http.HttpServer;
import dev.secondunit.mcp.stdio.StdioServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client of a whole server, in either revision of the protocol, the same on each transport. */
abstract class Peer implements AutoCloseable {
  enum Transport {
    STDIO,
    HTTP;

    Peer connect(ServerDefinition server) throws IOException {
      return this == STDIO ? new OverStreams(server) : new OverHttp(server);
    }
  }

  private final BlockingQueue<ObjectNode> received = new LinkedBlockingQueue<>();
  private int lastId;

  abstract void send(ObjectNode message) throws Exception;

  @Override
  public abstract void close() throws IOException;

  final void arrived(String json) {
    received.add((ObjectNode) Json.MAPPER.readTree(json));
  }

  /** The next message of the server, whatever it is. */
  ObjectNode next() throws InterruptedException {
    ObjectNode message = received.poll(30, TimeUnit.SECONDS);
    assertNotNull(message, "the server says nothing more");
    return message;
  }

  /** Whether the server says nothing for so long. */
  boolean silentFor(int milliseconds) throws InterruptedException {
    return received.poll(milliseconds, TimeUnit.MILLISECONDS) == null;
  }

  /** Asks as since 2026-07-28 and gives the answer, a result or an error. */
  ObjectNode modern(String method, ObjectNode params, String capabilities) throws Exception {
    send(modernRequest(method, params, capabilities));
    return answer();
  }

  ObjectNode modernRequest(String method, ObjectNode params, String capabilities) {
    ObjectNode asked = params.deepCopy();
    ObjectNode metadata = asked.putObject("_meta");
    metadata.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
    metadata.set("io.modelcontextprotocol/clientCapabilities", Json.MAPPER.readTree(capabilities));
    return request(method, asked);
  }

  /** Asks as before 2026-07-28. */
  ObjectNode legacy(String method, ObjectNode params) throws Exception {
    send(request(method, params.deepCopy()));
    return answer();
  }

  ObjectNode request(String method, ObjectNode params) {
    ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", ++lastId);
    request.put("method", method).set("params", params);
    return request;
  }

  ObjectNode initialize(String capabilities) throws Exception {
    ObjectNode params = Json.object().put("protocolVersion", "2025-11-25");
    params.set("capabilities", Json.MAPPER.readTree(capabilities));
    params.putObject("clientInfo").put("name", "peer").put("version", "1");
    ObjectNode answer = legacy("initialize", params);
    ObjectNode ready = Json.object().put("jsonrpc", "2.0");
    send(ready.put("method", "notifications/initialized"));
    return answer;
  }

  /** The next answer; what comes before it is dropped. */
  ObjectNode answer() throws InterruptedException {
    while (true) {
      ObjectNode message = next();
      if (!message.has("method")) {
        return message;
      }
    }
  }

  static ObjectNode call(String tool, ObjectNode arguments) {
    ObjectNode params = Json.object().put("name", tool);
    params.set("arguments", arguments);
    return params;
  }

  /** The data of a tool's result, which stands in its text in any case. */
  static JsonNode data(JsonNode result) {
    return Json.MAPPER.readTree(result.at("/content/0/text").asString("null"));
  }

  private static final class OverStreams extends Peer {
    private final OutputStream toServer;

    OverStreams(ServerDefinition definition) throws IOException {
      Pipe requests = Pipe.open();
      Pipe answers = Pipe.open();
      toServer = Channels.newOutputStream(requests.sink());
      InputStream in = Channels.newInputStream(requests.source());
      OutputStream out = Channels.newOutputStream(answers.sink());
      StdioServer server =
          new StdioServer(definition, () -> "session_" + UUID.randomUUID(), in, out);
      daemon(
          () -> {
            server.run();
            out.close();
          });
      InputStream fromServer = Channels.newInputStream(answers.source());
      daemon(() -> lines(fromServer).forEach(this::arrived));
    }

    @Override
    void send(ObjectNode message) throws IOException {
      toServer.write((message + "\n").getBytes(StandardCharsets.UTF_8));
      toServer.flush();
    }

    @Override
    public void close() throws IOException {
      toServer.close();
    }
  }

  private static final class OverHttp extends Peer {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;
    private final URI address;
    private volatile String session;

    OverHttp(ServerDefinition definition) throws IOException {
      server =
          new HttpServer(
              definition,
              HttpOptions.loopback(0),
              () -> "session_" + UUID.randomUUID(),
              Clock.systemUTC());
      address = URI.create("http://localhost:" + server.start() + "/mcp");
    }

    @Override
    void send(ObjectNode message) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address)
              .header("Content-Type", "application/json")
              .header("Accept", "application/json, text/event-stream")
              .POST(HttpRequest.BodyPublishers.ofString(message.toString()));
      headers(message).forEach(header -> request.header(header.name(), header.value()));
      if (message.path("method").asString("").equals("notifications/initialized")) {
        listen();
      }
      daemon(() -> read(request.build()));
    }

    private record Header(String name, String value) {}

    private List<Header> headers(ObjectNode message) {
      List<Header> headers = new ArrayList<>();
      JsonNode params = message.path("params");
      JsonNode version = params.at("/_meta/io.modelcontextprotocol~1protocolVersion");
      if (version.isString()) {
        headers.add(new Header("MCP-Protocol-Version", version.asString()));
        headers.add(new Header("Mcp-Method", message.get("method").asString()));
        for (String name : List.of("name", "uri", "taskId")) {
          if (params.path(name).isString()) {
            headers.add(new Header("Mcp-Name", params.get(name).asString()));
          }
        }
      } else if (session != null) {
        headers.add(new Header("Mcp-Session-Id", session));
      }
      return headers;
    }

    /** The stream for what belongs to no request. */
    private void listen() {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("Accept", "text/event-stream")
              .header("Mcp-Session-Id", session)
              .GET()
              .build();
      daemon(() -> read(request));
    }

    private void read(HttpRequest request) throws IOException, InterruptedException {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      response.headers().firstValue("Mcp-Session-Id").ifPresent(id -> session = id);
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (type.equals("text/event-stream")) {
        lines(response.body())
            .filter(line -> line.startsWith("data: "))
            .forEach(line -> arrived(line.substring(6)));
      } else {
        String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.isBlank()) {
          arrived(body);
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | java.io.UncheckedIOException e) {
                // The other side has closed; whoever waits for a message says so.
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static java.util.stream.Stream<String> lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines();
  }
}
