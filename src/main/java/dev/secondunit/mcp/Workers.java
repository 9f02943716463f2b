package dev.secondunit.mcp;

import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that requests run on: a bounded number, and a bounded queue before them. */
public final class Workers implements AutoCloseable {
  static final int MOST_THREADS = 64;
  static final int MOST_WAITING = 1_024;
  private static final int IDLE_SECONDS = 30;

  private final ThreadPoolExecutor executor;
  private final AtomicInteger unfinished = new AtomicInteger();

  public Workers() {
    this(MOST_THREADS, MOST_WAITING);
  }

  Workers(int threads, int waiting) {
    AtomicInteger number = new AtomicInteger();
    IdleFirst queue = new IdleFirst(waiting);
    executor =
        new ThreadPoolExecutor(
            1,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            queue,
            task -> {
              Thread thread = new Thread(task, "mcp-request-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            (task, full) -> queue.wait(task)) {
          @Override
          protected void afterExecute(Runnable task, Throwable problem) {
            unfinished.decrementAndGet();
          }
        };
    executor.allowCoreThreadTimeOut(true);
  }

  /** Gives a task to a thread that is idle before a new one is started. */
  private final class IdleFirst extends LinkedBlockingQueue<Runnable> {
    IdleFirst(int waiting) {
      super(waiting);
    }

    /** Returning false makes the pool start a thread, when it may. */
    @Override
    public boolean offer(Runnable task) {
      return unfinished.get() <= executor.getPoolSize() && super.offer(task);
    }

    /** All threads are busy and no more may be started. */
    void wait(Runnable task) {
      if (executor.isShutdown() || !super.offer(task)) {
        throw new RejectedExecutionException();
      }
    }
  }

  /**
   * Runs the task soon; cancelling the future interrupts it.
   *
   * @throws ProtocolException when too much is waiting already
   */
  public Future<?> submit(Runnable task) throws ProtocolException {
    unfinished.incrementAndGet();
    try {
      return executor.submit(task);
    } catch (RejectedExecutionException e) {
      unfinished.decrementAndGet();
      throw new ProtocolException(
          ErrorCodes.INTERNAL_ERROR,
          "Too many requests at once: "
              + MOST_THREADS
              + " are running and "
              + MOST_WAITING
              + " are waiting. Send this one again when some have been answered.");
    }
  }

  /** Interrupts what runs and takes nothing more. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
