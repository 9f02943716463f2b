package dev.secondunit.mcp.product;

import dev.secondunit.job.JobStore;
import dev.secondunit.mcp.Changes;
import dev.secondunit.tool.Caller;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of jobs, which are what resources and tasks come from. Costs nothing while nobody
 * listens. Of another process on the same store it hears what the store passes on.
 */
public final class JobChanges implements Changes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobChanges.class);

  /** A job that is made changes several times in a row; one word about them is enough. */
  private static final int TOGETHER_MILLISECONDS = 100;

  private final Function<Supplier<Caller>, String> newest;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private ScheduledExecutorService teller;

  /** One place for each listening, also when the same listener listens twice. */
  private record Listener(Runnable tell, Object self) {}

  /**
   * @param newest what was made last, as a caller sees it; empty when there is nothing, and cheap
   */
  public JobChanges(Function<Supplier<Caller>, String> newest) {
    this.newest = newest;
  }

  /** Hears from now on what happens in this store. */
  public void of(JobStore jobs) {
    jobs.onChange(jobId -> changed());
  }

  @Override
  public Runnable listen(Runnable listener) {
    Listener entry = new Listener(listener, new Object());
    listeners.add(entry);
    return () -> listeners.remove(entry);
  }

  @Override
  public String resources(Supplier<Caller> caller) {
    return newest.apply(caller);
  }

  private void changed() {
    if (!listeners.isEmpty() && told.compareAndSet(false, true)) {
      teller().schedule(this::tell, TOGETHER_MILLISECONDS, TimeUnit.MILLISECONDS);
    }
  }

  private void tell() {
    told.set(false);
    for (Listener listener : listeners) {
      try {
        listener.tell().run();
      } catch (RuntimeException e) {
        LOG.warn("a change could not be told", e);
      }
    }
  }

  private synchronized ScheduledExecutorService teller() {
    if (teller == null) {
      teller =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "job-changes");
                thread.setDaemon(true);
                return thread;
              });
    }
    return teller;
  }

  @Override
  public synchronized void close() {
    listeners.clear();
    if (teller != null) {
      teller.shutdownNow();
    }
  }
}
