package dev.secondunit.backend;

import dev.secondunit.failure.Failure;
import java.time.Duration;
import java.util.Objects;

/** What a vendor says about a job it accepted. */
public sealed interface Poll {
  /**
   * Still at work.
   *
   * @param progress 0 to 1, or null when the vendor does not say
   * @param message a few words for people, or null
   * @param pollAfter when to ask again
   */
  record Running(Double progress, String message, Duration pollAfter) implements Poll {
    public Running {
      Objects.requireNonNull(pollAfter, "pollAfter");
    }
  }

  /** Made; the files can be fetched. */
  record Done(Outcome outcome) implements Poll {
    public Done {
      Objects.requireNonNull(outcome, "outcome");
    }
  }

  /** Not made, finally. {@link Failure#charged()} follows the vendor's billing rule. */
  record Failed(Failure failure) implements Poll {
    public Failed {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * The vendor itself says that it dropped the job or its result. That it answers 404 is not this:
   * see {@link BackendException#notFound}.
   */
  record Expired(Failure failure) implements Poll {
    public Expired {
      Objects.requireNonNull(failure, "failure");
    }
  }
}
