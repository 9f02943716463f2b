package dev.secondunit.job;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Waits for jobs. A change that the store tells of wakes exactly the waiters of that job, who read
 * that job alone; what the store does not tell of, such as changes made by other processes on the
 * same file, is seen by looking now and then. Waiting never changes a job. Safe for many threads.
 */
public final class JobWatch {
  /** Reading many jobs again may take at most this share of a waiter's time: one part in twenty. */
  private static final int REST_PER_LOOK = 20;

  private final JobStore store;
  private final Duration lookEvery;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  /**
   * @param lookEvery how soon a change that the store does not tell of is seen
   */
  public JobWatch(JobStore store, Duration lookEvery) {
    this.store = store;
    this.lookEvery = Objects.requireNonNull(lookEvery, "lookEvery");
    store.onChange(jobId -> waiters.forEach(waiter -> waiter.changed(jobId)));
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
    Waiter waiter = new Waiter(Set.copyOf(jobIds));
    waiters.add(waiter);
    try {
      return await(List.copyOf(jobIds), waiter, until, atMost, each);
    } finally {
      waiters.remove(waiter);
    }
  }

  private List<Job> await(
      List<String> jobIds, Waiter waiter, Until until, Duration atMost, Consumer<List<Job>> each)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Map<String, Job> known = new LinkedHashMap<>();
    Collection<String> stale = jobIds;
    while (true) {
      long began = System.nanoTime();
      store.findAll(stale).forEach(job -> known.put(job.id(), job));
      List<Job> jobs = jobIds.stream().filter(known::containsKey).map(known::get).toList();
      each.accept(jobs);
      long now = System.nanoTime();
      if (over(jobs, until) || end - now <= 0) {
        return jobs;
      }
      long rest = Math.max(lookEvery.toNanos(), REST_PER_LOOK * (now - began));
      Set<String> changed = waiter.await(Math.min(end - now, rest));
      stale = changed.isEmpty() ? open(jobIds, known) : changed;
    }
  }

  /** What may still change. */
  private static List<String> open(List<String> jobIds, Map<String, Job> known) {
    return jobIds.stream()
        .filter(id -> !known.containsKey(id) || !known.get(id).state().terminal())
        .toList();
  }

  private static boolean over(List<Job> jobs, Until until) {
    if (jobs.isEmpty()) {
      return true;
    }
    return until == Until.ANY
        ? jobs.stream().anyMatch(job -> job.state().terminal())
        : jobs.stream().allMatch(job -> job.state().terminal());
  }

  /** One waiting call, and which of its jobs changed since it looked. */
  private static final class Waiter {
    private final Set<String> jobIds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Set<String> changed = new HashSet<>();

    Waiter(Set<String> jobIds) {
      this.jobIds = jobIds;
    }

    /**
     * @param jobId which job, or null when it may be any
     */
    void changed(String jobId) {
      if (jobId != null && !jobIds.contains(jobId)) {
        return;
      }
      lock.lock();
      try {
        if (jobId == null) {
          changed.addAll(jobIds);
        } else {
          changed.add(jobId);
        }
        news.signal();
      } finally {
        lock.unlock();
      }
    }

    /** Takes what changed; empty when the time is up without news. */
    Set<String> await(long nanos) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        long left = nanos;
        while (changed.isEmpty() && left > 0) {
          left = news.awaitNanos(left);
        }
        Set<String> taken = changed;
        changed = new HashSet<>();
        return taken;
      } finally {
        lock.unlock();
      }
    }
  }
}
