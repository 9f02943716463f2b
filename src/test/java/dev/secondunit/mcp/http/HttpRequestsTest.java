package dev.secondunit.mcp.http;

import static dev.secondunit.mcp.http.HttpTestClient.INITIALIZE;
import static dev.secondunit.mcp.http.HttpTestClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests are read at all: methods, paths, types and bodies. */
class HttpRequestsTest extends HttpBench {
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
    HttpResponse<String> answer = client.post(body);

    assertEquals(status, answer.statusCode());
    assertEquals(code, json(answer).at("/error/code").intValue());
    assertFalse(answer.body().contains("Exception"), answer.body());
  }

  @Test
  void body_overTheLimit_isRefused() throws Exception {
    start(HttpOptions.loopback(0));

    assertEquals(413, client.post(" ".repeat(LONGEST_BODY + 1)).statusCode());
    assertEquals(400, client.post(" ".repeat(LONGEST_BODY)).statusCode());
  }

  @Test
  void otherMethodsPathsAndTypes_areRefused() throws Exception {
    start(HttpOptions.loopback(0));

    assertEquals(405, client.send(client.request("/mcp").GET().build()).statusCode());
    assertEquals(405, client.send(client.request("/mcp").DELETE().build()).statusCode());
    assertEquals(
        405,
        client
            .send(client.request("/mcp").PUT(HttpRequest.BodyPublishers.ofString("x")).build())
            .statusCode());
    HttpRequest elsewhere =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/other")).build();
    assertEquals(404, client.send(elsewhere).statusCode());
    HttpRequest text =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/mcp"))
            .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE))
            .header("Content-Type", "text/plain")
            .build();
    assertEquals(415, client.send(text).statusCode());
  }

  @Test
  void health_saysOk() throws Exception {
    start(HttpOptions.loopback(0));
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health")).build();

    assertEquals("{\"status\":\"ok\"}", client.send(health).body());
  }
}
