package dev.secondunit.failure;

import java.util.Objects;

/** Carries a {@link Failure} up to the one place that renders it. */
public final class FailureException extends RuntimeException {
  private final transient Failure failure;

  public FailureException(Failure failure) {
    super(Objects.requireNonNull(failure, "failure").code().word() + ": " + failure.message());
    this.failure = failure;
  }

  public FailureException(Failure failure, Throwable cause) {
    this(failure);
    initCause(cause);
  }

  public Failure failure() {
    return failure;
  }
}
