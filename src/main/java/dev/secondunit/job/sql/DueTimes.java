package dev.secondunit.job.sql;

import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks for due steps at the moments when this process knows that one is due, so that a step is not
 * late by up to a polling interval. Moments are put together by {@link #GRAIN}, so ten thousand
 * jobs cost no more looks than fifty a second. Losing a moment costs nothing but lateness.
 */
final class DueTimes implements AutoCloseable {
  private static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(20);

  /** What is due later than this is found by polling as well as by anything. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Runnable look;
  private final long start = System.nanoTime();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private final TreeSet<Long> grains = new TreeSet<>();
  private Thread thread;
  private boolean closed;

  DueTimes(Runnable look) {
    this.look = look;
  }

  void start() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        thread = new Thread(this::run, "job-due-times");
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Something is due after this long. */
  void in(Duration after) {
    if (after.compareTo(LONGEST) > 0) {
      return;
    }
    long grain = (System.nanoTime() - start + after.toNanos()) / GRAIN + 1;
    lock.lock();
    try {
      boolean first = grains.isEmpty() || grain < grains.first();
      if (thread != null && grains.add(grain) && first) {
        sooner.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (awaitNext()) {
        look.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns false when it was closed. */
  private boolean awaitNext() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        if (grains.isEmpty()) {
          sooner.await();
          continue;
        }
        long left = grains.first() * GRAIN - (System.nanoTime() - start);
        if (left <= 0) {
          grains.pollFirst();
          return true;
        }
        sooner.awaitNanos(left);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      sooner.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
