package dev.secondunit.job;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.JobWork.Next;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What becomes of a job that provably could not be sent just now: for how long it stays in the
 * queue, when it comes again, and whether the others in its lane need not try before. Whoever asks
 * to wait was reached and may ask for a day; whoever cannot be reached, or used, has a quarter of
 * an hour. Then the job fails, and nothing is due. One that may be sent elsewhere instead is sent
 * there after five minutes, or at once when it would have to wait for longer. All this counts from
 * the first time it could not be sent, not from when it was queued. Safe for many threads.
 */
public final class Queueing {
  private static final Duration PATIENCE_WHEN_BUSY = Duration.ofHours(24);
  private static final Duration PATIENCE_WITH_ANOTHER_WAY = Duration.ofMinutes(5);

  private static final Duration PAUSE_WITHOUT_ROOM = Duration.ofSeconds(15);

  /** In a row and with {@link Waits#backoff}: a quarter of an hour of trying. */
  private static final int MOST_TRIES = 20;

  private final JobStore jobs;
  private final Endings endings;
  private final Clock clock;

  public Queueing(JobStore jobs, Endings endings, Clock clock) {
    this.jobs = Objects.requireNonNull(jobs, "jobs");
    this.endings = Objects.requireNonNull(endings, "endings");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * The vendor did not accept it, or was not reached.
   *
   * @param job still queued, or being sent for nothing
   * @param unreachedBefore how many tries in a row did not reach the vendor before this one
   * @param problem {@code rate_limited} when the vendor asked everybody to wait
   */
  public Next again(Job job, int unreachedBefore, Failure problem) {
    boolean busy = problem.code() == ErrorCode.RATE_LIMITED;
    int unreached = busy ? 0 : unreachedBefore + 1;
    Failure unsent = problem.withCharged(Charged.NO, Retry.NOW);
    if (unreached >= MOST_TRIES || !patient(refusedSince(job))) {
      return endings.fail(job, JobState.FAILED, unsent);
    }
    Duration wait = Waits.asTold(problem, busy ? Math.max(1, job.attempt()) : unreached);
    if (rathersGo(job, wait, unsent)) {
      return Next.AT_ONCE;
    }
    stay(job, unreached, problem.message());
    return busy ? Next.busy(wait) : Next.after(wait);
  }

  /**
   * The backend lost its key, or this program does not have it; it may come back.
   *
   * @param job still queued
   */
  public Next untilUsable(Job job, String reason) {
    if (job.cancelRequested()) {
      return endings.cancel(job, Settlement.RELEASE);
    }
    int tries = job.pollFailures() + 1;
    Failure failure =
        Failure.of(
            ErrorCode.BACKEND_UNAVAILABLE,
            "The backend " + job.backend() + " cannot be used: " + reason + ".");
    if (tries >= MOST_TRIES) {
      return endings.fail(job, JobState.FAILED, failure);
    }
    Duration wait = Waits.backoff(tries);
    if (rathersGo(job, wait, failure)) {
      return Next.AT_ONCE;
    }
    stay(job, tries, reason);
    return Next.after(wait);
  }

  /**
   * What it makes could not be stored, so it is not bought. Only a person can make room, and has a
   * day for it.
   *
   * @param job still queued
   */
  public Next untilRoom(Job job, Failure problem) {
    if (!patient(job.queuedAt())) {
      return endings.fail(job, JobState.FAILED, problem);
    }
    jobs.change(
        JobChange.of(job, JobState.QUEUED)
            .pollFailures(job.pollFailures())
            .progress(null, "waiting for room: " + problem.message()));
    // The others in its lane may go into another folder.
    return Next.after(PAUSE_WITHOUT_ROOM);
  }

  /** Whoever may go elsewhere does not wait for long; whoever may not waits on. */
  private boolean rathersGo(Job job, Duration wait, Failure failure) {
    Duration waited = Duration.between(refusedSince(job), clock.instant().plus(wait));
    return waited.compareTo(PATIENCE_WITH_ANOTHER_WAY) > 0 && endings.goneElsewhere(job, failure);
  }

  /** What it waited for others in the queue is not the vendor's refusal. */
  private Instant refusedSince(Job job) {
    return job.refusedSince() == null ? clock.instant() : job.refusedSince();
  }

  /** Whether a vendor that has asked to wait since then may go on asking for it. */
  public boolean patient(Instant since) {
    return Duration.between(since, clock.instant()).compareTo(PATIENCE_WHEN_BUSY) <= 0;
  }

  private void stay(Job job, int unreached, String reason) {
    jobs.change(
        JobChange.of(job, JobState.QUEUED)
            .refused()
            .pollFailures(unreached)
            .progress(null, "waiting for " + job.backend() + ": " + reason));
  }
}
