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

  public Workers() {
    this(MOST_THREADS, MOST_WAITING);
  }

  Workers(int threads, int waiting) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            task -> {
              Thread thread = new Thread(task, "mcp-request-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs the task soon; cancelling the future interrupts it.
   *
   * @throws ProtocolException when too much is waiting already
   */
  public Future<?> submit(Runnable task) throws ProtocolException {
    try {
      return executor.submit(task);
    } catch (RejectedExecutionException e) {
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
