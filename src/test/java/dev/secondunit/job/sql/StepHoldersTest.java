package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whose steps are begun again, and when. */
class StepHoldersTest {
  private static final Instant LONG_AGO = Instant.parse("2026-11-01T00:00:00Z");

  private final ProcessName own = ProcessName.current();
  private final AtomicLong nanoseconds = new AtomicLong();
  private final StepHolders holders = new StepHolders(own, Duration.ofSeconds(4), nanoseconds::get);

  private static Execution heldBy(String holder, Instant heartbeat) {
    return new Execution(
        LONG_AGO,
        new TaskInstance<>(DurableSchedule.TASK, "job_1"),
        true,
        holder,
        null,
        null,
        0,
        heartbeat,
        1);
  }

  private boolean dead(Execution step) {
    return holders.dead(step, jobId -> false);
  }

  private void pass(Duration time) {
    nanoseconds.addAndGet(time.toNanos());
  }

  @Test
  void dead_ownStepAtWork_neverHoweverOldItsHeartbeat() {
    Execution step = heldBy(own.word(), LONG_AGO);

    assertFalse(holders.dead(step, "job_1"::equals));
    pass(Duration.ofHours(1));
    assertFalse(holders.dead(step, "job_1"::equals));
  }

  @Test
  void dead_ownStepWhoseEndCouldNotBeRecorded_atOnce() {
    assertTrue(dead(heldBy(own.word(), LONG_AGO)));
  }

  @Test
  void dead_processOfThisMachineThatEnded_atOnce() {
    ProcessName ended = new ProcessName(own.host(), own.pid(), own.began() - 1);

    assertTrue(dead(heldBy(ended.word(), LONG_AGO)));
  }

  @Test
  void dead_processOfThisMachineThatLives_onlyAfterAStandstill() {
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    Execution step = heldBy(ProcessName.of(parent).word(), LONG_AGO);

    assertFalse(dead(step));
    pass(Duration.ofSeconds(299));
    assertFalse(dead(step));
    pass(Duration.ofSeconds(1));
    assertTrue(dead(step));
  }

  @Test
  void dead_processElsewhere_whenItsHeartbeatDoesNotMove() {
    String elsewhere = new ProcessName("another-host", 7, 7).word();

    assertFalse(dead(heldBy(elsewhere, LONG_AGO)));
    pass(Duration.ofSeconds(3));
    assertFalse(dead(heldBy(elsewhere, LONG_AGO.plusSeconds(2))), "it moved");
    pass(Duration.ofSeconds(3));
    assertFalse(dead(heldBy(elsewhere, LONG_AGO.plusSeconds(2))));
    pass(Duration.ofSeconds(1));
    assertTrue(dead(heldBy(elsewhere, LONG_AGO.plusSeconds(2))));
  }
}
