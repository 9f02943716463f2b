package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.FailureException;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.CancelJobsArguments;
import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.Tools;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that no honest client sends, and defects of our own: little is said, and nothing ends.
 */
@Timeout(60)
class HostileHttpTest {
  private static final String TOKEN = "correct-horse-battery";
  private static final int LONGEST_BODY = 1_000;

  private HttpServer server;
  private HttpTestClient client;
  private int port;

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private void start(HttpOptions options) throws IOException {
    server =
        new HttpServer(
            ServerDefinition.secondUnit("1", Tools.registry(ToolChoices.ALL, new DefectiveTools())),
            options,
            () -> "session_1",
            Clock.systemUTC(),
            new DefectiveMetrics(),
            LONGEST_BODY);
    port = server.start();
    client = new HttpTestClient(port);
  }

  private static final class DefectiveTools implements ToolFunctions {
    @Override
    public ToolResult getJobs(GetJobsArguments arguments, ToolCall call) {
      throw new IllegalStateException("secret inside", new IOException("/home/secret/path"));
    }

    @Override
    public ToolResult cancelJobs(CancelJobsArguments arguments, ToolCall call) {
      throw new StackOverflowError("secret inside");
    }
  }

  private static final class DefectiveMetrics implements HttpMetrics {
    @Override
    public void answered(String method, int status, java.time.Duration took) {}

    @Override
    public String page() {
      throw new IllegalStateException("secret inside");
    }
  }

  /** The status line and everything behind it, until the server closes. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  private static void givesNothingAway(String answer) {
    for (String word :
        List.of("secret", "xception", "\tat ", "java.", "dev.secondunit", "Jetty", "jetty")) {
      assertFalse(answer.contains(word), word + " in " + answer);
    }
  }

  private void stillServes() throws Exception {
    assertEquals(200, client.post(HttpTestClient.INITIALIZE).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_jobs", "cancel_jobs"})
  void defectOfATool_isSaidWithoutItsInside(String tool) throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> modern = client.call(tool, "{\"job_ids\":[\"job_1\"]}");
    givesNothingAway(modern.body());
    assertTrue(modern.body().contains("a defect of this program"), modern.body());

    String session =
        client.post(HttpTestClient.INITIALIZE).headers().firstValue("Mcp-Session-Id").orElseThrow();
    HttpResponse<String> older =
        client.post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\",\"arguments\":{\"job_ids\":[\"job_1\"]}}}",
            "Mcp-Session-Id",
            session);
    givesNothingAway(older.body());
    assertTrue(older.body().contains("a defect of this program"), older.body());
  }

  @Test
  void defectOfAPage_isSaidWithoutItsInside() throws Exception {
    start(HttpOptions.loopback(0));
    HttpResponse<String> answer = client.get("/metrics");

    assertEquals(500, answer.statusCode());
    givesNothingAway(answer.body());
    assertEquals(-32603, HttpTestClient.json(answer).at("/error/code").intValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NONSENSE | 400",
        "GET /mcp HTTP/9.9~Host: localhost~~ | 505",
        "GET /%zz HTTP/1.1~Host: localhost~Connection: close~~ | 400",
        "GET /mcp/../../etc/passwd HTTP/1.1~Host: localhost~Connection: close~~ | 400",
        "POST /mcp HTTP/1.1~Host: localhost~Content-Length: x~~ | 400",
        "POST /mcp HTTP/1.1~Host: localhost~Content-Length: 5~Transfer-Encoding: chunked~~ | 400",
        "POST /mcp HTTP/1.1~Host: localhost~Host: evil.example~Content-Length: 0~~ | 400",
        "POST /mcp HTTP/1.1~Content-Length: 0~Connection: close~~ | 400",
        "POST /mcp HTTP/1.0~Content-Length: 0~~ | 403",
        "GET http://evil.example/mcp HTTP/1.1~Host: localhost~Connection: close~~ | 4",
        "TRACE /mcp HTTP/1.1~Host: localhost~Connection: close~~ | 405",
        "OPTIONS /mcp HTTP/1.1~Host: localhost~Origin: http://evil.example~Connection: close~~ | 403",
      })
  void brokenRequest_isRefusedInFewWords(String request, int status) throws Exception {
    start(HttpOptions.loopback(0));
    String answer = raw(request.replace("~", "\r\n") + (request.contains("~") ? "" : "\r\n\r\n"));

    assertTrue(Integer.toString(status(answer)).startsWith(Integer.toString(status)), answer);
    givesNothingAway(answer);
    stillServes();
  }

  @Test
  void headers_overTheLimit_areRefused() throws Exception {
    start(HttpOptions.loopback(0));
    String answer =
        raw(
            "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: "
                + "x".repeat(40_000)
                + "\r\n\r\n");

    assertEquals(431, status(answer));
    givesNothingAway(answer);
    String token = "GET /health HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ";
    assertEquals(200, status(raw(token + "x".repeat(12_000) + "\r\nConnection: close\r\n\r\n")));
  }

  @Test
  void chunkedBody_overTheLimit_isRefused() throws Exception {
    start(HttpOptions.loopback(0));
    String chunk = "200\r\n" + " ".repeat(512) + "\r\n";
    String answer =
        raw(
            "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(3)
                + "0\r\n\r\n");

    assertEquals(413, status(answer));
    assertTrue(answer.contains("Connection: close\r\n"), answer);
    stillServes();
  }

  @Test
  void body_withoutToken_isNotRead_andTheConnectionEnds() throws Exception {
    start(new HttpOptions("127.0.0.1", 0, TOKEN, Set.of()));
    String answer =
        raw(
            "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 900\r\n\r\n");

    assertEquals(401, status(answer));
    assertTrue(answer.contains("Connection: close\r\n"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "POST /anything, application/json, 404",
    "PUT /mcp,       application/json, 405",
    "POST /mcp,      text/plain,       415",
  })
  void body_thatNobodyWaitsFor_endsTheConnectionWithAWord(String line, String type, int status)
      throws Exception {
    start(HttpOptions.loopback(0));
    for (String length : List.of("Content-Length: 900", "Transfer-Encoding: chunked")) {
      String answer =
          raw(
              line
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                  + type
                  + "\r\n"
                  + length
                  + "\r\n\r\n");

      assertEquals(status, status(answer));
      assertTrue(answer.contains("Connection: close\r\n"), answer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 401",
    "Bearer, 401",
    "Bearer correct-horse-batter, 401",
    "Bearer correct-horse-battery2, 401",
    "Bearer Correct-Horse-Battery, 401",
    "Bearer correct-horse-battery correct-horse-battery, 401",
    "correct-horse-battery, 401",
    "Token correct-horse-battery, 401",
    "Bearer correct-horse-battery, 200",
  })
  void everyPath_needsTheToken(String authorization, int status) throws Exception {
    start(new HttpOptions("127.0.0.1", 0, TOKEN, Set.of()));
    for (String path : List.of("/mcp", "/health", "/metrics", "/anything")) {
      String answer =
          raw(
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\n"
                  + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
                  + "Connection: close\r\n\r\n");
      assertEquals(status == 401, status(answer) == 401, path + ": " + answer);
      assertFalse(answer.contains(TOKEN), "the token is not told");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, 403",
    "evil.example:80, 403",
    "localhost.evil.example, 403",
    "127.0.0.1.evil.example, 403",
    "evil-localhost, 403",
    "0.0.0.0, 403",
    "10.0.0.1, 403",
    "'localhost, evil.example', 4",
    "studio.example, 200",
    "STUDIO.EXAMPLE:443, 200",
    "localhost:1, 200",
  })
  void host_notOnTheList_isRefusedAlsoWithTheToken(String host, int status) throws Exception {
    start(new HttpOptions("127.0.0.1", 0, TOKEN, Set.of("studio.example")));
    String answer =
        raw(
            "GET /health HTTP/1.1\r\nHost: "
                + host
                + "\r\nAuthorization: Bearer "
                + TOKEN
                + "\r\nConnection: close\r\n\r\n");

    assertTrue(Integer.toString(status(answer)).startsWith(Integer.toString(status)), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, 403",
    "https://studio.example.evil.example, 403",
    "https://evil.example/studio.example, 403",
    "https://studio.example@evil.example, 403",
    "file://, 403",
    "null, 403",
    "studio.example, 403",
    "https://studio.example, 200",
    "https://studio.example:8443, 200",
    "http://localhost:6274, 200",
  })
  void origin_notOnTheList_isRefusedAlsoWithTheToken(String origin, int status) throws Exception {
    start(new HttpOptions("127.0.0.1", 0, TOKEN, Set.of("studio.example")));
    for (String path : List.of("/health", "/mcp")) {
      int answered =
          client.get(path, "Origin", origin, "Authorization", "Bearer " + TOKEN).statusCode();
      assertEquals(status == 403, answered == 403, path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "203.0.113.7", "no.such.host.invalid", ""})
  void anyAddressBeyondThisMachine_needsATokenOrAnIssuer(String host) {
    FailureException refused =
        assertThrows(FailureException.class, () -> new HttpOptions(host, 0, null, Set.of()));

    assertEquals("host", refused.failure().field());
    assertTrue(refused.failure().hint().contains("SECOND_UNIT_HTTP_TOKEN"));
    assertThrows(FailureException.class, () -> new HttpOptions(host, 0, "short", Set.of()));
    assertEquals(host, new HttpOptions(host, 0, TOKEN, Set.of()).host());
  }
}
