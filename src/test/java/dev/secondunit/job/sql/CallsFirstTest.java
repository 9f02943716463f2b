package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallsFirstTest {
  /** Begins where a stopwatch may: just before it runs over. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);

  private final CallsFirst callsFirst = new CallsFirst(now::get, now::addAndGet);

  private Duration waits() throws InterruptedException {
    return waits(callsFirst);
  }

  private Duration waits(CallsFirst those) throws InterruptedException {
    long before = now.get();
    those.await();
    return Duration.ofNanos(now.get() - before);
  }

  @Test
  void firstSteps_withoutACall_beginTogether() throws Exception {
    assertEquals(Duration.ZERO, waits());
    assertEquals(Duration.ZERO, waits());
  }

  @Test
  void firstStep_ofASingleCall_beginsAtOnce() throws Exception {
    callsFirst.called();

    assertEquals(Duration.ZERO, waits());
  }

  @Test
  void firstSteps_whileCallsComeIn_beginApart() throws Exception {
    CallsFirst busy = whileCallsComeIn();

    assertEquals(Duration.ZERO, waits(busy));
    assertEquals(CallsFirst.BETWEEN, waits(busy));
    assertEquals(CallsFirst.BETWEEN, waits(busy));
  }

  @Test
  void firstSteps_onceNoMoreCallsCome_beginTogether() throws Exception {
    callsFirst.called();
    waits();
    now.addAndGet(CallsFirst.TOGETHER.toNanos() / 2);

    assertEquals(CallsFirst.TOGETHER.dividedBy(2), waits());
    assertEquals(Duration.ZERO, waits());
  }

  @Test
  void firstStep_behindManyOthersAndCallsWithoutEnd_waitsNoLongerThanTheLongest() throws Exception {
    AtomicLong others = new AtomicLong();
    CallsFirst[] busy = new CallsFirst[1];
    busy[0] =
        new CallsFirst(
            now::get,
            nanoseconds -> {
              now.addAndGet(nanoseconds);
              busy[0].called();
              if (others.incrementAndGet() < 100) {
                // Another step of that moment is quicker.
                busy[0].await();
              }
            });
    busy[0].called();
    waits(busy[0]);

    assertEquals(CallsFirst.LONGEST, waits(busy[0]));
  }

  private CallsFirst whileCallsComeIn() {
    CallsFirst[] busy = new CallsFirst[1];
    busy[0] =
        new CallsFirst(
            now::get,
            nanoseconds -> {
              now.addAndGet(nanoseconds);
              busy[0].called();
            });
    busy[0].called();
    return busy[0];
  }
}
