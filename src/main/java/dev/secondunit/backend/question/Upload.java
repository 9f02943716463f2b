package dev.secondunit.backend.question;

import java.time.Instant;
import java.util.Map;

/**
 * A vendor's copy of a medium.
 *
 * @param reference what finds it at the vendor; never a credential
 * @param expiresAt when the vendor drops it, or null when it does not say
 */
public record Upload(Map<String, String> reference, Instant expiresAt) {
  public Upload {
    reference = Map.copyOf(reference);
  }
}
