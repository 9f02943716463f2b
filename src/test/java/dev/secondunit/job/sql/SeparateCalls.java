package dev.secondunit.job.sql;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A schedule to which every call comes by itself, however fast the test makes them. */
final class SeparateCalls {
  private SeparateCalls() {}

  static DurableSchedule schedule(Database database, Clock clock, int threads) {
    AtomicLong stopwatch = new AtomicLong();
    long apart = CallsFirst.TOGETHER.plusSeconds(1).toNanos();
    return new DurableSchedule(
        database, clock, threads, new CallsFirst(() -> stopwatch.addAndGet(apart)));
  }
}
