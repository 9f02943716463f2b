package dev.secondunit.mcp.http;

import static dev.secondunit.mcp.http.HttpTestClient.INITIALIZE;
import static dev.secondunit.mcp.http.HttpTestClient.events;
import static dev.secondunit.mcp.http.HttpTestClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Clients of the revisions that begin with initialize keep a session. */
class HttpSessionsTest extends HttpBench {
  @Test
  void initialize_beginsASession_thatAnswers() throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> hello = client.post(INITIALIZE);
    String session = hello.headers().firstValue("Mcp-Session-Id").orElseThrow();

    assertEquals(200, hello.statusCode());
    assertEquals("2025-11-25", json(hello).at("/result/protocolVersion").stringValue());
    assertEquals(
        202,
        client
            .post(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                "Mcp-Session-Id",
                session)
            .statusCode());
    HttpResponse<String> list =
        client.post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", "Mcp-Session-Id", session);
    assertEquals(10, json(list).at("/result/tools").size());
    assertFalse(json(list).path("result").has("resultType"));
    HttpResponse<String> unknown =
        client.post(
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"no/such\"}", "Mcp-Session-Id", session);
    assertEquals(-32601, json(unknown).at("/error/code").intValue());
  }

  @Test
  void session_endedByDelete_isGone() throws Exception {
    start(HttpOptions.loopback(0));
    String session = client.post(INITIALIZE).headers().firstValue("Mcp-Session-Id").orElseThrow();

    HttpResponse<String> deleted =
        client.send(client.request("/mcp").DELETE().header("Mcp-Session-Id", session).build());
    assertEquals(200, deleted.statusCode());
    HttpResponse<String> after =
        client.post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "Mcp-Session-Id", session);
    assertEquals(404, after.statusCode());
    assertEquals(-32600, json(after).at("/error/code").intValue());
  }

  @Test
  void olderRequest_withoutSession_isABadRequest() throws Exception {
    start(HttpOptions.loopback(0));

    assertEquals(
        400, client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").statusCode());
  }

  @Test
  void olderVersionHeader_unknown_isABadRequest() throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> answer = client.post(INITIALIZE, "MCP-Protocol-Version", "1999-01-01");

    assertEquals(400, answer.statusCode());
    assertEquals(-32022, json(answer).at("/error/code").intValue());
  }

  @Test
  void olderProgress_comesAsEventsBeforeTheAnswer() throws Exception {
    start(HttpOptions.loopback(0));
    String session = client.post(INITIALIZE).headers().firstValue("Mcp-Session-Id").orElseThrow();
    HttpResponse<String> answer =
        client.post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                + "\"get_jobs\",\"arguments\":{},\"_meta\":{\"progressToken\":\"p\"}}}",
            "Mcp-Session-Id",
            session);

    List<ObjectNode> events = events(answer);
    assertEquals("notifications/progress", events.get(0).get("method").stringValue());
    assertEquals("here", events.get(1).at("/result/structuredContent/who").stringValue());
    assertEquals(2, events.size());
  }
}
