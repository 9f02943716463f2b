package dev.secondunit.backend;

import dev.secondunit.failure.FailureException;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Whether a backend can be used now.
 *
 * @param unasked whether {@code auto} may take it; else only a call that names it
 * @param reason when not usable, or not unasked, what is missing and how to supply it, such as
 *     {@code set XAI_API_KEY}; otherwise null
 */
public record Readiness(boolean usable, boolean unasked, String reason) {
  public static final Readiness READY = new Readiness(true, true, null);

  public Readiness {
    if (!usable || !unasked) {
      Objects.requireNonNull(reason, "reason");
    }
    if (unasked && !usable) {
      throw new IllegalArgumentException("what cannot be used cannot be used unasked");
    }
  }

  public static Readiness missing(String reason) {
    return new Readiness(false, false, reason);
  }

  /**
   * Usable where its settings make sense: one that does not is told before anything is bought.
   *
   * @param setting reads what cannot be read wrongly
   */
  public static Readiness reading(Supplier<?> setting) {
    try {
      setting.get();
      return READY;
    } catch (FailureException e) {
      return missing(e.failure().message());
    }
  }

  /** Usable by a call that names it, and passed over by {@code auto} for this reason. */
  public static Readiness whenNamed(String reason) {
    return new Readiness(true, false, reason);
  }
}
