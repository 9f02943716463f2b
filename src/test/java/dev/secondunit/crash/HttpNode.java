package dev.secondunit.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A real server process that serves HTTP, called without a session, as behind a balancer. */
public final class HttpNode implements AutoCloseable {
  private static final String VERSION = "2026-07-28";

  private final Process process;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger lastId = new AtomicInteger();

  private HttpNode(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts one on a free port and waits until it listens.
   *
   * @param log where its standard error goes
   */
  public static HttpNode start(Map<String, String> environment, Path log, String... javaOptions)
      throws IOException {
    List<String> command = new ArrayList<>(ServerProcess.command("dev.secondunit.Main"));
    command.addAll(1, List.of(javaOptions));
    command.addAll(List.of("http", "--port", "0"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null) {
      throw new IOException("the node ended; see " + log);
    }
    return new HttpNode(process, URI.create(line));
  }

  /** Calls a tool and returns the JSON in its answer. */
  public ObjectNode call(String tool, ObjectNode arguments) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("jsonrpc", "2.0").put("id", lastId.incrementAndGet()).put("method", "tools/call");
    ObjectNode parameters = message.putObject("params");
    parameters.put("name", tool).set("arguments", arguments);
    ObjectNode meta = parameters.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", VERSION);
    meta.putObject("io.modelcontextprotocol/clientCapabilities");
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(address)
                  .timeout(Duration.ofSeconds(60))
                  .header("Content-Type", "application/json")
                  .header("Accept", "application/json, text/event-stream")
                  .header("MCP-Protocol-Version", VERSION)
                  .header("Mcp-Method", "tools/call")
                  .header("Mcp-Name", tool)
                  .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JsonMapper.shared().readTree(json(response.body()));
      JsonNode text = answer.at("/result/content/0/text");
      if (!text.isString()) {
        throw new IOException(response.statusCode() + " " + response.body());
      }
      return (ObjectNode) JsonMapper.shared().readTree(text.asString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The last message of a stream, or the whole body. */
  private static String json(String body) {
    return body.lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring(5))
        .reduce((first, second) -> second)
        .orElse(body);
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
