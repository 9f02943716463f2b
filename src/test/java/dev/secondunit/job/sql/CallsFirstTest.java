package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallsFirstTest {
  private static final Duration APART = CallsFirst.TOGETHER.plusNanos(1);

  /** Far from zero and before an overflow, as a stopwatch may be. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);

  private final CallsFirst callsFirst = new CallsFirst(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void called_byItself_isDueAtOnce() {
    assertEquals(Duration.ZERO, callsFirst.called());
    pass(APART);
    assertEquals(Duration.ZERO, callsFirst.called());
  }

  @Test
  void called_uponAnother_isDueOneAfterTheOther() {
    callsFirst.called();

    assertEquals(CallsFirst.BETWEEN, callsFirst.called());
    pass(CallsFirst.TOGETHER);
    assertEquals(
        CallsFirst.BETWEEN.multipliedBy(2).minus(CallsFirst.TOGETHER), callsFirst.called());
  }

  @Test
  void called_byItselfAfterMany_isDueAtOnceAndTheNextOneAfterThem() {
    callsFirst.called();
    callsFirst.called();
    callsFirst.called();
    pass(APART);

    assertEquals(Duration.ZERO, callsFirst.called());
    assertEquals(CallsFirst.BETWEEN.multipliedBy(3).minus(APART), callsFirst.called());
  }

  @Test
  void called_overAndOver_isDueBeforeLong() {
    callsFirst.called();
    for (int i = 0; i < 1_000; i++) {
      callsFirst.called();
    }

    assertEquals(CallsFirst.LONGEST, callsFirst.called());
  }
}
