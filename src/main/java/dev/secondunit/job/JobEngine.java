package dev.secondunit.job;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.JobWork.Next;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one step of one job: finds whose work it is, lets it do one thing, and makes sure that
 * nothing dies silently. Safe for many threads; keeps no state that a restart would miss.
 */
public final class JobEngine {
  /** When a step that threw something unexpected is taken again. */
  public static final Duration AFTER_DEFECT = Duration.ofSeconds(10);

  private static final Duration AFTER_STORE_FAILURE = Duration.ofSeconds(1);
  private static final Duration FOR_ANOTHER_PROGRAM = Duration.ofMinutes(1);
  private static final int DEFECTS_BEFORE_GIVING_UP = 5;

  /** Two are called for each turn given back, so that a lane that may grow does. */
  private static final int CALLED_AT_ONCE = 2;

  /** Some of those that were remembered have been taken by other processes meanwhile. */
  private static final int MOST_CALLS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);

  private final JobStore store;
  private final Map<String, JobWork> works;
  private final Map<String, Integer> defects = new ConcurrentHashMap<>();

  private final Turns turns;
  private final StepCalls calls;

  /** An engine whose caller takes one step at a time. */
  public JobEngine(JobStore store, List<JobWork> works) {
    this(store, works, null, StepCalls.NONE);
  }

  /**
   * @param turns who may take a step now, or null for everybody
   * @param calls brings forward those who get a turn next
   */
  public JobEngine(JobStore store, List<JobWork> works, Turns turns, StepCalls calls) {
    this.store = store;
    this.works = works.stream().collect(Collectors.toMap(JobWork::kind, Function.identity()));
    this.turns = turns;
    this.calls = calls;
  }

  /**
   * A step that was taken.
   *
   * @param knewOfStop whether the job was to stop when it began
   */
  public record Step(Next next, boolean knewOfStop) {}

  /** Takes the next step of a job, as {@link #take} does; what follows it. */
  public Next step(String jobId) {
    return take(jobId).next();
  }

  /**
   * Takes the next step of a job. Never throws: what goes wrong is logged and tried again later.
   */
  public Step take(String jobId) {
    try {
      Optional<Job> job = store.find(jobId);
      if (job.isEmpty() || job.get().state().terminal()) {
        return new Step(Next.NONE, false);
      }
      return new Step(inTurn(job.get()), job.get().cancelRequested());
    } catch (FailureException e) {
      LOG.warn("step of {} could not be recorded: {}", jobId, e.getMessage());
      return new Step(Next.after(AFTER_STORE_FAILURE), false);
    }
  }

  /** A request to stop waits for nobody. */
  private Next inTurn(Job job) {
    if (turns == null) {
      return step(job);
    }
    String lane = lane(job);
    if (job.cancelRequested()) {
      turns.forget(lane, party(job), job.id());
      return step(job);
    }
    Duration wait = turns.take(lane, party(job), job.id());
    if (!wait.isZero()) {
      return Next.after(wait);
    }
    try {
      Next next = step(job);
      if (next.busy()) {
        turns.pause(lane, next.after());
      }
      return next;
    } finally {
      turns.giveBack(lane);
      callNext(job, lane);
    }
  }

  private static String party(Job job) {
    return job.batchId() == null ? job.session() : job.batchId();
  }

  /** Vendors limit creates by model; they answer, and deliver, as one. */
  private static String lane(Job job) {
    String vendor = job.kind() + "/" + job.backend() + "/";
    return switch (job.state()) {
      case QUEUED -> vendor + job.model() + "/creates";
      case DOWNLOADING -> vendor + "downloads";
      default -> vendor + "reads";
    };
  }

  /**
   * Whoever is not called comes by itself; the step that has been taken must not suffer from it.
   */
  private void callNext(Job taken, String lane) {
    try {
      rememberOthers(taken, lane);
      int came = 0;
      for (int tried = 0; tried < MOST_CALLS && came < CALLED_AT_ONCE; tried++) {
        Optional<Turns.Call> next = turns.next(lane);
        if (next.isEmpty()) {
          return;
        }
        if (calls.call(next.get().jobId())) {
          came++;
        } else {
          turns.withdraw(next.get());
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("nobody could be called after {}: {}", taken.id(), e.getMessage());
    }
  }

  /** Questions are short and come again soon; creates and downloads may hold workers for long. */
  private void rememberOthers(Job taken, String lane) {
    if (taken.state() != JobState.QUEUED && taken.state() != JobState.DOWNLOADING) {
      return;
    }
    int missing = turns.missing(lane);
    if (missing > 0) {
      store
          .findAll(calls.waiting(taken, missing))
          .forEach(job -> turns.remember(lane, party(job), job.id()));
    }
  }

  private Next step(Job job) {
    JobWork work = works.get(job.kind());
    if (work == null) {
      LOG.warn("{} is of kind {}, which this program does not know", job.id(), job.kind());
      return Next.after(FOR_ANOTHER_PROGRAM);
    }
    try {
      Next next = work.step(job);
      defects.remove(job.id());
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Next.AT_ONCE;
    } catch (FailureException e) {
      throw e;
    } catch (RuntimeException e) {
      return afterDefect(job, e);
    }
  }

  private Next afterDefect(Job job, RuntimeException defect) {
    int count = defects.merge(job.id(), 1, Integer::sum);
    LOG.error("step of {} in state {} failed ({} in a row)", job.id(), job.state(), count, defect);
    if (count < DEFECTS_BEFORE_GIVING_UP) {
      return Next.after(AFTER_DEFECT);
    }
    defects.remove(job.id());
    Job current = store.find(job.id()).orElse(job);
    if (current.state().terminal()) {
      return Next.NONE;
    }
    Charged charged = current.attempt() == 0 ? Charged.NO : Charged.UNKNOWN;
    Failure failure =
        Failure.of(
                ErrorCode.INTERNAL,
                "A defect in this program stopped the job in state "
                    + current.state().word()
                    + "; the log has the cause.")
            .withJobId(job.id())
            .withCharged(charged, charged == Charged.NO ? Retry.NEVER : Retry.USE_JOB);
    store.change(
        JobChange.of(current, JobState.FAILED)
            .failure(failure)
            .settle(charged == Charged.NO ? Settlement.RELEASE : Settlement.KEEP));
    return Next.NONE;
  }
}
