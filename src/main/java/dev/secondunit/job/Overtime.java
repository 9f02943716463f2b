package dev.secondunit.job;

import java.time.Duration;

/**
 * How a job is looked after that should have been over: rarely, and for a day. What a vendor has
 * taken may still come and be billed, and nobody but us asks for it.
 */
public final class Overtime {
  /** For how much longer than its deadline a vendor is asked. */
  public static final Duration LENGTH = Duration.ofHours(24);

  /** How long to wait between two tries. */
  public static final Duration PAUSE = Duration.ofMinutes(5);

  private Overtime() {}

  /** What people are told of a job that its vendor should have finished. */
  public static String words(Job job, Duration deadline) {
    return "%s has not finished after %d minutes; it is asked every %d minutes for %d hours more"
        .formatted(job.backend(), deadline.toMinutes(), PAUSE.toMinutes(), LENGTH.toHours());
  }
}
