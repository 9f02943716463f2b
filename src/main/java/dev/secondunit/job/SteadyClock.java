package dev.secondunit.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that never goes back: when the computer's clock is put back, this one goes on from where
 * it was, at the same pace, until the other has caught up. When it is put forward, or the computer
 * has slept, this one follows at once. So nothing that waits until a time waits an hour longer
 * because somebody set the clock. Safe for many threads.
 */
public final class SteadyClock extends Clock {
  private final Clock clock;
  private final LongSupplier nanoseconds;
  private Instant last;
  private long lastAt;

  /**
   * @param nanoseconds a stopwatch that no clock moves, such as {@code System::nanoTime}
   */
  public SteadyClock(Clock clock, LongSupplier nanoseconds) {
    this.clock = clock;
    this.nanoseconds = nanoseconds;
    this.last = clock.instant();
    this.lastAt = nanoseconds.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    long at = nanoseconds.getAsLong();
    Instant steady = last.plusNanos(Math.max(0, at - lastAt));
    Instant shown = clock.instant();
    last = shown.isAfter(steady) ? shown : steady;
    lastAt = at;
    return last;
  }

  /**
   * A clock for measuring how long something takes: it starts now at the time of the other one, and
   * then neither jumps nor follows a jump. While the computer sleeps it stands still.
   */
  public static Clock stopwatch(Clock clock, LongSupplier nanoseconds) {
    Instant start = clock.instant();
    long startAt = nanoseconds.getAsLong();
    return new Clock() {
      @Override
      public Instant instant() {
        return start.plus(Duration.ofNanos(nanoseconds.getAsLong() - startAt));
      }

      @Override
      public ZoneId getZone() {
        return clock.getZone();
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a stopwatch has no zone");
      }
    };
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SteadyClock(clock.withZone(zone), nanoseconds);
  }
}
