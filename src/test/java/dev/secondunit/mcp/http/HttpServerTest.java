package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.FailureException;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.Tools;
import dev.secondunit.tool.WaitForJobsArguments;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class HttpServerTest {
  private static final int LONGEST_BODY = 10_000;
  private static final String MODERN_META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{},\"progressToken\":1}";
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger identifiers = new AtomicInteger();
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private HttpServer server;
  private int port;

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void initialize_beginsASession_thatAnswers() throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> hello = post(INITIALIZE);
    String session = hello.headers().firstValue("Mcp-Session-Id").orElseThrow();

    assertEquals(200, hello.statusCode());
    assertEquals("2025-11-25", json(hello).at("/result/protocolVersion").stringValue());
    assertEquals(
        202,
        post(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                "Mcp-Session-Id",
                session)
            .statusCode());
    HttpResponse<String> list =
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", "Mcp-Session-Id", session);
    assertEquals(10, json(list).at("/result/tools").size());
    assertFalse(json(list).path("result").has("resultType"));
    HttpResponse<String> unknown =
        post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"no/such\"}", "Mcp-Session-Id", session);
    assertEquals(-32601, json(unknown).at("/error/code").intValue());
  }

  @Test
  void session_endedByDelete_isGone() throws Exception {
    start(HttpOptions.loopback(0));
    String session = post(INITIALIZE).headers().firstValue("Mcp-Session-Id").orElseThrow();

    HttpResponse<String> deleted =
        send(request("").DELETE().header("Mcp-Session-Id", session).build());
    assertEquals(200, deleted.statusCode());
    HttpResponse<String> after =
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "Mcp-Session-Id", session);
    assertEquals(404, after.statusCode());
    assertEquals(-32600, json(after).at("/error/code").intValue());
  }

  @Test
  void olderRequest_withoutSession_isABadRequest() throws Exception {
    start(HttpOptions.loopback(0));

    assertEquals(400, post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").statusCode());
  }

  @Test
  void olderVersionHeader_unknown_isABadRequest() throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> answer = post(INITIALIZE, "MCP-Protocol-Version", "1999-01-01");

    assertEquals(400, answer.statusCode());
    assertEquals(-32022, json(answer).at("/error/code").intValue());
  }

  @Test
  void olderProgress_comesAsEventsBeforeTheAnswer() throws Exception {
    start(HttpOptions.loopback(0));
    String session = post(INITIALIZE).headers().firstValue("Mcp-Session-Id").orElseThrow();
    HttpResponse<String> answer =
        post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                + "\"get_jobs\",\"arguments\":{},\"_meta\":{\"progressToken\":\"p\"}}}",
            "Mcp-Session-Id",
            session);

    List<ObjectNode> events = events(answer);
    assertEquals("notifications/progress", events.get(0).get("method").stringValue());
    assertEquals("here", events.get(1).at("/result/structuredContent/who").stringValue());
    assertEquals(2, events.size());
  }

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
        post(
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
      assertTrue(waiting.await(20, TimeUnit.SECONDS));
    }
    for (int i = 0; i < 50 && interrupted.getCount() > 0; i++) {
      server.keepAlive();
      if (interrupted.await(200, TimeUnit.MILLISECONDS)) {
        break;
      }
    }

    assertEquals(0, interrupted.getCount());
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, '', 403",
    "localhost.evil.example, '', 403",
    "localhost, http://evil.example, 403",
    "localhost, null, 403",
    "localhost, http://localhost@evil.example, 403",
    "localhost, http://localhost:3000, 200",
    "127.0.0.1, '', 200",
    "'[::1]', '', 200",
  })
  void foreignHostOrOrigin_isForbidden(String host, String origin, int status) throws Exception {
    start(HttpOptions.loopback(0));

    assertEquals(status, rawStatus(host, origin));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 401",
    "Bearer wrong-token-of-16, 401",
    "Basic abc, 401",
    "Bearer correct-horse-battery, 200",
    "bearer correct-horse-battery, 200",
  })
  void token_isNeededWhereOneIsSet(String authorization, int status) throws Exception {
    start(new HttpOptions("127.0.0.1", 0, "correct-horse-battery", Set.of()));
    HttpResponse<String> answer =
        authorization.isEmpty()
            ? post(INITIALIZE)
            : post(INITIALIZE, "Authorization", authorization);

    assertEquals(status, answer.statusCode());
    assertEquals(
        status == 401 ? "Bearer" : "", answer.headers().firstValue("WWW-Authenticate").orElse(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
  void bindingBeyondThisMachine_withoutToken_isRefused(String host) {
    FailureException refused =
        assertThrows(FailureException.class, () -> new HttpOptions(host, 0, null, Set.of()));

    assertEquals("host", refused.failure().field());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{bad | 400 | -32700",
        "[] | 400 | -32600",
        "{} | 400 | -32600",
        "'' | 400 | -32700"
      })
  void malformedBody_isAJsonRpcError(String body, int status, int code) throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> answer = post(body);

    assertEquals(status, answer.statusCode());
    assertEquals(code, json(answer).at("/error/code").intValue());
    assertFalse(answer.body().contains("Exception"), answer.body());
  }

  @Test
  void body_overTheLimit_isRefused() throws Exception {
    start(HttpOptions.loopback(0));

    assertEquals(413, post(" ".repeat(LONGEST_BODY + 1)).statusCode());
    assertEquals(400, post(" ".repeat(LONGEST_BODY)).statusCode());
  }

  @Test
  void otherMethodsPathsAndTypes_areRefused() throws Exception {
    start(HttpOptions.loopback(0));

    assertEquals(405, send(request("").GET().build()).statusCode());
    assertEquals(405, send(request("").DELETE().build()).statusCode());
    assertEquals(
        405, send(request("").PUT(HttpRequest.BodyPublishers.ofString("x")).build()).statusCode());
    HttpRequest elsewhere =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/other")).build();
    assertEquals(404, send(elsewhere).statusCode());
    HttpRequest text =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/mcp"))
            .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE))
            .header("Content-Type", "text/plain")
            .build();
    assertEquals(415, send(text).statusCode());
  }

  @Test
  void health_saysOk() throws Exception {
    start(HttpOptions.loopback(0));
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health")).build();

    assertEquals("{\"status\":\"ok\"}", send(health).body());
  }

  private void start(HttpOptions options) throws IOException {
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
  }

  private HttpResponse<String> modern(String method, String params, String... headers)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("MCP-Protocol-Version", "2026-07-28"));
    return post(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
            + method
            + "\",\"params\":{"
            + params
            + MODERN_META
            + "}}",
        all.toArray(String[]::new));
  }

  private HttpResponse<String> post(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        request("")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/mcp" + path));
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private int rawStatus(String host, String origin) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              ("POST /mcp HTTP/1.1\r\nHost: "
                      + host
                      + "\r\nContent-Type: application/json\r\nConnection: close\r\n"
                      + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
                      + "Content-Length: "
                      + INITIALIZE.length()
                      + "\r\n\r\n"
                      + INITIALIZE)
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return Integer.parseInt(reader.readLine().split(" ")[1]);
    }
  }

  private static ObjectNode json(HttpResponse<String> response) {
    if (response.body().startsWith("{")) {
      return (ObjectNode) Json.MAPPER.readTree(response.body());
    }
    List<ObjectNode> events = events(response);
    return events.get(events.size() - 1);
  }

  private static List<ObjectNode> events(HttpResponse<String> response) {
    assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElse(""));
    return response
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> (ObjectNode) Json.MAPPER.readTree(line.substring(6)))
        .toList();
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
