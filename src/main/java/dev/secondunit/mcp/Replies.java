package dev.secondunit.mcp;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON-RPC messages this server sends, as new objects. */
public final class Replies {
  private Replies() {}

  public static ObjectNode result(JsonNode id, JsonNode result) {
    ObjectNode reply = envelope();
    reply.set("id", id);
    reply.set("result", result);
    return reply;
  }

  /**
   * @param id the id of the request, or null as JSON when it could not be read
   * @param data or null
   */
  public static ObjectNode error(JsonNode id, int code, String message, JsonNode data) {
    ObjectNode reply = envelope();
    reply.set("id", id);
    ObjectNode error = reply.putObject("error");
    error.put("code", code);
    error.put("message", message);
    if (data != null) {
      error.set("data", data);
    }
    return reply;
  }

  public static ObjectNode error(JsonNode id, ProtocolException fault) {
    return error(id, fault.code(), fault.getMessage(), fault.data());
  }

  public static ObjectNode error(Message.Malformed malformed) {
    return error(malformed.id(), malformed.code(), malformed.reason(), null);
  }

  public static ObjectNode notification(String method, ObjectNode params) {
    ObjectNode notification = envelope();
    notification.put("method", method);
    notification.set("params", params);
    return notification;
  }

  private static ObjectNode envelope() {
    return Json.object().put("jsonrpc", "2.0");
  }
}
