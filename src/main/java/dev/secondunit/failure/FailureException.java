package dev.secondunit.failure;

import java.util.Objects;

/**
 * Carries a {@link Failure} up to the one place that renders it. A subclass carries what a caller
 * of this program, as opposed to its reader, needs beside it.
 */
public class FailureException extends RuntimeException {
  private final transient Failure failure;

  public FailureException(Failure failure) {
    super(Objects.requireNonNull(failure, "failure").code().word() + ": " + failure.message());
    this.failure = failure;
  }

  public FailureException(Failure failure, Throwable cause) {
    this(failure);
    initCause(cause);
  }

  public final Failure failure() {
    return failure;
  }
}
