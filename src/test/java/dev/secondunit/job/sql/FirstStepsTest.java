package dev.secondunit.job.sql;

import static dev.secondunit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork;
import dev.secondunit.job.NewJobs;
import dev.secondunit.job.SpendingCaps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which steps the schedule holds back for calls; the stopwatch stands still unless one waits. */
@Timeout(60)
class FirstStepsTest {
  /** The schedule takes six at once. */
  private static final int IN_THREE_TURNS = 14;

  @TempDir Path folder;
  private final AtomicLong stopwatch = new AtomicLong();
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final TestClock clock = new TestClock();

  private void pass(long nanoseconds) {
    waits.add(Duration.ofNanos(nanoseconds));
    stopwatch.addAndGet(nanoseconds);
  }

  /** Does something, goes on at once for a number of steps, and then ends. */
  private static final class Steps implements JobWork {
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final int most;
    private Runnable during = () -> {};
    private SqlJobStore store;

    Steps(int most) {
      this.most = most;
    }

    @Override
    public String kind() {
      return NewJobs.of("any").kind();
    }

    @Override
    public Next step(Job job) {
      during.run();
      if (taken.merge(job.id(), 1, Integer::sum) < most) {
        return Next.AT_ONCE;
      }
      store.change(JobChange.of(job, JobState.CANCELLED));
      return Next.NONE;
    }
  }

  private void run(Steps steps, boolean callsDuringSteps, List<String> ids) {
    try (Database database = Database.sqlite(folder.resolve("jobs.db"));
        DurableSchedule schedule =
            new DurableSchedule(database, clock, 1, new CallsFirst(stopwatch::get, this::pass))) {
      steps.store = new SqlJobStore(database, schedule, clock);
      if (callsDuringSteps) {
        steps.during = schedule::called;
      }
      for (String id : ids) {
        steps.store.accept(NewJobs.of(id), SpendingCaps.NONE, null, 0);
      }
      schedule.start(new JobEngine(steps.store, List.of(steps)));
      await("all are over")
          .until(() -> steps.store.findAll(ids).stream().allMatch(job -> job.state().terminal()));
    }
  }

  @Test
  void firstSteps_ofTwoCalls_beginApart() {
    run(new Steps(1), false, List.of("job_1", "job_2"));

    assertEquals(List.of(CallsFirst.BETWEEN), waits);
  }

  @Test
  void laterSteps_whileCallsComeIn_waitForNobody() {
    Steps steps = new Steps(IN_THREE_TURNS);

    run(steps, true, List.of("job_1"));

    assertEquals(Map.of("job_1", IN_THREE_TURNS), steps.taken);
    assertEquals(List.of(), waits);
  }
}
