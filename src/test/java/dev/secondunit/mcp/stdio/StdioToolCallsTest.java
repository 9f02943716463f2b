package dev.secondunit.mcp.stdio;

import static dev.secondunit.mcp.JsonRpc.call;
import static dev.secondunit.mcp.JsonRpc.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** What a tool says, as the client sees it: data, pictures, failures and progress. */
@Timeout(60)
class StdioToolCallsTest {
  private final EchoServer echo = new EchoServer();

  @Test
  void unknownTool_isNamed() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      client.send(request(1, "tools/call", "{\"name\":\"make_video\"}"));

      ObjectNode error = (ObjectNode) client.receive().get("error");
      assertEquals(-32602, error.get("code").intValue());
      assertTrue(error.get("message").stringValue().startsWith("Unknown tool: make_video."));
    }
  }

  @Test
  void dataTool_answersStructuredContentAndTheSameText() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
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
    try (StdioClient client = new StdioClient(echo.definition())) {
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
    try (StdioClient client = new StdioClient(echo.definition())) {
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
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      client.send(call(1, "fail", "{\"how\":\"defect\"}"));

      String answer = client.receive().toString();
      assertTrue(answer.contains("internal"), answer);
      assertTrue(answer.contains("use_job"), answer);
      assertFalse(answer.contains("secret cause"), answer);
    }
  }

  @Test
  void progress_withToken_isStrictlyIncreasingAndComesBeforeTheResult() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      client.send(
          request(
              1,
              "tools/call",
              "{\"name\":\"echo\",\"arguments\":{\"reports\":[1,2,2,50,100,7]},"
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
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      client.send(call(1, "echo", "{\"reports\":[1,2,3]}"));

      assertTrue(client.receive().has("result"));
    }
  }
}
