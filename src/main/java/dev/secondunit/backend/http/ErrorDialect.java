package dev.secondunit.backend.http;

import dev.secondunit.failure.Charged;

/** How one vendor words its errors and bills them. */
@FunctionalInterface
public interface ErrorDialect {
  /**
   * What an error answer means.
   *
   * @param usual what the status alone says
   */
  ErrorKind kind(int status, ErrorBody body, ErrorKind usual);

  /** Whether a create that was refused this way is billed all the same. */
  default Charged charged(ErrorKind kind) {
    return Charged.NO;
  }
}
