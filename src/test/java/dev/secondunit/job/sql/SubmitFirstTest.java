package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.NewJobs;
import dev.secondunit.job.SpendingCaps;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call that somebody waits for does not stand behind all the steps that want to write. */
@Timeout(60)
class SubmitFirstTest {
  private static final int STEPS = 6;

  @TempDir Path folder;
  private final List<Thread> threads = new ArrayList<>();

  /** Later each time it is looked at, so that what is written shows its order. */
  private static final class CountingClock extends TestClock {
    @Override
    public synchronized Instant instant() {
      advance(Duration.ofMillis(1));
      return super.instant();
    }
  }

  private void waitingToWrite(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    threads.add(thread);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void accept_manyStepsWaitToWrite_standsBehindOneOfThem() throws Exception {
    Clock clock = new CountingClock();
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    try (Database database = Database.sqlite(folder.resolve("jobs.db"));
        DurableSchedule schedule = SeparateCalls.schedule(database, clock, 1)) {
      SqlJobStore store = new SqlJobStore(database, schedule, clock);
      List<Job> running = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        running.add(accept(store, "job_step_" + i));
      }
      Thread writer =
          new Thread(
              () ->
                  database
                      .transactions()
                      .write(
                          connection -> {
                            writing.countDown();
                            return awaited(written);
                          }));
      writer.start();
      threads.add(writer);
      writing.await();
      for (Job job : running) {
        waitingToWrite(() -> store.change(JobChange.of(job, JobState.CANCELLED)));
      }
      waitingToWrite(() -> accept(store, "job_submit"));

      written.countDown();
      for (Thread thread : threads) {
        thread.join();
      }

      Instant accepted = store.find("job_submit").orElseThrow().createdAt();
      long before =
          running.stream()
              .map(job -> store.find(job.id()).orElseThrow())
              .filter(job -> job.finishedAt().isBefore(accepted))
              .count();
      assertTrue(before <= 1, before + " of " + STEPS + " steps were written before the submit");
    }
  }

  private static Job accept(SqlJobStore store, String id) {
    return store.accept(NewJobs.of(id), SpendingCaps.NONE, null, 0).job();
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
