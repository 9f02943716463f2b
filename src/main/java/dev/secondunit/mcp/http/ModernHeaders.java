package dev.secondunit.mcp.http;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
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
      Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

  private ModernHeaders() {}

  static void check(HttpFields headers, Message.Request request) throws ProtocolException {
    JsonNode version = request.metadata().path("io.modelcontextprotocol/protocolVersion");
    if (version.isString()) {
      agree(VERSION, headers, version.stringValue());
    }
    agree("Mcp-Method", headers, request.method());
    String parameter = NAMED.get(request.method());
    if (parameter != null && request.params().path(parameter).isString()) {
      agree("Mcp-Name", headers, request.params().get(parameter).stringValue());
    }
  }

  private static void agree(String header, HttpFields headers, String body)
      throws ProtocolException {
    String sent = headers.get(header);
    if (sent == null || !decoded(sent.strip()).equals(body)) {
      throw new ProtocolException(
          ErrorCodes.HEADER_MISMATCH,
          "Header mismatch: "
              + header
              + (sent == null ? " is missing." : " does not agree with the body."));
    }
  }

  private static String decoded(String value) {
    if (!value.startsWith(BASE64_START) || !value.endsWith(BASE64_END)) {
      return value;
    }
    String base64 = value.substring(BASE64_START.length(), value.length() - BASE64_END.length());
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
