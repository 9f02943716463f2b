package dev.secondunit.backend;

import dev.secondunit.failure.Failure;
import java.util.Objects;

/**
 * A call to a vendor went wrong. {@link #fate()} answers the one question that matters for money:
 * could the request have been accepted?
 */
public final class BackendException extends Exception {
  /** What became of the request. */
  public enum Fate {
    /**
     * Provably not accepted and worth sending again later: the connection was refused, or the
     * vendor said to wait before accepting. {@link Failure#retryAfterSeconds()} says how long.
     */
    NOT_ACCEPTED,
    /** Refused for good: sending it again would be refused again. */
    REJECTED,
    /** Sent, and no answer that settles it. A create must not be sent again. */
    UNKNOWN
  }

  private final Fate fate;
  private final transient Failure failure;

  public BackendException(Fate fate, Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.fate = Objects.requireNonNull(fate, "fate");
    this.failure = failure;
  }

  public BackendException(Fate fate, Failure failure) {
    this(fate, failure, null);
  }

  public Fate fate() {
    return fate;
  }

  public Failure failure() {
    return failure;
  }

  /** Whether the vendor answered that it does not know the thing it was asked for. */
  public boolean notFound() {
    Integer status = failure.vendor() == null ? null : failure.vendor().status();
    return status != null && (status == 404 || status == 410);
  }
}
