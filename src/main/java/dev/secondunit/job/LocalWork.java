package dev.secondunit.job;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Work that this machine does itself, such as cutting a film: free, and safe to begin again after a
 * crash. It runs on a few threads of its own, so that long work never holds up the steps of other
 * jobs.
 */
public final class LocalWork implements JobWork, AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Logger LOG = LoggerFactory.getLogger(LocalWork.class);

  /** What is computed. Beginning it again must be harmless. */
  @FunctionalInterface
  public interface Computation {
    /**
     * @param progress told how far it is, 0 to 1
     * @throws dev.secondunit.failure.FailureException when it cannot be done
     */
    Finished compute(Job job, DoubleConsumer progress) throws InterruptedException;
  }

  /** What becomes durable together when it is done. */
  public record Finished(ObjectNode result, List<Document> documents) {
    public Finished {
      documents = List.copyOf(documents);
    }
  }

  private static final class Run {
    private volatile double progress;
    private Future<Finished> future;
  }

  private final String kind;
  private final JobStore store;
  private final Computation computation;
  private final ExecutorService threads;
  private final Map<String, Run> runs = new ConcurrentHashMap<>();

  /**
   * @param parallelism how many run at once in this process
   */
  public LocalWork(String kind, JobStore store, Computation computation, int parallelism) {
    this.kind = kind;
    this.store = store;
    this.computation = computation;
    this.threads =
        Executors.newFixedThreadPool(
            parallelism,
            runnable -> {
              Thread thread = new Thread(runnable, kind);
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Next step(Job job) throws InterruptedException {
    if (job.cancelRequested()) {
      return cancel(job);
    }
    if (job.state() == JobState.QUEUED) {
      store.change(JobChange.of(job, JobState.RUNNING).beginAttempt().progress(0.0, "queued"));
      return Next.AT_ONCE;
    }
    Run run = runs.computeIfAbsent(job.id(), id -> begin(job));
    if (!run.future.isDone()) {
      if (job.progress() == null || run.progress - job.progress() >= 0.01) {
        store.change(JobChange.of(job, JobState.RUNNING).progress(run.progress, "working"));
      }
      return Next.after(LOOK_EVERY);
    }
    runs.remove(job.id());
    return end(job, run.future);
  }

  private Run begin(Job job) {
    Run run = new Run();
    run.future = threads.submit(() -> computation.compute(job, value -> run.progress = value));
    return run;
  }

  private Next cancel(Job job) {
    Run run = runs.remove(job.id());
    if (run != null) {
      run.future.cancel(true);
    }
    store.change(JobChange.of(job, JobState.CANCELLED).settle(Settlement.RELEASE));
    return Next.NONE;
  }

  private Next end(Job job, Future<Finished> future) throws InterruptedException {
    JobChange change;
    try {
      Finished finished = future.get();
      change = JobChange.of(job, JobState.SUCCEEDED).result(finished.result());
      finished.documents().forEach(change::document);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        return Next.AT_ONCE;
      }
      change = JobChange.of(job, JobState.FAILED).failure(failure(job, e.getCause()));
    }
    store.change(change.settle(Settlement.RELEASE));
    return Next.NONE;
  }

  private static Failure failure(Job job, Throwable cause) {
    if (cause instanceof FailureException known) {
      return known.failure().withJobId(job.id());
    }
    LOG.error("{} failed by a defect of this program", job.id(), cause);
    return Failure.of(ErrorCode.INTERNAL, "A defect in this program stopped it; see the log.")
        .withJobId(job.id());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
