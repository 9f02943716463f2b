package dev.secondunit.backend.question;

import dev.secondunit.failure.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** What a vendor says to a question. */
public sealed interface Reply {
  /** Accepted and not answered yet. */
  record Pending(Map<String, String> reference, String message, Duration lookAfter)
      implements Reply {
    /**
     * @param reference what finds it at the vendor; never a credential
     * @param message a few words for people, or null
     */
    public Pending {
      reference = Map.copyOf(reference);
      Objects.requireNonNull(lookAfter, "lookAfter");
    }
  }

  record Answered(ModelAnswer answer) implements Reply {
    public Answered {
      Objects.requireNonNull(answer, "answer");
    }
  }

  /** Not answered, finally. {@link Failure#charged()} follows the vendor's billing rule. */
  record Failed(Failure failure) implements Reply {
    public Failed {
      Objects.requireNonNull(failure, "failure");
    }
  }
}
