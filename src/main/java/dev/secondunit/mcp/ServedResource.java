package dev.secondunit.mcp;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource, or a template for many, as the wire sees it.
 *
 * @param listing its entry in the list, with {@code uri} or {@code uriTemplate}, and {@code name}
 * @param members of a template: what the list of resources shows of it
 */
public record ServedResource(ObjectNode listing, Reader reader, Members members) {
  /** Reads resources. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @return the {@code contents}, or null when no resource of this kind has the URI
     */
    ArrayNode read(String uri, Exchange exchange) throws ProtocolException, InterruptedException;
  }

  /** Lists what a template stands for at present. */
  @FunctionalInterface
  public interface Members {
    /**
     * @return entries of the list of resources, in the order clients see; not to be changed
     */
    List<ObjectNode> list(Exchange exchange) throws ProtocolException, InterruptedException;
  }

  /** A resource, or a template of which the list of resources shows nothing. */
  public ServedResource(ObjectNode listing, Reader reader) {
    this(listing, reader, exchange -> List.of());
  }

  public ServedResource {
    Objects.requireNonNull(listing, "listing");
    Objects.requireNonNull(reader, "reader");
    Objects.requireNonNull(members, "members");
  }

  boolean isTemplate() {
    return listing.has("uriTemplate");
  }

  /** Its URI; null for a template. */
  String uri() {
    return listing.path("uri").asString(null);
  }
}
