package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork;
import dev.secondunit.job.NewJobs;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.Turns;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The workers of one process, on a real schedule, with vendors that hold them. */
@Timeout(120)
class SharedWorkersTest {
  private static final int WORKERS = 8;

  @TempDir Path folder;

  private final CountDownLatch slowVendorAnswers = new CountDownLatch(1);
  private final CountDownLatch allAccepted = new CountDownLatch(1);
  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private Database database;
  private DurableSchedule schedule;
  private SqlJobStore store;

  @BeforeEach
  void start() {
    database = Database.sqlite(folder.resolve("jobs.db"));
    schedule = SeparateCalls.schedule(database, Clock.systemUTC(), WORKERS);
    store = new SqlJobStore(database, schedule, Clock.systemUTC());
    schedule.start(new JobEngine(store, List.of(new Vendors()), new Turns(WORKERS), schedule));
  }

  @AfterEach
  void stop() {
    slowVendorAnswers.countDown();
    allAccepted.countDown();
    schedule.close();
    database.close();
  }

  /** One create and it is over; what it takes depends on the vendor. */
  private final class Vendors implements JobWork {
    @Override
    public String kind() {
      return "test";
    }

    @Override
    public Next step(Job job) throws InterruptedException {
      switch (job.backend()) {
        case "hanging" -> slowVendorAnswers.await();
        case "steady" -> allAccepted.await();
        default -> {}
      }
      store.change(JobChange.of(job, JobState.CANCELLED));
      ended.add(job.id());
      return Next.NONE;
    }
  }

  private void accept(String id, String vendor, String batch, int position) {
    store.accept(
        NewJobs.of(id, "test", vendor, UsdAmount.ZERO), SpendingCaps.NONE, batch, position);
  }

  @Test
  void hangingVendor_holdsNobodyElsesJobs() throws Exception {
    for (int i = 0; i < 100; i++) {
      accept("job_hanging_" + i, "hanging", "batch_1", i);
    }
    accept("job_quick", "quick", null, 0);

    assertEquals("job_quick", ended.poll(60, TimeUnit.SECONDS));
  }

  @Test
  void hangingVendor_answersAtLast_everythingIsTaken() throws Exception {
    for (int i = 0; i < 100; i++) {
      accept("job_hanging_" + i, "hanging", "batch_1", i);
    }
    accept("job_quick", "quick", null, 0);
    ended.take();
    slowVendorAnswers.countDown();

    for (int i = 0; i < 100; i++) {
      assertTrue(ended.poll(60, TimeUnit.SECONDS) != null, i + " came");
    }
  }

  @Test
  void batchOfManyShots_takesTurnsWithASingleOne() throws Exception {
    for (int i = 0; i < 600; i++) {
      accept("job_batch_" + i, "steady", "batch_1", i);
    }
    accept("job_single", "steady", null, 0);
    allAccepted.countDown();
    int waited = 0;
    while (!"job_single".equals(ended.take())) {
      waited++;
    }

    assertTrue(waited < 300, waited + " of the batch came before the single one");
  }
}
