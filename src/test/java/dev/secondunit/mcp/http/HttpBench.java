package dev.secondunit.mcp.http;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.Tools;
import dev.secondunit.tool.WaitForJobsArguments;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

  /** Counted down when {@code wait_for_jobs} begins to wait. */
  final CountDownLatch waiting = new CountDownLatch(1);

  /** Counted down when its wait is interrupted. */
  final CountDownLatch interrupted = new CountDownLatch(1);

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
        ServerDefinition.secondUnit("1", Tools.registry(ToolChoices.ALL, new Functions()));
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
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
            + method
            + "\",\"params\":{"
            + params
            + MODERN_META
            + "}}",
        all.toArray(String[]::new));
  }

  private final class Functions implements ToolFunctions {
    @Override
    public ToolResult getJobs(GetJobsArguments arguments, ToolCall call) {
      call.progress().report(50, 100d, "half");
      return ToolResult.of(Json.object().put("who", "here"));
    }

    @Override
    public ToolResult waitForJobs(WaitForJobsArguments arguments, ToolCall call)
        throws InterruptedException {
      waiting.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
      throw new AssertionError("not reached");
    }
  }
}
