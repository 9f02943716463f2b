package dev.secondunit.mcp.http;

import dev.secondunit.mcp.JsonRpc;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.WaitingTools;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.Tools;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A server of all tools on a port of its own, and clients of either era. */
@Timeout(60)
abstract class HttpBench {
  static final int LONGEST_BODY = 10_000;
  static final String MODERN_META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{},\"progressToken\":1}";

  final WaitingTools tools = new WaitingTools();
  HttpServer server;
  HttpTestClient client;
  int port;
  private final AtomicInteger identifiers = new AtomicInteger();

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  void start(HttpOptions options) throws IOException {
    ServerDefinition definition =
        ServerDefinition.secondUnit("1", Tools.registry(ToolChoices.ALL, tools));
    server =
        new HttpServer(
            definition,
            options,
            () -> "session_" + identifiers.incrementAndGet(),
            Clock.systemUTC(),
            HttpMetrics.NONE,
            LONGEST_BODY);
    port = server.start();
    client = new HttpTestClient(port);
  }

  /** A request of the newest revision; {@code params} ends with a comma where it says anything. */
  HttpResponse<String> modern(String method, String params, String... headers) throws Exception {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("MCP-Protocol-Version", "2026-07-28"));
    return client.post(
        JsonRpc.request(1, method, "{" + params + MODERN_META + "}"), all.toArray(String[]::new));
  }
}
