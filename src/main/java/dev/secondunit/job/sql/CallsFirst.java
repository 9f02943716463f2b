package dev.secondunit.job.sql;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets calls that make jobs go before the first steps of those jobs, as both want the same
 * processors: somebody waits for the answer of a call, and a create that leaves a moment later is
 * no worse. While such calls follow upon each other, first steps begin one after the other with a
 * pause between; nobody waits longer than {@link #LONGEST}. Later steps are not held back.
 *
 * <p>Safe for many threads.
 */
final class CallsFirst {
  /** Calls that are no further apart follow upon each other. */
  static final Duration TOGETHER = Duration.ofMillis(10);

  /** Between two first steps that begin while calls come in. */
  static final Duration BETWEEN = Duration.ofMillis(10);

  /** A stream of calls that never ends holds up nothing for longer. */
  static final Duration LONGEST = Duration.ofMillis(200);

  /** Lets time pass. */
  @FunctionalInterface
  interface Sleep {
    void nanoseconds(long length) throws InterruptedException;
  }

  private final LongSupplier nanoTime;
  private final Sleep sleep;
  private boolean called;
  private long lastCall;
  private long nextBegin;

  CallsFirst(LongSupplier nanoTime, Sleep sleep) {
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    this.nextBegin = nanoTime.getAsLong();
  }

  /** A call makes a job. */
  synchronized void called() {
    called = true;
    lastCall = nanoTime.getAsLong();
  }

  /** Waits until a first step may begin. */
  void await() throws InterruptedException {
    long latest = nanoTime.getAsLong() + LONGEST.toNanos();
    for (long wait = begin(latest); wait > 0; wait = begin(latest)) {
      sleep.nanoseconds(wait);
    }
  }

  /**
   * Takes the next place if it is free.
   *
   * @return zero when the step may begin, else how many nanoseconds to wait before asking again
   */
  private synchronized long begin(long latest) {
    long now = nanoTime.getAsLong();
    long quiet = lastCall + TOGETHER.toNanos() - now;
    long free = nextBegin - now;
    if (!called || quiet <= 0 || free <= 0 || now - latest >= 0) {
      nextBegin = now + BETWEEN.toNanos();
      return 0;
    }
    return Math.min(quiet, free);
  }
}
