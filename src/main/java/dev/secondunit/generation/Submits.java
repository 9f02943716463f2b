package dev.secondunit.generation;

import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Lost;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.Endings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Queueing;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.Waits;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends creates, and finds out about those whose answer was lost. A create is sent again only when
 * the vendor provably did not accept it.
 */
final class Submits {
  private static final int TRIES_TO_RECONCILE = 6;

  private static final Logger LOG = LoggerFactory.getLogger(Submits.class);

  private final JobStore jobs;
  private final ArtifactStore artifacts;
  private final Answers answers;
  private final Endings endings;
  private final Queueing queueing;
  private final ScratchFolders scratch;
  private final OwnFileInstead copies;

  Submits(
      JobStore jobs,
      ArtifactStore artifacts,
      Answers answers,
      Endings endings,
      Queueing queueing,
      ScratchFolders scratch,
      OwnFileInstead copies) {
    this.jobs = jobs;
    this.artifacts = artifacts;
    this.answers = answers;
    this.endings = endings;
    this.queueing = queueing;
    this.scratch = scratch;
    this.copies = copies;
  }

  Next submit(Job job, Backend backend) throws InterruptedException {
    if (job.cancelRequested()) {
      return endings.cancel(job, Settlement.RELEASE);
    }
    Readiness readiness = backend.readiness();
    if (!readiness.usable()) {
      return queueing.untilUsable(job, readiness.reason());
    }
    GenerationOrder order = GenerationOrder.read(job.request());
    Optional<Failure> lost = copies.lost(job, order);
    if (lost.isPresent()) {
      return endings.fail(job, JobState.FAILED, lost.get());
    }
    Optional<Failure> refusal =
        artifacts.refusal(order.folder()).or(() -> scratch.refusal(artifacts));
    if (refusal.isPresent()) {
      return queueing.untilRoom(job, refusal.get());
    }
    // Whatever needs the disk comes before the attempt begins: a full one must not look like a
    // create that may have left.
    Shot shot = shot(job, order, job.attempt() + 1);
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
      return reconcile(submitting, backend, null);
    }
    return answers.record(submitting, answer);
  }

  private Shot shot(Job job, GenerationOrder order, int attempt) {
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
      case NOT_ACCEPTED -> {
        scratch.remove(job.id(), job.attempt());
        yield queueing.again(job, unreachedBefore, failure);
      }
      case REJECTED -> endings.fail(job, JobState.FAILED, failure);
      case UNKNOWN -> reconcile(job, backend, failure);
    };
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
    Lost lost = new Lost(job.submittedAt(), reference -> heldByAnother(job, reference));
    GenerationOrder order = GenerationOrder.read(job.request());
    Shot shot = shot(job, order, Math.max(1, job.attempt()));
    try {
      Optional<Submission> found = backend.reconcile(shot, lost);
      return found.isPresent() ? adopt(job, found.get(), cause) : giveUp(job, cause);
    } catch (BackendException e) {
      if (e.fate() == BackendException.Fate.NOT_ACCEPTED) {
        jobs.change(
            JobChange.of(job, JobState.QUEUED).settle(new Settlement.Reclaim(Settlement.KEEP)));
        return Next.AT_ONCE;
      }
      int tries = job.pollFailures() + 1;
      if (tries >= TRIES_TO_RECONCILE) {
        return giveUp(job, e.failure());
      }
      jobs.change(
          JobChange.of(job, JobState.SUBMITTING)
              .pollFailures(tries)
              .progress(null, "looking for it in the records of " + job.backend()));
      return Next.after(Waits.backoff(tries));
    }
  }

  /** One at a time, so that of two lost takes which find the same one, one takes it. */
  private synchronized Next adopt(Job job, Submission found, Failure cause) {
    boolean anothers =
        found instanceof Submission.Accepted accepted && heldByAnother(job, accepted.reference());
    return anothers ? giveUp(job, cause) : answers.record(job, found);
  }

  /** Nobody can tell what became of it: bought anew only where the word for that was given. */
  private Next giveUp(Job job, Failure cause) {
    boolean mayBeBoughtAnew = job.unknownAttempts().contains(job.attempt());
    if (!mayBeBoughtAnew) {
      return endings.unknown(job, cause);
    }
    jobs.change(JobChange.of(job, JobState.QUEUED));
    return Next.AT_ONCE;
  }

  /** Of two takes with the same words, one may have arrived: that one is not the other. */
  private boolean heldByAnother(Job job, VendorReference reference) {
    return jobs.at(job.backend(), OutcomeJson.write(reference))
        .filter(holder -> !holder.id().equals(job.id()))
        .isPresent();
  }
}
