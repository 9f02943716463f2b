package dev.secondunit.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.ToolDefinition;
import dev.secondunit.tool.ToolFunction;
import dev.secondunit.tool.ToolHints;
import dev.secondunit.tool.ToolRegistry;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.ToolResult.Content;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class StdioServerTest {
  private final CountDownLatch slowStarted = new CountDownLatch(1);
  private final CountDownLatch slowReleased = new CountDownLatch(1);
  private final CountDownLatch slowInterrupted = new CountDownLatch(1);

  @Test
  void initialize_knownVersion_isAgreedTo() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      ObjectNode result = (ObjectNode) client.initialize().get("result");

      assertEquals("2025-11-25", result.get("protocolVersion").stringValue());
      assertEquals("second-unit", result.at("/serverInfo/name").stringValue());
      assertEquals("1.2.3", result.at("/serverInfo/version").stringValue());
      assertEquals("Second Unit", result.at("/serverInfo/title").stringValue());
      assertEquals(Set.of("tools"), names((ObjectNode) result.get("capabilities")));
      assertTrue(result.get("instructions").stringValue().startsWith("Second Unit makes"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-05, 2024-11-05",
    "2025-03-26, 2025-03-26",
    "2025-06-18, 2025-06-18",
    "1999-01-01, 2025-11-25",
  })
  void initialize_otherVersions_areNegotiated(String asked, String agreed) throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.send(
          request(
              1,
              "initialize",
              "{\"protocolVersion\":\""
                  + asked
                  + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"));

      assertEquals(agreed, client.receive().at("/result/protocolVersion").stringValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"protocolVersion\":7,\"capabilities\":3}", "{\"clientInfo\":[]}"})
  void initialize_malformedParams_areAnsweredWithAnError(String params) throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.send(request(1, "initialize", params));

      ObjectNode answer = client.receive();
      assertEquals(-32602, answer.at("/error/code").intValue(), answer.toString());
      assertFalse(answer.toString().contains("jackson"), answer.toString());
      assertEquals("2025-11-25", client.initialize().at("/result/protocolVersion").stringValue());
    }
  }

  @Test
  void request_beforeInitialize_isAnswered() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.send(request(1, "tools/list", "{}"));
      assertEquals(-32600, client.receive().at("/error/code").intValue());

      client.send(request(2, "ping", "{}"));
      assertTrue(client.receive().path("result").isObject());
    }
  }

  @Test
  void request_rightAfterInitialize_isAnsweredWithoutTheNotification() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.send(
          request(
              1,
              "initialize",
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":"
                  + "{\"name\":\"t\",\"version\":\"1\"}}"));
      client.send(request(2, "tools/list", "{}"));

      assertEquals(1, client.receive().get("id").intValue());
      assertEquals(4, client.receive().at("/result/tools").size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{bad | -32700",
        "[] | -32600",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}] | -32600",
        "17 | -32600",
        "{} | -32600",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} trailing | -32700",
      })
  void malformedLine_isAnsweredAndTheServerLivesOn(String line, int code) throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(line);

      assertEquals(code, client.receive().at("/error/code").intValue());
      client.send(request(9, "ping", "{}"));
      assertEquals(9, client.receive().get("id").intValue());
    }
  }

  @Test
  void invalidUtf8_isAParseError() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.sendBytes(new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"', '\n'});

      assertEquals(-32700, client.receive().at("/error/code").intValue());
    }
  }

  @Test
  void line_overTheLimit_isRefusedAndTheNextOneRead() throws Exception {
    try (StdioClient client = new StdioClient(server(), 100, Duration.ofSeconds(5))) {
      byte[] longLine = new byte[200_000];
      Arrays.fill(longLine, (byte) 'x');
      longLine[longLine.length - 1] = '\n';
      client.sendBytes(longLine);

      assertEquals(-32600, client.receive().at("/error/code").intValue());
      client.send(request(1, "ping", "{}"));
      assertEquals(1, client.receive().get("id").intValue());
    }
  }

  @Test
  void line_exactlyAtTheLimit_isRead() throws Exception {
    String ping = request(1, "ping", "{}");
    try (StdioClient client = new StdioClient(server(), ping.length(), Duration.ofSeconds(5))) {
      client.send(ping);

      assertTrue(client.receive().has("result"));
    }
  }

  @Test
  void unknownTool_isNamed() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(request(1, "tools/call", "{\"name\":\"make_video\"}"));

      ObjectNode error = (ObjectNode) client.receive().get("error");
      assertEquals(-32602, error.get("code").intValue());
      assertTrue(error.get("message").stringValue().startsWith("Unknown tool: make_video."));
    }
  }

  @Test
  void unknownMethod_isNamed() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(request("\"text-id\"", "no/such", "{}"));

      ObjectNode answer = client.receive();
      assertEquals("text-id", answer.get("id").stringValue());
      assertEquals(-32601, answer.at("/error/code").intValue());
    }
  }

  @Test
  void dataTool_answersStructuredContentAndTheSameText() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(call(1, "echo", "{\"text\":\"Grüße ✓\"}"));

      ObjectNode result = (ObjectNode) client.receive().get("result");
      assertEquals("Grüße ✓", result.at("/structuredContent/text").stringValue());
      assertEquals(
          result.get("structuredContent"),
          Json.MAPPER.readTree(result.at("/content/0/text").stringValue()));
      assertEquals("resource_link", result.at("/content/1/type").stringValue());
      assertFalse(result.get("isError").booleanValue());
    }
  }

  @Test
  void pictureTool_answersWithoutStructuredContent() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(call(1, "picture", "{}"));

      ObjectNode result = (ObjectNode) client.receive().get("result");
      assertFalse(result.has("structuredContent"));
      assertEquals("text", result.at("/content/0/type").stringValue());
      assertEquals("image", result.at("/content/1/type").stringValue());
      assertEquals("AQID", result.at("/content/1/data").stringValue());
      assertEquals("image/png", result.at("/content/1/mimeType").stringValue());
    }
  }

  @Test
  void failure_isAToolErrorWithItsCore() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(call(1, "fail", "{\"how\":\"failure\"}"));

      ObjectNode result = (ObjectNode) client.receive().get("result");
      assertTrue(result.get("isError").booleanValue());
      assertFalse(result.has("structuredContent"));
      ObjectNode core =
          (ObjectNode) Json.MAPPER.readTree(result.at("/content/0/text").stringValue());
      assertEquals("budget_exceeded", core.get("code").stringValue());
      assertEquals("no", core.get("charged").stringValue());
    }
  }

  @Test
  void defect_isAToolErrorThatGivesNothingAway() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(call(1, "fail", "{\"how\":\"defect\"}"));

      String answer = client.receive().toString();
      assertTrue(answer.contains("internal"), answer);
      assertTrue(answer.contains("use_job"), answer);
      assertFalse(answer.contains("secret cause"), answer);
    }
  }

  @Test
  void cancelled_interruptsTheToolAndAnswersNothing() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(call(7, "echo", "{\"slow\":true}"));
      assertTrue(slowStarted.await(20, TimeUnit.SECONDS));
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":"
              + "{\"requestId\":7,\"reason\":\"test\"}}");

      assertTrue(slowInterrupted.await(20, TimeUnit.SECONDS));
      client.send(request(8, "ping", "{}"));
      assertEquals(8, client.receive().get("id").intValue());
      client.endInput();
      assertNull(client.receive());
      client.awaitEnd();
    }
  }

  @Test
  void endOfInput_answersWhatIsOnItsWay() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(call(7, "echo", "{\"slow\":true,\"text\":\"late\"}"));
      assertTrue(slowStarted.await(20, TimeUnit.SECONDS));
      client.endInput();
      slowReleased.countDown();

      assertEquals("late", client.receive().at("/result/structuredContent/text").stringValue());
      client.awaitEnd();
    }
  }

  @Test
  void endOfInput_givesUpAfterTheDrainTime() throws Exception {
    try (StdioClient client =
        new StdioClient(server(), StdioServer.LONGEST_LINE, Duration.ofMillis(50))) {
      client.initialize();
      client.send(call(7, "echo", "{\"slow\":true}"));
      assertTrue(slowStarted.await(20, TimeUnit.SECONDS));
      client.endInput();

      client.awaitEnd();
      assertTrue(slowInterrupted.await(20, TimeUnit.SECONDS));
      assertNull(client.receive());
    }
  }

  @Test
  void lastLineWithoutEnd_isRead() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.sendBytes(request(1, "ping", "{}").getBytes(StandardCharsets.UTF_8));
      client.endInput();

      assertEquals(1, client.receive().get("id").intValue());
    }
  }

  @Test
  void progress_withToken_isStrictlyIncreasingAndComesBeforeTheResult() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(
          request(
              1,
              "tools/call",
              "{\"name\":\"echo\",\"arguments\":{\"reports\":[1,2,2,1,50,100]},"
                  + "\"_meta\":{\"progressToken\":\"p\"}}"));

      List<Double> seen = new ArrayList<>();
      ObjectNode message = client.receive();
      while (!message.has("result")) {
        assertEquals("notifications/progress", message.get("method").stringValue());
        assertEquals("p", message.at("/params/progressToken").stringValue());
        seen.add(message.at("/params/progress").doubleValue());
        message = client.receive();
      }
      assertEquals(List.of(1d, 100d), seen);
    }
  }

  @Test
  void progress_withoutToken_isNotSent() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(call(1, "echo", "{\"reports\":[1,2,3]}"));

      assertTrue(client.receive().has("result"));
    }
  }

  @Test
  void sameId_whileOnItsWay_isRefused() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      client.send(call(7, "echo", "{\"slow\":true}"));
      assertTrue(slowStarted.await(20, TimeUnit.SECONDS));
      client.send(request(7, "ping", "{}"));

      assertEquals(-32600, client.receive().at("/error/code").intValue());
      slowReleased.countDown();
      assertTrue(client.receive().has("result"));
    }
  }

  @Test
  void manyRequests_areEachAnsweredOnce() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.initialize();
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 1; i <= 200; i++) {
                    client.send(call(i, "echo", "{\"text\":\"" + i + "\"}"));
                  }
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      sender.start();
      Set<Integer> answered = new HashSet<>();
      for (int i = 1; i <= 200; i++) {
        ObjectNode answer = client.receive();
        int id = answer.get("id").intValue();
        assertTrue(answered.add(id));
        assertEquals("" + id, answer.at("/result/structuredContent/text").stringValue());
      }
      sender.join();
    }
  }

  private ServerDefinition server() {
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

  private ToolResult echo(dev.secondunit.tool.ToolCall call) throws InterruptedException {
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

  private static ToolResult fail(dev.secondunit.tool.ToolCall call) {
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

  private static Set<String> names(ObjectNode object) {
    return new HashSet<>(object.propertyNames());
  }

  private static String call(int id, String tool, String arguments) {
    return request(id, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
  }

  private static String request(Object id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }
}
