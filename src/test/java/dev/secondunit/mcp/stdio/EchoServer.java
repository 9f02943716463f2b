package dev.secondunit.mcp.stdio;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolDefinition;
import dev.secondunit.tool.ToolFunction;
import dev.secondunit.tool.ToolHints;
import dev.secondunit.tool.ToolRegistry;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.ToolResult.Content;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A server with four tools: one echoes, and is slow until released where it is told so; the others
 * answer with a picture, with nothing, and with a failure or a defect.
 */
final class EchoServer {
  final CountDownLatch slowStarted = new CountDownLatch(1);
  final CountDownLatch slowReleased = new CountDownLatch(1);
  final CountDownLatch slowInterrupted = new CountDownLatch(1);

  ServerDefinition definition() {
    return ServerDefinition.secondUnit(
        "1.2.3",
        new ToolRegistry(
            List.of(
                tool("echo", call -> echo(call)),
                tool(
                    "picture",
                    call ->
                        ToolResult.pictures(
                            "a picture",
                            List.of(new Content.Image(new byte[] {1, 2, 3}, "image/png")))),
                tool("fail", call -> fail(call)),
                tool("nothing", call -> ToolResult.of(Json.object())))));
  }

  private ToolResult echo(ToolCall call) throws InterruptedException {
    for (var report : call.arguments().path("reports")) {
      call.progress().report(report.doubleValue(), 100d, "working");
    }
    if (call.arguments().has("slow")) {
      slowStarted.countDown();
      try {
        slowReleased.await();
      } catch (InterruptedException e) {
        slowInterrupted.countDown();
        throw e;
      }
    }
    return ToolResult.of(
        call.arguments(), List.of(new Content.ResourceLink("media://a", "a", "image/png", 3L)));
  }

  private static ToolResult fail(ToolCall call) {
    if (call.arguments().path("how").asString("").equals("failure")) {
      throw Failure.of(ErrorCode.BUDGET_EXCEEDED, "Too dear.").asException();
    }
    throw new IllegalStateException("secret cause");
  }

  private static ToolDefinition tool(String name, ToolFunction function) {
    return new ToolDefinition(
        name,
        name,
        "For a test.",
        Json.object().put("type", "object"),
        null,
        new ToolHints(true, false, true, false),
        null,
        function);
  }
}
