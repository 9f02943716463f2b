package dev.secondunit.mcp.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.JsonRpc;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.WaitingTools;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.Tools;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Revision 2026-07-28 on the same stream as the older ones. */
@Timeout(60)
class StdioModernTest {
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  private final WaitingTools tools = new WaitingTools();

  @Test
  void discover_saysWhatIsThere() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      ObjectNode result = (ObjectNode) ask(client, "server/discover", "").get("result");

      assertEquals("[\"2026-07-28\"]", result.get("supportedVersions").toString());
      assertEquals("{\"tools\":{}}", result.get("capabilities").toString());
      assertTrue(result.get("instructions").stringValue().length() > 100);
      complete(result);
      cacheable(result);
    }
  }

  @Test
  void toolsList_isTheSameAsWithAHandshake() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      ObjectNode modern = (ObjectNode) ask(client, "tools/list", "").get("result");
      client.initialize();
      client.send("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\"}");
      ObjectNode legacy = (ObjectNode) client.receive().get("result");

      complete(modern);
      cacheable(modern);
      assertEquals(legacy.get("tools"), modern.get("tools"));
      assertEquals(1, legacy.size(), "an older client must not see newer fields");
    }
  }

  @Test
  void toolsCall_isCompleteAndNamesTheServer() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      ObjectNode result =
          (ObjectNode)
              ask(client, "tools/call", "\"name\":\"get_jobs\",\"arguments\":{},").get("result");

      complete(result);
      assertFalse(result.has("ttlMs"));
      assertEquals("here", result.at("/structuredContent/who").stringValue());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "initialize",
        "ping",
        "logging/setLevel",
        "resources/subscribe",
        "resources/unsubscribe",
        "no/such"
      })
  void removedOrUnknownMethod_isNotFound(String method) throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      assertEquals(-32601, ask(client, method, "").at("/error/code").intValue());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | -32602",
        "{\"io.modelcontextprotocol/protocolVersion\":7} | -32602",
        "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"} | -32602",
        "{\"io.modelcontextprotocol/protocolVersion\":\"2031-01-01\"} | -32022",
      })
  void envelope_incomplete_isRefused(String metadata, int code) throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.send(
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{\"_meta\":"
              + metadata
              + "}}");

      ObjectNode error = (ObjectNode) client.receive().get("error");
      assertEquals(code, error.get("code").intValue());
      if (code == -32022) {
        assertEquals("2026-07-28", error.at("/data/supported/0").stringValue());
        assertEquals("2031-01-01", error.at("/data/requested").stringValue());
      }
    }
  }

  @Test
  void listen_isAcknowledgedFirst_andAnsweredAtTheEnd() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      ObjectNode acknowledged =
          ask(client, "subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true},");

      assertEquals(
          "notifications/subscriptions/acknowledged", acknowledged.get("method").stringValue());
      assertEquals("{}", acknowledged.at("/params/notifications").toString());
      assertEquals(
          1,
          acknowledged
              .at("/params/_meta")
              .get("io.modelcontextprotocol/subscriptionId")
              .intValue());
      client.endInput();
      ObjectNode answer = client.receive();
      assertEquals(1, answer.get("id").intValue());
      assertEquals("complete", answer.at("/result/resultType").stringValue());
      client.awaitEnd();
    }
  }

  @Test
  void cancelled_interruptsTheToolAndAnswersNothing() throws Exception {
    try (StdioClient client = new StdioClient(server())) {
      client.send(
          request(
              "tools/call", "\"name\":\"wait_for_jobs\",\"arguments\":{\"job_ids\":[\"job_1\"]},"));
      assertTrue(tools.waiting.await(20, TimeUnit.SECONDS));
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");

      assertTrue(tools.interrupted.await(20, TimeUnit.SECONDS));
      client.endInput();
      assertNull(client.receive());
    }
  }

  private static void complete(ObjectNode result) {
    assertEquals("complete", result.get("resultType").stringValue());
    assertEquals(
        "second-unit",
        result.path("_meta").path("io.modelcontextprotocol/serverInfo").path("name").stringValue());
  }

  private static void cacheable(ObjectNode result) {
    assertTrue(result.get("ttlMs").longValue() >= 0);
    assertEquals("private", result.get("cacheScope").stringValue());
  }

  private static ObjectNode ask(StdioClient client, String method, String params)
      throws java.io.IOException {
    client.send(request(method, params));
    return client.receive();
  }

  private static String request(String method, String params) {
    return JsonRpc.request(1, method, "{" + params + META + "}");
  }

  private ServerDefinition server() {
    return ServerDefinition.secondUnit("1", Tools.registry(ToolChoices.ALL, tools));
  }
}
