package dev.secondunit.mcp;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** One JSON-RPC message as it came in, checked as far as JSON-RPC itself goes. */
public sealed interface Message {
  /**
   * Wants an answer.
   *
   * @param id a text or a whole number, to be echoed as it is
   * @param params an empty object when none were sent
   */
  record Request(JsonNode id, String method, ObjectNode params) implements Message {
    /** The request's {@code _meta}, or a missing node. */
    public JsonNode metadata() {
      return params.path("_meta");
    }
  }

  /** Wants no answer. */
  record Notification(String method, ObjectNode params) implements Message {}

  /** Answers a request of ours, with {@code result} or {@code error}. */
  record Response(JsonNode id, ObjectNode json) implements Message {}

  /**
   * Nothing that can be handled; it is answered with this error.
   *
   * @param id the id where it could be read, else null as JSON
   */
  record Malformed(JsonNode id, int code, String reason) implements Message {}

  /** Reads one message of UTF-8 JSON. Never throws for what stands in it. */
  static Message parse(byte[] json) {
    JsonNode node;
    try {
      node = Json.MAPPER.readTree(json);
    } catch (JacksonException e) {
      return malformed(ErrorCodes.PARSE_ERROR, "Parse error: the message is not valid JSON.");
    }
    if (node == null || node instanceof MissingNode) {
      return malformed(ErrorCodes.PARSE_ERROR, "Parse error: the message is empty.");
    }
    return of(node);
  }

  private static Message of(JsonNode node) {
    if (node.isArray()) {
      return malformed(
          ErrorCodes.INVALID_REQUEST,
          "Invalid request: batches are not part of this protocol; send one message at a time.");
    }
    if (!(node instanceof ObjectNode json)) {
      return malformed(ErrorCodes.INVALID_REQUEST, "Invalid request: a message is a JSON object.");
    }
    JsonNode id = json.path("id");
    boolean usable = id.isString() || (id.isIntegralNumber() && id.canConvertToLong());
    JsonNode echoed = usable ? id : NullNode.getInstance();
    if (!"2.0".equals(json.path("jsonrpc").asString(""))) {
      return new Malformed(
          echoed, ErrorCodes.INVALID_REQUEST, "Invalid request: \"jsonrpc\" must be \"2.0\".");
    }
    if (!json.has("method")) {
      return response(json, echoed, usable);
    }
    if (!json.get("method").isString()) {
      return new Malformed(
          echoed, ErrorCodes.INVALID_REQUEST, "Invalid request: \"method\" must be a text.");
    }
    JsonNode params = json.path("params");
    if (!params.isMissingNode() && !params.isNull() && !params.isObject()) {
      return new Malformed(
          echoed, ErrorCodes.INVALID_REQUEST, "Invalid request: \"params\" must be an object.");
    }
    ObjectNode parameters = params instanceof ObjectNode object ? object : Json.object();
    String method = json.get("method").stringValue();
    if (!json.has("id")) {
      return new Notification(method, parameters);
    }
    return usable
        ? new Request(id, method, parameters)
        : new Malformed(
            echoed,
            ErrorCodes.INVALID_REQUEST,
            "Invalid request: \"id\" must be a text or a whole number.");
  }

  private static Message response(ObjectNode json, JsonNode id, boolean usable) {
    boolean answers = json.has("result") || json.path("error").isObject();
    return usable && answers
        ? new Response(id, json)
        : new Malformed(
            id,
            ErrorCodes.INVALID_REQUEST,
            "Invalid request: the message has neither a method nor a result.");
  }

  private static Malformed malformed(int code, String reason) {
    return new Malformed(NullNode.getInstance(), code, reason);
  }
}
