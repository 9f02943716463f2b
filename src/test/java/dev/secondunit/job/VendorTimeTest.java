package dev.secondunit.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.job.VendorTime.Taken;
import dev.secondunit.job.VendorTime.Terms;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class VendorTimeTest {
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private final TestClock clock = new TestClock();
  private final TestClock stopwatch = new TestClock();
  private final VendorTime time =
      new VendorTime(job -> new Terms(true, DEADLINE), new Clocks(clock, stopwatch));

  private static Job job(String id, int attempt, Instant submitted) {
    return new Job(
        id,
        "generation",
        JobState.RUNNING,
        "local",
        "session",
        "grok",
        "model",
        JsonNodeFactory.instance.objectNode(),
        JsonNodeFactory.instance.objectNode(),
        attempt,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        0,
        UsdAmount.ZERO,
        null,
        submitted,
        submitted,
        null,
        submitted,
        null,
        submitted,
        Set.of(),
        PastAttempts.NONE,
        null,
        null,
        null,
        null);
  }

  private Taken taken(int attempt, Instant submitted) {
    return time.taken(job("job_1", attempt, submitted));
  }

  @Test
  void taken_sentAnewByAnotherProcess_countsTheNewAttemptAlone() {
    taken(1, clock.instant());
    clock.advance(DEADLINE.multipliedBy(2));
    stopwatch.advance(DEADLINE.multipliedBy(2));

    assertTrue(taken(1, clock.instant()).longerThan(DEADLINE));
    assertEquals(Duration.ZERO, taken(2, clock.instant()).length());
  }

  @Test
  void taken_longBeforeThisProcessAsked_isStillAskedFor() {
    Instant longAgo = clock.instant().minus(Duration.ofDays(3));

    assertFalse(taken(1, longAgo).longerThan(DEADLINE));
    stopwatch.advance(Duration.ofMinutes(2));
    assertTrue(taken(1, longAgo).longerThan(DEADLINE));
  }

  @Test
  void taken_ofJobsThatEndInOtherProcesses_isNotKeptForEver() {
    for (int day = 0; day < 5; day++) {
      for (int i = 0; i < 100; i++) {
        time.taken(job("job_" + day + "_" + i, 1, clock.instant()));
      }
      stopwatch.advance(Duration.ofDays(1));
    }

    assertTrue(time.watched() <= 200, () -> time.watched() + " are watched");
  }
}
