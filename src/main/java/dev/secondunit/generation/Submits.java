package dev.secondunit.generation;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends creates, and finds out about those whose answer was lost. A create is sent again only when
 * the vendor provably did not accept it.
 */
final class Submits {
  /** As long as a vendor answers that it is busy, its jobs queue; then they fail unbilled. */
  private static final Duration PATIENCE_WHEN_BUSY = Duration.ofHours(24);

  /** Tries in a row to reach a vendor, with backoff: a quarter of an hour of trying. */
  private static final int TRIES_TO_REACH = 20;

  private static final int TRIES_TO_RECONCILE = 6;

  private static final Logger LOG = LoggerFactory.getLogger(Submits.class);

  private final JobStore jobs;
  private final Answers answers;
  private final Endings endings;
  private final ScratchFolders scratch;
  private final Clock clock;

  Submits(JobStore jobs, Answers answers, Endings endings, ScratchFolders scratch, Clock clock) {
    this.jobs = jobs;
    this.answers = answers;
    this.endings = endings;
    this.scratch = scratch;
    this.clock = clock;
  }

  Next submit(Job job, Backend backend) throws InterruptedException {
    if (job.cancelRequested()) {
      return endings.cancel(job, Settlement.RELEASE);
    }
    Readiness readiness = backend.readiness();
    if (!readiness.usable()) {
      return waitUntilUsable(job, readiness.reason());
    }
    // Whatever needs the disk comes before the attempt begins: a full one must not look like a
    // create that may have left.
    Shot shot = shot(job, job.attempt() + 1);
    Optional<Job> begun =
        jobs.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt().progress(null, null));
    if (begun.isEmpty()) {
      return Next.AT_ONCE;
    }
    Job submitting = begun.get();
    Submission answer;
    try {
      answer = backend.submit(shot);
    } catch (BackendException e) {
      return afterSubmit(submitting, backend, job.pollFailures(), e);
    } catch (RuntimeException e) {
      LOG.error("{}: the create ended in a defect", job.id(), e);
      return endings.submitUnknown(submitting, null);
    }
    return answers.record(submitting, answer);
  }

  private Shot shot(Job job, int attempt) {
    GenerationOrder order = GenerationOrder.read(job.request());
    return new Shot(
        job.id(),
        attempt,
        PlanJson.read(job.plan()),
        order.source(),
        scratch.of(job.id(), attempt),
        order.name());
  }

  private Next afterSubmit(Job job, Backend backend, int unreachedBefore, BackendException problem)
      throws InterruptedException {
    Failure failure = problem.failure();
    return switch (problem.fate()) {
      case NOT_ACCEPTED -> queueAgain(job, unreachedBefore, failure);
      case REJECTED -> endings.fail(job, JobState.FAILED, failure);
      case UNKNOWN -> reconcile(job, backend, failure);
    };
  }

  private Next queueAgain(Job job, int unreachedBefore, Failure failure) {
    boolean busy = failure.code() == ErrorCode.RATE_LIMITED;
    // A vendor that says it is busy was reached.
    int unreached = busy ? 0 : unreachedBefore + 1;
    boolean longEnough =
        Duration.between(job.queuedAt(), clock.instant()).compareTo(PATIENCE_WHEN_BUSY) > 0;
    if (longEnough || unreached >= TRIES_TO_REACH) {
      return endings.fail(job, JobState.FAILED, failure.withCharged(Charged.NO, Retry.NOW));
    }
    scratch.remove(job.id(), job.attempt());
    jobs.change(
        JobChange.of(job, JobState.QUEUED)
            .pollFailures(unreached)
            .progress(null, "waiting for " + job.backend() + ": " + failure.message()));
    Duration wait = Waits.asTold(failure, busy ? job.attempt() : unreached);
    return busy ? Next.busy(wait) : Next.after(wait);
  }

  /** A backend that lost its key, or that this program does not have, may come back. */
  Next waitUntilUsable(Job job, String reason) {
    if (job.cancelRequested()) {
      return endings.cancel(job, Settlement.RELEASE);
    }
    int tries = job.pollFailures() + 1;
    if (tries >= TRIES_TO_REACH) {
      Failure failure =
          Failure.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              "The backend " + job.backend() + " cannot be used: " + reason + ".");
      return endings.fail(job, JobState.FAILED, failure);
    }
    jobs.change(
        JobChange.of(job, JobState.QUEUED)
            .pollFailures(tries)
            .progress(null, "waiting for " + job.backend() + ": " + reason));
    return Next.after(Waits.backoff(tries));
  }

  /** Another step died between "sent" and "recorded". */
  Next reconcile(Job job, Backend backend) throws InterruptedException {
    return reconcile(job, backend, null);
  }

  /**
   * The answer was lost: what was noted of it here decides, and then the vendor's own records.
   *
   * @param cause how it was lost, or null when the process died
   */
  private Next reconcile(Job job, Backend backend, Failure cause) throws InterruptedException {
    Optional<Submission> noted = answers.noted(job);
    if (noted.isPresent()) {
      return answers.record(job, noted.get());
    }
    try {
      Optional<Submission> found = backend.reconcile(shot(job, Math.max(1, job.attempt())));
      return found.isPresent() && !belongsToAnother(job, found.get())
          ? answers.record(job, found.get())
          : endings.submitUnknown(job, cause);
    } catch (BackendException e) {
      if (e.fate() == BackendException.Fate.NOT_ACCEPTED) {
        jobs.change(JobChange.of(job, JobState.QUEUED));
        return Next.AT_ONCE;
      }
      int tries = job.pollFailures() + 1;
      if (tries >= TRIES_TO_RECONCILE) {
        return endings.submitUnknown(job, e.failure());
      }
      jobs.change(
          JobChange.of(job, JobState.SUBMITTING)
              .pollFailures(tries)
              .progress(null, "looking for it in the records of " + job.backend()));
      return Next.after(Waits.backoff(tries));
    }
  }

  /** Of two takes with the same words, one may have arrived: that one is not the other. */
  private boolean belongsToAnother(Job job, Submission found) {
    return found instanceof Submission.Accepted accepted
        && jobs.at(job.backend(), OutcomeJson.write(accepted.reference()))
            .filter(holder -> !holder.id().equals(job.id()))
            .isPresent();
  }
}
