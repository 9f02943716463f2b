package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.job.sql.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollPaceTest {
  private static final Duration ASKED = Duration.ofSeconds(5);

  private final TestClock clock = new TestClock();
  private final PollPace pace = new PollPace(clock);

  private Duration pauseOfLast(int jobs) {
    Duration pause = Duration.ZERO;
    for (int i = 0; i < jobs; i++) {
      pause = pace.pause("job_" + i, ASKED);
    }
    return pause;
  }

  @Test
  void pause_upToTwoThousandJobs_isWhatTheVendorSays() {
    assertEquals(ASKED, pauseOfLast(2_000));
  }

  @Test
  void pause_tenThousandJobs_keepsQuestionsBounded() {
    assertEquals(Duration.ofSeconds(25), pauseOfLast(10_000));
    assertEquals(Duration.ofSeconds(25), pauseOfLast(10_000), "asked again, not more jobs");
  }

  @Test
  void pause_afterTheOthersEnded_isShortAgain() {
    pauseOfLast(10_000);
    for (int i = 1; i < 10_000; i++) {
      pace.ended("job_" + i);
    }

    assertEquals(ASKED, pace.pause("job_0", ASKED));
  }

  @Test
  void pause_othersNotSeenForLong_areForgotten() {
    pauseOfLast(10_000);
    clock.advance(Duration.ofMinutes(4));

    assertEquals(ASKED, pace.pause("job_new", ASKED));
  }
}
