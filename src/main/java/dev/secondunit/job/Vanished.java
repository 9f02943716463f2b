package dev.secondunit.job;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Jobs that their vendor accepted and then says not to know. A copy of the vendor's data that is
 * behind says so, a gateway without a road to it, another account's key, a base URL with a slip of
 * the pen: so it is believed only when it has been said for a while. Safe for many threads.
 */
public final class Vanished {
  private static final Duration UNTIL_BELIEVED = Duration.ofMinutes(15);

  private final Sightings sightings;

  public Vanished(Clock clock) {
    this.sightings = new Sightings(clock);
  }

  /** What people are told while it is not believed. */
  public static String words(Job job) {
    return "%s does not know the job just now; after %d minutes of that it counts as gone"
        .formatted(job.backend(), UNTIL_BELIEVED.toMinutes());
  }

  /**
   * The vendor says once more that it does not know the job.
   *
   * @param problem what it answered
   * @return how the job ends, or empty while it is to be asked for again
   */
  public Optional<Failure> again(Job job, Failure problem) {
    if (sightings.again(job.id()).compareTo(UNTIL_BELIEVED) < 0) {
      return Optional.empty();
    }
    over(job);
    return Optional.of(
        Failure.of(
                ErrorCode.VENDOR_FAILED,
                ("%s has not known the job for %d minutes: it dropped it, or another account or"
                        + " address is asked than the one that accepted it.")
                    .formatted(job.backend(), UNTIL_BELIEVED.toMinutes()))
            .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
            .withVendor(problem.vendor())
            .withHint(
                "Check the key and the base URL; retry_jobs then asks for the same job and buys"
                    + " nothing."));
  }

  /** The vendor knows it, or could not be asked. */
  public void over(Job job) {
    sightings.over(job.id());
  }
}
