package dev.secondunit.mcp.stdio;

import static dev.secondunit.mcp.JsonRpc.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** One line is one message: what is none, what is too long, and what nobody knows. */
@Timeout(60)
class StdioLinesTest {
  private final EchoServer echo = new EchoServer();

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
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      client.send(line);

      assertEquals(code, client.receive().at("/error/code").intValue());
      client.send(request(9, "ping", "{}"));
      assertEquals(9, client.receive().get("id").intValue());
    }
  }

  @Test
  void invalidUtf8_isAParseError() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.sendBytes(new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"', '\n'});

      assertEquals(-32700, client.receive().at("/error/code").intValue());
    }
  }

  @Test
  void line_overTheLimit_isRefusedAndTheNextOneRead() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition(), 100, Duration.ofSeconds(5))) {
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
    try (StdioClient client =
        new StdioClient(echo.definition(), ping.length(), Duration.ofSeconds(5))) {
      client.send(ping);

      assertTrue(client.receive().has("result"));
    }
  }

  @Test
  void lastLineWithoutEnd_isRead() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.sendBytes(request(1, "ping", "{}").getBytes(StandardCharsets.UTF_8));
      client.endInput();

      assertEquals(1, client.receive().get("id").intValue());
    }
  }

  @Test
  void unknownMethod_isNamed() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.initialize();
      client.send(request("\"text-id\"", "no/such", "{}"));

      ObjectNode answer = client.receive();
      assertEquals("text-id", answer.get("id").stringValue());
      assertEquals(-32601, answer.at("/error/code").intValue());
    }
  }
}
