package dev.secondunit.backend;

import java.time.Duration;
import java.util.Objects;

/** How a vendor answered a create. */
public sealed interface Submission {
  /** The vendor works on it; ask again after {@code pollAfter}. */
  record Accepted(VendorReference reference, Duration pollAfter) implements Submission {
    public Accepted {
      Objects.requireNonNull(reference, "reference");
      Objects.requireNonNull(pollAfter, "pollAfter");
    }
  }

  /**
   * The answer is the result: a synchronous vendor whose bytes lie in the shot's scratch folder.
   */
  record Delivered(VendorReference reference, Outcome outcome) implements Submission {
    public Delivered {
      Objects.requireNonNull(reference, "reference");
      Objects.requireNonNull(outcome, "outcome");
    }
  }
}
