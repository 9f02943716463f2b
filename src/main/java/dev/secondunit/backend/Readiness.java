package dev.secondunit.backend;

import java.util.Objects;

/**
 * Whether a backend can be used now.
 *
 * @param reason when not usable, what is missing and how to supply it, such as {@code set
 *     XAI_API_KEY}; otherwise null
 */
public record Readiness(boolean usable, String reason) {
  public static final Readiness READY = new Readiness(true, null);

  public Readiness {
    if (!usable) {
      Objects.requireNonNull(reason, "reason");
    }
  }

  public static Readiness missing(String reason) {
    return new Readiness(false, reason);
  }
}
