package dev.secondunit.mcp.legacy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.secondunit.mcp.ErrorCodes;
import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Message;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Between our messages and the SDK's records. */
final class LegacyMessages {
  /**
   * The SDK's records need one correction: they carry the mode of an elicitation as a property and
   * as a type, which Jackson refuses to write twice.
   */
  static final JsonMapper MAPPER =
      Json.MAPPER.rebuild().addMixIn(McpSchema.ElicitRequest.class, ModeOnce.class).build();

  @JsonTypeInfo(
      use = JsonTypeInfo.Id.NAME,
      include = JsonTypeInfo.As.EXISTING_PROPERTY,
      property = "mode",
      defaultImpl = McpSchema.ElicitFormRequest.class)
  private interface ModeOnce {}

  private LegacyMessages() {}

  static McpSchema.JSONRPCRequest request(Message.Request request) {
    return new McpSchema.JSONRPCRequest(request.method(), id(request.id()), request.params());
  }

  static McpSchema.JSONRPCNotification notification(Message.Notification notification) {
    return new McpSchema.JSONRPCNotification(notification.method(), notification.params());
  }

  static McpSchema.JSONRPCResponse response(Message.Response response) {
    ObjectNode json = response.json();
    if (json.path("error").isObject()) {
      JsonNode error = json.get("error");
      return McpSchema.JSONRPCResponse.error(
          id(response.id()),
          new McpSchema.JSONRPCResponse.JSONRPCError(
              error.path("code").asInt(ErrorCodes.INTERNAL_ERROR),
              error.path("message").asString("The client gave no message.")));
    }
    return McpSchema.JSONRPCResponse.result(id(response.id()), json.get("result"));
  }

  static ObjectNode json(JSONRPCMessage message) {
    return MAPPER.valueToTree(message);
  }

  static <T> T convert(Object data, TypeRef<T> type) {
    JavaType target = MAPPER.constructType(type.getType());
    try {
      return MAPPER.convertValue(data, target);
    } catch (RuntimeException e) {
      throw McpError.builder(ErrorCodes.INVALID_PARAMS)
          .message("Invalid params: they do not have the form this method needs.")
          .build();
    }
  }

  private static Object id(JsonNode id) {
    return id.isString() ? id.stringValue() : (Object) id.longValue();
  }
}
