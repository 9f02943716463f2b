package dev.secondunit.mcp.stdio;

import static dev.secondunit.mcp.JsonRpc.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** How a conversation begins in the revisions that have an initialize. */
@Timeout(60)
class StdioHandshakeTest {
  private final EchoServer echo = new EchoServer();

  @Test
  void initialize_knownVersion_isAgreedTo() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
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
    try (StdioClient client = new StdioClient(echo.definition())) {
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
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.send(request(1, "initialize", params));

      ObjectNode answer = client.receive();
      assertEquals(-32602, answer.at("/error/code").intValue(), answer.toString());
      assertFalse(answer.toString().contains("jackson"), answer.toString());
      assertEquals("2025-11-25", client.initialize().at("/result/protocolVersion").stringValue());
    }
  }

  @Test
  void request_beforeInitialize_isAnswered() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
      client.send(request(1, "tools/list", "{}"));
      assertEquals(-32600, client.receive().at("/error/code").intValue());

      client.send(request(2, "ping", "{}"));
      assertTrue(client.receive().path("result").isObject());
    }
  }

  @Test
  void request_rightAfterInitialize_isAnsweredWithoutTheNotification() throws Exception {
    try (StdioClient client = new StdioClient(echo.definition())) {
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

  private static Set<String> names(ObjectNode object) {
    return new HashSet<>(object.propertyNames());
  }
}
