package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedTool;
import dev.secondunit.mcp.ServerDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Headers that repeat an argument because its tool asks for that. */
class ModernHeadersTest {
  private static final String SCHEMA =
      """
      {"type":"object","properties":{
        "region":{"type":"string","x-mcp-header":"Region"},
        "count":{"type":"integer","x-mcp-header":"Count"},
        "inner":{"type":"object","properties":{"deep":{"type":"boolean","x-mcp-header":"Deep"}}},
        "free":{"type":"string"}}}""";

  private final ModernHeaders headers = new ModernHeaders(server());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"region\":\"eu\"}           | Mcp-Param-Region | eu",
        "{\"region\":\"eu\"}           | mcp-param-region | =?base64?ZXU=?=",
        "{\"region\":\"ZXU=\"}         | Mcp-Param-Region | ZXU=",
        "{\"count\":42}                | Mcp-Param-Count  | 42",
        "{\"count\":42}                | Mcp-Param-Count  | 42.0",
        "{\"inner\":{\"deep\":true}}   | Mcp-Param-Deep   | true",
        "{\"region\":null}             | Other            | x",
        "{\"free\":\"words\"}          | Other            | x",
      })
  void agreeing_passes(String arguments, String header, String value) {
    assertDoesNotThrow(() -> check(arguments, header, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"region\":\"eu\"}           | Mcp-Param-Region | us",
        "{\"region\":\"eu\"}           | Mcp-Param-Region | EU",
        "{\"region\":\"eu\"}           | Other            | eu",
        "{\"region\":\"eu\"}           | Mcp-Param-Region | =?base64?ZXU?=",
        "{\"region\":\"eu\"}           | Mcp-Param-Region | =?base64?Z!U=?=",
        "{\"region\":{\"a\":1}}        | Mcp-Param-Region | a",
        "{\"count\":42}                | Mcp-Param-Count  | 43",
        "{\"count\":42}                | Mcp-Param-Count  | many",
        "{\"inner\":{\"deep\":true}}   | Mcp-Param-Deep   | false",
        "{\"free\":\"words\"}          | Mcp-Param-Region | eu",
      })
  void disagreeing_isRefused(String arguments, String header, String value) {
    ProtocolException refused =
        assertThrows(ProtocolException.class, () -> check(arguments, header, value));

    assertEquals(-32020, refused.code());
  }

  private void check(String arguments, String header, String value) throws ProtocolException {
    ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", 1);
    ObjectNode params = request.put("method", "tools/call").putObject("params").put("name", "t");
    params.set("arguments", Json.MAPPER.readTree(arguments));
    headers.check(
        HttpFields.build().put("Mcp-Method", "tools/call").put("Mcp-Name", "t").put(header, value),
        (Message.Request) Message.parse(request.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static ServerDefinition server() {
    ObjectNode listing = Json.object().put("name", "t");
    listing.set("inputSchema", Json.MAPPER.readTree(SCHEMA));
    return new ServerDefinition(
        "s", "S", "1", "", List.of(new ServedTool(listing, (params, exchange) -> Json.object())));
  }
}
