package dev.secondunit.mcp;

import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource, or a template for many, as the wire sees it.
 *
 * @param listing its entry in the list, with {@code uri} or {@code uriTemplate}, and {@code name}
 */
public record ServedResource(ObjectNode listing, Reader reader) {
  /** Reads resources. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @return the {@code contents}, or null when no resource of this kind has the URI
     */
    ArrayNode read(String uri, Exchange exchange) throws ProtocolException, InterruptedException;
  }

  public ServedResource {
    Objects.requireNonNull(listing, "listing");
    Objects.requireNonNull(reader, "reader");
  }

  boolean isTemplate() {
    return listing.has("uriTemplate");
  }

  /** Its URI; null for a template. */
  String uri() {
    return listing.path("uri").asString(null);
  }
}
