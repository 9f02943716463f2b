package dev.secondunit.backend;

import java.util.Map;
import java.util.Objects;

/**
 * What a backend needs to find its job again after a restart. Stored in the job's row before
 * anybody is told; opaque to everybody else. Never holds a credential.
 *
 * @param id the vendor's own id, shown to people
 * @param attributes whatever else the backend needs, such as the kind of endpoint
 */
public record VendorReference(String id, Map<String, String> attributes) {
  public VendorReference {
    Objects.requireNonNull(id, "id");
    attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
  }
}
