package dev.secondunit.mcp;

import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * An extension of the protocol that a server offers beside the core. A client that does not use it
 * sees the core unchanged.
 *
 * @param identifier such as {@code io.modelcontextprotocol/skills}
 * @param settings what is announced under the identifier; not to be changed
 * @param methods what the extension adds, by the method's name
 * @param audience who may call the methods
 */
public record ServedExtension(
    String identifier,
    ObjectNode settings,
    Map<String, ServedTool.Handler> methods,
    Audience audience) {
  /** The clients that an extension is for. */
  public enum Audience {
    /** Whoever calls, in every revision of the protocol. */
    EVERYONE,
    /** Requests of 2026-07-28 and later whose client declares the extension in them. */
    DECLARING
  }

  public ServedExtension {
    Objects.requireNonNull(identifier, "identifier");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(audience, "audience");
    methods = Map.copyOf(methods);
  }

  /** The method, closed to clients that this extension is not for. */
  ServedTool.Handler handler(String method) {
    ServedTool.Handler handler = methods.get(method);
    if (audience == Audience.EVERYONE) {
      return handler;
    }
    return (params, exchange) -> {
      if (!exchange.stateless() || !exchange.declares(identifier)) {
        throw ProtocolException.missingExtension(identifier);
      }
      return handler.call(params, exchange);
    };
  }
}
