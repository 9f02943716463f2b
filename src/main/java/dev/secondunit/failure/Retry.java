package dev.secondunit.failure;

/** What a caller may do after a failure. */
public enum Retry {
  /** The same call may be made again at once; it costs nothing twice. */
  NOW,
  /** The same call may be made again after {@link Failure#retryAfterSeconds()}. */
  AFTER,
  /** The same call will fail the same way; change it first. */
  NEVER,
  /** Do not call again: look at, wait for or decide about the job that exists already. */
  USE_JOB;

  /** The word on the wire, in lower case. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
