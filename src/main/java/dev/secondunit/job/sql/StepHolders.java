package dev.secondunit.job.sql;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Decides whether the process that holds a step is dead, once its heartbeat is old. An old
 * heartbeat alone proves little: a clock may have jumped, or the database was locked. Beginning a
 * step twice is what must not happen lightly, because a create may be on its way in it.
 *
 * <pre>
 * this process, and the step runs         alive
 * this process, and it does not run       dead: its end could not be recorded
 * a process of this machine that ended    dead
 * a process of this machine that lives    dead when its heartbeat has not moved for 5 minutes here
 * a process of another machine            dead when its heartbeat has not moved for a few seconds
 * </pre>
 *
 * How long a heartbeat has not moved is measured by this process's own stopwatch, so no clock is
 * compared with another one. Safe for many threads.
 */
final class StepHolders {
  /** A process that stands still for longer, as a stopped one does, has lost its steps. */
  private static final Duration STANDSTILL = Duration.ofMinutes(5);

  private static final int MOST_REMEMBERED = 10_000;

  private final ProcessName process;
  private final Duration silenceElsewhere;
  private final LongSupplier nanoseconds;
  private final Map<String, Silence> silences = new ConcurrentHashMap<>();

  private record Silence(String holder, Instant lastHeartbeat, long since) {
    boolean sameAs(Execution step) {
      return Objects.equals(holder, step.pickedBy)
          && Objects.equals(lastHeartbeat, step.lastHeartbeat);
    }
  }

  /**
   * @param silenceElsewhere how long the heartbeat of a process on another machine must not move
   * @param nanoseconds a stopwatch that no clock moves
   */
  StepHolders(ProcessName process, Duration silenceElsewhere, LongSupplier nanoseconds) {
    this.process = process;
    this.silenceElsewhere = silenceElsewhere;
    this.nanoseconds = nanoseconds;
  }

  /**
   * @param step one whose heartbeat is old
   * @param executing whether this process is at work on a job
   */
  boolean dead(Execution step, Predicate<String> executing) {
    String jobId = step.taskInstance.getId();
    Optional<ProcessName> holder =
        step.pickedBy == null ? Optional.empty() : ProcessName.parse(step.pickedBy);
    if (holder.isEmpty()) {
      return silentFor(step, silenceElsewhere);
    }
    if (holder.get().equals(process)) {
      return !executing.test(jobId);
    }
    if (!holder.get().host().equals(process.host())) {
      return silentFor(step, silenceElsewhere);
    }
    return holder.get().hasEnded(process.host()) || silentFor(step, STANDSTILL);
  }

  private boolean silentFor(Execution step, Duration needed) {
    String jobId = step.taskInstance.getId();
    long now = nanoseconds.getAsLong();
    if (silences.size() > MOST_REMEMBERED) {
      silences.clear();
    }
    Silence silence =
        silences.compute(
            jobId,
            (id, known) ->
                known != null && known.sameAs(step)
                    ? known
                    : new Silence(step.pickedBy, step.lastHeartbeat, now));
    boolean over = now - silence.since() >= needed.toNanos();
    if (over) {
      silences.remove(jobId);
    }
    return over;
  }
}
