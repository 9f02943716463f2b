package dev.secondunit.mcp.modern;

import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import dev.secondunit.mcp.ProtocolException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request of this revision says about itself in its {@code _meta}. */
record Envelope(ObjectNode clientCapabilities, String logLevel) {
  static final String VERSION = "2026-07-28";

  static final String PROTOCOL_VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
  static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
  static final String LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel";
  static final String SERVER_INFO_KEY = "io.modelcontextprotocol/serverInfo";
  static final String SUBSCRIPTION_KEY = "io.modelcontextprotocol/subscriptionId";

  static Envelope read(Message.Request request) throws ProtocolException {
    JsonNode metadata = request.metadata();
    JsonNode version = metadata.path(PROTOCOL_VERSION_KEY);
    if (!version.isString()) {
      throw missing(PROTOCOL_VERSION_KEY);
    }
    if (!version.stringValue().equals(VERSION)) {
      ObjectNode data = Json.object();
      data.putArray("supported").add(VERSION);
      data.set("requested", version);
      throw new ProtocolException(
          ErrorCodes.UNSUPPORTED_PROTOCOL_VERSION,
          "Unsupported protocol version; supported here without initialize: " + VERSION + ".",
          data);
    }
    if (!(metadata.path(CAPABILITIES_KEY) instanceof ObjectNode capabilities)) {
      throw missing(CAPABILITIES_KEY);
    }
    return new Envelope(capabilities, metadata.path(LOG_LEVEL_KEY).asString(null));
  }

  private static ProtocolException missing(String key) {
    return ProtocolException.invalidParams(
        "Invalid params: \"_meta\" must have \"" + key + "\" in every request.");
  }
}
