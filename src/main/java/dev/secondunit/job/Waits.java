package dev.secondunit.job;

import dev.secondunit.failure.Failure;
import java.time.Duration;

/** How long to wait before the next step. */
public final class Waits {
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

  private Waits() {}

  /** Doubles with each failure in a row: 2, 4, 8 … 60 seconds. */
  public static Duration backoff(int failures) {
    Duration wait = Duration.ofSeconds(1L << Math.min(failures, 6));
    return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
  }

  /** What the vendor said, or else a backoff. */
  public static Duration asTold(Failure failure, int failures) {
    Double seconds = failure.retryAfterSeconds();
    return seconds == null
        ? backoff(failures)
        : atLeast(Duration.ofMillis((long) (seconds * 1_000)));
  }

  public static Duration atLeast(Duration wait) {
    return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
  }
}
