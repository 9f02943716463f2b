package dev.secondunit.generation;

import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.LateAnswer;
import dev.secondunit.job.Route;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.Waits;
import dev.secondunit.media.Identifiers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records what vendors answered to creates. What was answered is paid for, so an answer is never
 * dropped, however late it comes:
 *
 * <pre>
 * the attempt is still being sent            it goes on
 * it was given up, no other one was begun    it goes on; what the retry reserved is given back
 * the vendor's id was found already          nothing to do
 * the job has gone on without it             it becomes a job of its own, with its reservation
 * </pre>
 *
 * While the store cannot take an answer it is kept here, and recorded by the next step of any job.
 */
final class Answers {
  private static final Set<JobState> GIVEN_UP =
      EnumSet.of(JobState.SUBMIT_UNKNOWN, JobState.QUEUED, JobState.FAILED);

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final JobStore jobs;
  private final ScratchFolders scratch;
  private final AnswerNotes notes;
  private final Identifiers identifiers;
  private final Map<String, Pending> unrecorded = new ConcurrentHashMap<>();

  Answers(JobStore jobs, ScratchFolders scratch, Identifiers identifiers) {
    this.jobs = jobs;
    this.scratch = scratch;
    this.notes = new AnswerNotes(scratch);
    this.identifiers = identifiers;
  }

  /**
   * An answer that is not on disk yet.
   *
   * @param lateJobId what the job is called that it becomes if it has to
   */
  private record Pending(Job job, Submission answer, String lateJobId) {
    String key() {
      return job.id() + "-" + job.attempt();
    }
  }

  /**
   * Records the answer to the present attempt of a job.
   *
   * @throws FailureException when the store cannot take it now; it is kept
   */
  Next record(Job job, Submission answer) {
    Pending first = new Pending(job, answer, identifiers.next("job"));
    return record(unrecorded.getOrDefault(first.key(), first));
  }

  private Next record(Pending pending) {
    try {
      Next next = inStore(pending);
      unrecorded.remove(pending.key());
      return next;
    } catch (RuntimeException e) {
      Job job = pending.job();
      unrecorded.putIfAbsent(pending.key(), pending);
      LOG.error("{} was accepted and cannot be recorded yet: {}", job.id(), pending.answer(), e);
      noteAsWell(job, pending.answer());
      throw e;
    }
  }

  /** The store cannot take it: should this process end before it can, the note is what remains. */
  private void noteAsWell(Job job, Submission answer) {
    try {
      notes.write(job.id(), job.attempt(), answer);
    } catch (FailureException e) {
      LOG.warn("{}: its answer cannot be noted either: {}", job.id(), e.getMessage());
    }
  }

  /** The answer to a job's present attempt that was noted and never recorded. */
  Optional<Submission> noted(Job job) {
    return notes.read(job.id(), job.attempt());
  }

  /**
   * Records what could not be recorded before, for whichever job. What still cannot be recorded of
   * other jobs holds up nobody.
   *
   * @return whether that concerned this job, which may stand elsewhere now
   * @throws FailureException when the answer to this job cannot be recorded yet
   */
  boolean recordKept(Job job) {
    boolean concerned = false;
    for (Pending pending : unrecorded.values()) {
      boolean own = pending.job().id().equals(job.id());
      try {
        record(pending);
      } catch (RuntimeException e) {
        if (own) {
          throw e;
        }
      }
      concerned |= own;
    }
    return concerned;
  }

  private Next inStore(Pending pending) {
    Job job = pending.job();
    Submission answer = pending.answer();
    if (jobs.change(change(job, answer, EnumSet.of(JobState.SUBMITTING))).isPresent()) {
      return after(answer);
    }
    Job now = jobs.find(job.id()).orElseThrow();
    boolean sameAttempt = now.attempt() == job.attempt() && sameWay(now, job);
    if (sameAttempt && isOf(now, reference(answer))) {
      return Next.AT_ONCE;
    }
    if (sameAttempt && GIVEN_UP.contains(now.state()) && now.vendorReference() == null) {
      EnumSet<JobState> from = EnumSet.of(now.state());
      if (jobs.change(change(job, answer, from)).isPresent()) {
        LOG.info("{} was given up too early: its answer came after all", job.id());
        return after(answer);
      }
    }
    becomeJob(pending);
    return Next.AT_ONCE;
  }

  private JobChange change(Job job, Submission answer, Set<JobState> from) {
    JobState to = answer instanceof Submission.Accepted ? JobState.RUNNING : JobState.DOWNLOADING;
    Settlement settlement = Settlement.KEEP;
    JobChange change =
        JobChange.of(job.id(), from, to)
            .atAttempt(job.attempt())
            .vendorReference(OutcomeJson.write(reference(answer)))
            .scheduleStep(wait(answer));
    if (answer instanceof Submission.Delivered delivered) {
      scratch.makeDurable(job.id(), job.attempt());
      notes.write(job.id(), job.attempt(), answer);
      change.outcome(OutcomeJson.write(delivered.outcome()));
      settlement = Billing.spent(job, delivered.outcome());
    }
    return change.settle(new Settlement.Reclaim(settlement));
  }

  private void becomeJob(Pending pending) {
    Job job = pending.job();
    ObjectNode outcome = null;
    Settlement settlement = Settlement.KEEP;
    if (pending.answer() instanceof Submission.Delivered delivered) {
      outcome =
          OutcomeJson.write(
              scratch.handOver(job.id(), job.attempt(), pending.lateJobId(), delivered.outcome()));
      settlement = Billing.spent(job, delivered.outcome());
    }
    Job late =
        jobs.takeIn(
            new LateAnswer(
                job.id(),
                job.attempt(),
                pending.lateJobId(),
                outcome == null ? JobState.RUNNING : JobState.DOWNLOADING,
                OutcomeJson.write(reference(pending.answer())),
                outcome,
                settlement,
                wait(pending.answer()),
                Route.of(job)));
    LOG.warn(
        "{} had gone on when its attempt {} was answered; the answer is job {} now",
        job.id(),
        job.attempt(),
        late.id());
  }

  /** A job that was sent elsewhere since keeps its number of attempts until it arrives there. */
  private static boolean sameWay(Job now, Job job) {
    return now.backend().equals(job.backend()) && now.model().equals(job.model());
  }

  private static boolean isOf(Job job, VendorReference reference) {
    return job.vendorReference() != null
        && OutcomeJson.readReference(job.vendorReference()).id().equals(reference.id());
  }

  private static VendorReference reference(Submission answer) {
    return answer instanceof Submission.Accepted accepted
        ? accepted.reference()
        : ((Submission.Delivered) answer).reference();
  }

  private static Duration wait(Submission answer) {
    return answer instanceof Submission.Accepted accepted
        ? Waits.atLeast(accepted.pollAfter())
        : Duration.ZERO;
  }

  private static Next after(Submission answer) {
    return answer instanceof Submission.Accepted ? Next.after(wait(answer)) : Next.AT_ONCE;
  }
}
