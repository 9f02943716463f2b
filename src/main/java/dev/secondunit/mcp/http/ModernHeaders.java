package dev.secondunit.mcp.http;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedTool;
import dev.secondunit.mcp.ServerDefinition;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Since 2026-07-28 the headers repeat what the body says, so that gateways need not read bodies.
 * Whoever trusts the headers must not be misled: they have to agree.
 */
final class ModernHeaders {
  static final String VERSION = "MCP-Protocol-Version";

  private static final String BASE64_START = "=?base64?";
  private static final String BASE64_END = "?=";

  /** The methods whose {@code Mcp-Name} header repeats this parameter. */
  private static final Map<String, String> NAMED =
      Map.of(
          "tools/call", "name",
          "prompts/get", "name",
          "resources/read", "uri",
          "tasks/get", "taskId",
          "tasks/update", "taskId",
          "tasks/cancel", "taskId");

  /** By tool: the header that repeats an argument, by the argument's path. */
  private final Map<String, Map<JsonPointer, String>> mirrored = new HashMap<>();

  /**
   * @param server its tools may ask for arguments to be repeated in headers, with {@code
   *     x-mcp-header} in their schemas
   */
  ModernHeaders(ServerDefinition server) {
    for (ServedTool tool : server.offer().tools()) {
      Map<JsonPointer, String> headers = new HashMap<>();
      collect(tool.listing().path("inputSchema"), JsonPointer.empty(), headers);
      if (!headers.isEmpty()) {
        mirrored.put(tool.name(), headers);
      }
    }
  }

  private static void collect(JsonNode schema, JsonPointer path, Map<JsonPointer, String> headers) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonPointer inner = path.appendProperty(property.getKey());
      if (property.getValue().path("x-mcp-header").isString()) {
        headers.put(inner, "Mcp-Param-" + property.getValue().get("x-mcp-header").stringValue());
      }
      collect(property.getValue(), inner, headers);
    }
  }

  void check(HttpFields headers, Message.Request request) throws ProtocolException {
    JsonNode version = request.metadata().path("io.modelcontextprotocol/protocolVersion");
    if (version.isString()) {
      agree(VERSION, headers, version.stringValue());
    }
    agree("Mcp-Method", headers, request.method());
    String parameter = NAMED.get(request.method());
    if (parameter != null && request.params().path(parameter).isString()) {
      agree("Mcp-Name", headers, request.params().get(parameter).stringValue());
    }
    if (request.method().equals("tools/call")) {
      Map<JsonPointer, String> arguments =
          mirrored.getOrDefault(request.params().path("name").asString(""), Map.of());
      for (Map.Entry<JsonPointer, String> argument : arguments.entrySet()) {
        agree(
            argument.getValue(), headers, request.params().path("arguments").at(argument.getKey()));
      }
    }
  }

  /** An argument that is null or absent has no header; whole numbers are equal as numbers. */
  private static void agree(String header, HttpFields headers, JsonNode argument)
      throws ProtocolException {
    String sent = headers.get(header);
    if (argument.isMissingNode() || argument.isNull()) {
      if (sent != null) {
        throw mismatch(header, "has no argument in the body.");
      }
      return;
    }
    if (argument.isNumber() && sent != null) {
      try {
        if (new BigDecimal(decoded(sent.strip())).compareTo(argument.decimalValue()) == 0) {
          return;
        }
      } catch (NumberFormatException e) {
        throw mismatch(header, "does not agree with the body.");
      }
    }
    agree(header, headers, argument.isValueNode() ? argument.asString() : argument.toString());
  }

  private static void agree(String header, HttpFields headers, String body)
      throws ProtocolException {
    String sent = headers.get(header);
    if (sent == null || !decoded(sent.strip()).equals(body)) {
      throw mismatch(header, sent == null ? "is missing." : "does not agree with the body.");
    }
  }

  private static ProtocolException mismatch(String header, String why) {
    return new ProtocolException(
        ErrorCodes.HEADER_MISMATCH, "Header mismatch: " + header + " " + why);
  }

  private static String decoded(String value) {
    if (!value.startsWith(BASE64_START) || !value.endsWith(BASE64_END)) {
      return value;
    }
    String base64 = value.substring(BASE64_START.length(), value.length() - BASE64_END.length());
    if (base64.length() % 4 != 0) {
      return value;
    }
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
