package dev.secondunit.mcp;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * A prompt as the wire sees it.
 *
 * @param listing its entry in {@code prompts/list}, with {@code name} and {@code arguments}
 */
public record ServedPrompt(ObjectNode listing, Handler handler) {
  /** Answers {@code prompts/get}. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @param params the request's parameters, with {@code arguments} being an object
     * @return the result object, with {@code messages}
     */
    ObjectNode get(ObjectNode params, Exchange exchange)
        throws ProtocolException, InterruptedException;
  }

  public ServedPrompt {
    Objects.requireNonNull(listing, "listing");
    Objects.requireNonNull(handler, "handler");
  }

  public String name() {
    return listing.get("name").stringValue();
  }
}
