package dev.secondunit.mcp.http;

import static dev.secondunit.mcp.http.HttpTestClient.events;
import static dev.secondunit.mcp.http.HttpTestClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Revision 2026-07-28 over HTTP: every request stands for itself. */
class HttpModernTest extends HttpBench {
  @Test
  void modernRequest_needsNoSession() throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> answer = modern("tools/list", "", "Mcp-Method", "tools/list");

    assertEquals(200, answer.statusCode());
    assertEquals("complete", json(answer).at("/result/resultType").stringValue());
    assertTrue(answer.headers().firstValue("Mcp-Session-Id").isEmpty());
  }

  @Test
  void modernProgress_comesAsEventsBeforeTheAnswer() throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> answer =
        modern(
            "tools/call",
            "\"name\":\"get_jobs\",\"arguments\":{},",
            "Mcp-Method",
            "tools/call",
            "Mcp-Name",
            "=?base64?Z2V0X2pvYnM=?=");

    List<ObjectNode> events = events(answer);
    assertEquals("notifications/progress", events.get(0).get("method").stringValue());
    assertEquals("complete", events.get(1).at("/result/resultType").stringValue());
    assertEquals("no", answer.headers().firstValue("X-Accel-Buffering").orElse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "tools/list, tools/call, '', 400, -32020",
    "tools/call, tools/call, other, 400, -32020",
    "no/such, no/such, '', 404, -32601",
    "initialize, initialize, '', 404, -32601",
  })
  void modernFault_hasItsStatusAndCode(
      String method, String methodHeader, String name, int status, int code) throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> answer =
        modern(method, "\"name\":\"get_jobs\",", "Mcp-Method", methodHeader, "Mcp-Name", name);

    assertEquals(status, answer.statusCode());
    assertEquals(code, json(answer).at("/error/code").intValue());
    assertEquals(1, json(answer).get("id").intValue());
  }

  @Test
  void modernEnvelope_missing_isABadRequest() throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> answer =
        client.post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}",
            "MCP-Protocol-Version",
            "2026-07-28",
            "Mcp-Method",
            "tools/list");

    assertEquals(400, answer.statusCode());
    assertEquals(-32602, json(answer).at("/error/code").intValue());
  }

  @Test
  void clientGone_interruptsTheTool() throws Exception {
    start(HttpOptions.loopback(0));
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
            + "\"wait_for_jobs\",\"arguments\":{\"job_ids\":\"job_1\"},"
            + MODERN_META
            + "}}";
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoLinger(true, 0);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Accept: application/json, text/event-stream\r\nMcp-Method: tools/call\r\n"
                  + "Mcp-Name: wait_for_jobs\r\nMCP-Protocol-Version: 2026-07-28\r\n"
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertTrue(tools.waiting.await(20, TimeUnit.SECONDS));
    }
    for (int i = 0; i < 50 && tools.interrupted.getCount() > 0; i++) {
      server.keepAlive();
      if (tools.interrupted.await(200, TimeUnit.MILLISECONDS)) {
        break;
      }
    }

    assertEquals(0, tools.interrupted.getCount());
  }
}
