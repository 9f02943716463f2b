package dev.secondunit.job;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Waits for jobs. Changes made in this process wake a waiter at once; those of other processes on
 * the same store are seen within {@link #LOOK_EVERY}. Waiting never changes a job. Safe for many
 * threads.
 */
public final class JobWatch {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final JobStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  public JobWatch(JobStore store) {
    this.store = store;
    store.onChange(this::wake);
  }

  /** When waiting is over. */
  public enum Until {
    ANY,
    ALL
  }

  /**
   * Waits until any or all of the jobs are terminal, or the time is up.
   *
   * @param each is given the jobs after every look, on this thread
   * @return the jobs as they are then, in the order asked for; unknown ids are left out
   * @throws InterruptedException when the waiting call was cancelled
   */
  public List<Job> await(
      Collection<String> jobIds, Until until, Duration atMost, Consumer<List<Job>> each)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      long seen = changes();
      List<Job> jobs = store.findAll(jobIds);
      each.accept(jobs);
      long left = end - System.nanoTime();
      if (over(jobs, until) || left <= 0) {
        return jobs;
      }
      awaitChange(seen, Math.min(left, LOOK_EVERY.toNanos()));
    }
  }

  private static boolean over(List<Job> jobs, Until until) {
    if (jobs.isEmpty()) {
      return true;
    }
    return until == Until.ANY
        ? jobs.stream().anyMatch(job -> job.state().terminal())
        : jobs.stream().allMatch(job -> job.state().terminal());
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitChange(long seen, long nanos) throws InterruptedException {
    lock.lock();
    try {
      if (changes == seen) {
        changed.await(nanos, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }
}
