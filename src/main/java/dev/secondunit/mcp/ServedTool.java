package dev.secondunit.mcp;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as the wire sees it.
 *
 * @param listing its entry in {@code tools/list}, with at least {@code name}
 */
public record ServedTool(ObjectNode listing, Handler handler) {
  /** Answers {@code tools/call}. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @param params the request's parameters, with {@code arguments} being an object
     * @return the result object
     */
    ObjectNode call(ObjectNode params, Exchange exchange)
        throws ProtocolException, InterruptedException;
  }

  public ServedTool {
    Objects.requireNonNull(listing, "listing");
    Objects.requireNonNull(handler, "handler");
  }

  public String name() {
    return listing.get("name").stringValue();
  }
}
