package dev.secondunit.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers the methods that all protocol revisions share. What differs between revisions (the
 * handshake, envelopes, extra fields of results) is added by whoever calls. Safe for many threads.
 */
public final class Methods {
  @FunctionalInterface
  private interface Handler {
    ObjectNode handle(ObjectNode params, Exchange exchange)
        throws ProtocolException, InterruptedException;
  }

  private final Map<String, Handler> handlers = new LinkedHashMap<>();
  private final Map<String, ServedTool> tools = new LinkedHashMap<>();

  public Methods(ServerDefinition server) {
    for (ServedTool tool : server.tools()) {
      tools.put(tool.name(), tool);
    }
    if (!tools.isEmpty()) {
      handlers.put("tools/list", (params, exchange) -> listTools(params));
      handlers.put("tools/call", this::callTool);
    }
  }

  /** The methods that {@link #call} knows. */
  public Set<String> names() {
    return Set.copyOf(handlers.keySet());
  }

  /**
   * Answers one request, on the calling thread.
   *
   * @return the result, to which the caller may add; parts of it may be shared
   */
  public ObjectNode call(String method, ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    Handler handler = handlers.get(method);
    if (handler == null) {
      throw new ProtocolException(ErrorCodes.METHOD_NOT_FOUND, "Method not found: " + method);
    }
    return handler.handle(params, exchange);
  }

  private ObjectNode listTools(ObjectNode params) throws ProtocolException {
    return Pages.page("tools", tools.values().stream().map(ServedTool::listing).toList(), params);
  }

  private ObjectNode callTool(ObjectNode params, Exchange exchange)
      throws ProtocolException, InterruptedException {
    JsonNode name = params.path("name");
    if (!name.isString()) {
      throw ProtocolException.invalidParams("tools/call needs the \"name\" of a tool.");
    }
    ServedTool tool = tools.get(name.stringValue());
    if (tool == null) {
      throw ProtocolException.invalidParams(
          "Unknown tool: " + shortened(name.stringValue()) + ". The tools are " + tools.keySet());
    }
    JsonNode arguments = params.path("arguments");
    if (arguments.isMissingNode() || arguments.isNull()) {
      params.putObject("arguments");
    } else if (!arguments.isObject()) {
      throw ProtocolException.invalidParams("\"arguments\" of tools/call must be an object.");
    }
    return tool.handler().call(params, exchange);
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
