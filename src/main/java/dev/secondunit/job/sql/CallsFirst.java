package dev.secondunit.job.sql;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets calls that make jobs go before the first steps of those jobs, as both want the same
 * processors: somebody waits for the answer of a call, and a create that leaves a moment later is
 * no worse. A call by itself makes a job that begins at once; those that follow upon another begin
 * one after the other with a pause between, at most {@link #LONGEST} after their call. Later steps
 * are not held back, and nothing waits for anything: a first step is scheduled for its place.
 *
 * <p>Safe for many threads.
 */
final class CallsFirst {
  /** Calls that are no further apart follow upon each other. */
  static final Duration TOGETHER = Duration.ofMillis(10);

  /** Between two first steps of calls that follow upon each other. */
  static final Duration BETWEEN = Duration.ofMillis(25);

  /** A stream of calls that never ends holds up nothing for longer. */
  static final Duration LONGEST = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private boolean called;
  private long lastCall;
  private long lastPlace;

  CallsFirst(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A call makes a job now: after how long its first step is due. */
  synchronized Duration called() {
    long now = nanoTime.getAsLong();
    boolean follows = called && now - lastCall <= TOGETHER.toNanos();
    long taken = called ? Math.max(0, lastPlace - now) : 0;
    long wait = follows ? Math.min(taken + BETWEEN.toNanos(), LONGEST.toNanos()) : 0;
    lastPlace = now + Math.max(taken, wait);
    lastCall = now;
    called = true;
    return Duration.ofNanos(wait);
  }
}
