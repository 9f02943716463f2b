package dev.secondunit.artifact;

import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a file came to be, as its sidecar tells it. The objects are written as they are; none may
 * hold a credential.
 *
 * @param assetId the id under which the file can be used as an input
 * @param request what was asked for
 * @param plan what was sent: backend, model, effective parameters, adjustments, ignored, warnings
 * @param vendor the vendor's own ids
 * @param cost estimate, actual, as-of date
 * @param parents asset ids, or hashes of outside files, that it was made from; empty without any
 * @param previz whether it is a rehearsal and not the real thing
 */
public record Provenance(
    String assetId,
    ObjectNode request,
    ObjectNode plan,
    ObjectNode vendor,
    ObjectNode cost,
    List<String> parents,
    boolean previz) {
  public Provenance {
    Objects.requireNonNull(assetId, "assetId");
    request = copy(request);
    plan = copy(plan);
    vendor = copy(vendor);
    cost = copy(cost);
    parents = parents == null ? List.of() : List.copyOf(parents);
  }

  private static ObjectNode copy(ObjectNode object) {
    return object == null ? JsonNodeFactory.instance.objectNode() : object.deepCopy();
  }
}
