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

  /**
   * Whether a create that was to go on from the vendor's own copy was refused because that copy is
   * not there any more.
   *
   * @param kind what the answer means otherwise
   */
  default boolean copyGone(int status, ErrorBody body, ErrorKind kind) {
    return kind == ErrorKind.NOT_FOUND;
  }

  /** Whether a create that was refused this way is billed all the same. */
  default Charged charged(ErrorKind kind) {
    return Charged.NO;
  }
}
