package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.mcp.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Sends single requests to a server on this machine. */
final class HttpTestClient {
  static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  HttpTestClient(int port) {
    this.port = port;
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(path, headers).GET().build());
  }

  HttpResponse<String> post(String body, String... headers)
      throws IOException, InterruptedException {
    return send(
        request("/mcp", headers)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** A call of a tool in the newest revision. */
  HttpResponse<String> call(String tool, String arguments, String... headers)
      throws IOException, InterruptedException {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 6);
    List<String> modern =
        List.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", tool);
    for (int i = 0; i < modern.size(); i++) {
      all[headers.length + i] = modern.get(i);
    }
    return post(modernCall(tool, arguments), all);
  }

  static String modernCall(String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\",\"arguments\":"
        + arguments
        + ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
  }

  static ObjectNode json(HttpResponse<String> response) {
    if (response.body().startsWith("{")) {
      return (ObjectNode) Json.MAPPER.readTree(response.body());
    }
    List<ObjectNode> events = events(response);
    return events.get(events.size() - 1);
  }

  /** All messages of a stream, in their order. */
  static List<ObjectNode> events(HttpResponse<String> response) {
    assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElse(""));
    return response
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> (ObjectNode) Json.MAPPER.readTree(line.substring(6)))
        .toList();
  }
}
