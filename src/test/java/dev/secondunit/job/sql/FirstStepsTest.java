package dev.secondunit.job.sql;

import static dev.secondunit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork;
import dev.secondunit.job.NewJobs;
import dev.secondunit.job.SpendingCaps;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which steps the schedule puts behind calls; the stopwatch stands still, so all follow. */
@Timeout(60)
class FirstStepsTest {
  /** The schedule takes six at once. */
  private static final int IN_THREE_TURNS = 14;

  @TempDir Path folder;
  private final AtomicLong stopwatch = new AtomicLong();

  private DurableSchedule schedule(Database database, Clock clock) {
    return new DurableSchedule(database, clock, 1, new CallsFirst(stopwatch::get));
  }

  @Test
  void accept_callsThatFollowUponEachOther_scheduleTheirFirstStepsApart() {
    TestClock clock = new TestClock();
    try (Database database = Database.sqlite(folder.resolve("jobs.db"));
        DurableSchedule schedule = schedule(database, clock)) {
      SqlJobStore store = new SqlJobStore(database, schedule, clock);
      for (String id : List.of("job_1", "job_2", "job_3")) {
        store.accept(NewJobs.of(id), SpendingCaps.NONE, null, 0);
      }

      assertEquals(clock.instant(), due(store, "job_1"));
      assertEquals(clock.instant().plus(CallsFirst.BETWEEN), due(store, "job_2"));
      assertEquals(clock.instant().plus(CallsFirst.BETWEEN.multipliedBy(2)), due(store, "job_3"));
    }
  }

  private static Instant due(SqlJobStore store, String jobId) {
    return store.find(jobId).orElseThrow().dueAt();
  }

  @Test
  void firstStep_thatComesLater_isTakenAtItsTime() {
    AtomicInteger taken = new AtomicInteger();
    try (Database database = Database.sqlite(folder.resolve("jobs.db"));
        DurableSchedule schedule = schedule(database, Clock.systemUTC())) {
      SqlJobStore store = new SqlJobStore(database, schedule, Clock.systemUTC());
      JobWork goesOnAtOnce =
          new JobWork() {
            @Override
            public String kind() {
              return NewJobs.of("any").kind();
            }

            @Override
            public Next step(Job job) {
              schedule.called();
              if (taken.incrementAndGet() < IN_THREE_TURNS) {
                return Next.AT_ONCE;
              }
              assertTrue(store.change(JobChange.of(job, JobState.CANCELLED)).isPresent());
              return Next.NONE;
            }
          };
      schedule.called();
      store.accept(NewJobs.of("job_1"), SpendingCaps.NONE, null, 0);
      schedule.start(new JobEngine(store, List.of(goesOnAtOnce)));

      await("its steps are taken, though calls come in")
          .until(() -> store.find("job_1").orElseThrow().state().terminal());
      assertEquals(IN_THREE_TURNS, taken.get());
    }
  }
}
