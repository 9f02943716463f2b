package dev.secondunit.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.job.sql.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private final TestClock computer = new TestClock();
  private final AtomicLong nanoseconds = new AtomicLong(-5);
  private final Instant start = computer.instant();
  private final SteadyClock clock = new SteadyClock(computer, nanoseconds::get);

  private void pass(Duration time) {
    computer.advance(time);
    nanoseconds.addAndGet(time.toNanos());
  }

  @Test
  void instant_clockLeftAlone_isWhatItShows() {
    pass(Duration.ofSeconds(90));

    assertEquals(start.plusSeconds(90), clock.instant());
  }

  @Test
  void instant_clockPutBack_goesOnFromWhereItWas() {
    pass(Duration.ofSeconds(10));
    clock.instant();
    computer.advance(Duration.ofHours(-1));

    assertEquals(start.plusSeconds(10), clock.instant());
    pass(Duration.ofSeconds(5));
    assertEquals(start.plusSeconds(15), clock.instant());
  }

  @Test
  void instant_clockPutForward_followsAndStays() {
    computer.advance(Duration.ofHours(1));
    assertEquals(start.plusSeconds(3_600), clock.instant());

    computer.advance(Duration.ofHours(-1));
    pass(Duration.ofSeconds(1));
    assertEquals(start.plusSeconds(3_601), clock.instant());
  }

  @Test
  void instant_clockCatchesUp_isFollowedAgain() {
    computer.advance(Duration.ofSeconds(-10));
    clock.instant();
    computer.advance(Duration.ofSeconds(30));

    assertEquals(start.plusSeconds(20), clock.instant());
  }

  @Test
  void stopwatch_clockJumps_countsOnlyWhatPassed() {
    Clock stopwatch = SteadyClock.stopwatch(computer, nanoseconds::get);
    computer.advance(Duration.ofHours(1));
    pass(Duration.ofSeconds(2));
    computer.advance(Duration.ofHours(-3));

    assertEquals(start.plusSeconds(2), stopwatch.instant());
  }
}
