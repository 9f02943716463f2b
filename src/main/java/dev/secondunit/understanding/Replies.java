package dev.secondunit.understanding;

import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.failure.Failure;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records what vendors say to questions. What was answered is paid for, so an answer is never
 * dropped: it goes on where the job waits for it or was given up, and becomes a job of its own
 * where the job has gone on without it. While the store cannot take an answer it is kept here.
 */
final class Replies {
  private static final Set<JobState> GIVEN_UP =
      EnumSet.of(JobState.SUBMIT_UNKNOWN, JobState.QUEUED, JobState.FAILED);

  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  private final JobStore jobs;
  private final Billing billing;
  private final Identifiers identifiers;
  private final Map<String, Kept> unrecorded = new ConcurrentHashMap<>();

  Replies(JobStore jobs, Billing billing, Identifiers identifiers) {
    this.jobs = jobs;
    this.billing = billing;
    this.identifiers = identifiers;
  }

  /**
   * A reply that is not on disk yet.
   *
   * @param lateJobId what the job is called that it becomes if it has to
   */
  private record Kept(Job job, Reply reply, String lateJobId) {
    String key() {
      return job.id() + "-" + job.attempt();
    }
  }

  /**
   * Records the reply to the present attempt of a job.
   *
   * @throws FailureException when the store cannot take it now; it is kept
   */
  Next record(Job job, Reply reply) {
    Kept first = new Kept(job, reply, identifiers.next("job"));
    return record(unrecorded.getOrDefault(first.key(), first));
  }

  private Next record(Kept kept) {
    try {
      Next next = inStore(kept);
      unrecorded.remove(kept.key());
      return next;
    } catch (RuntimeException e) {
      unrecorded.putIfAbsent(kept.key(), kept);
      LOG.error("{} was answered and that cannot be recorded yet", kept.job().id(), e);
      throw e;
    }
  }

  /**
   * Records what could not be recorded before, for whichever job. What still cannot be recorded of
   * other jobs holds up nobody.
   *
   * @return whether that concerned this job, which may stand elsewhere now
   * @throws FailureException when the reply to this job cannot be recorded yet
   */
  boolean recordKept(Job job) {
    boolean concerned = false;
    for (Kept kept : unrecorded.values()) {
      boolean own = kept.job().id().equals(job.id());
      try {
        record(kept);
      } catch (RuntimeException e) {
        if (own) {
          throw e;
        }
      }
      concerned |= own;
    }
    return concerned;
  }

  private Next inStore(Kept kept) {
    Job job = kept.job();
    Reply reply = kept.reply();
    JobChange change = change(job, EnumSet.of(JobState.SUBMITTING), reply);
    if (jobs.change(change).isPresent()) {
      return next(change, reply);
    }
    Job now = jobs.find(job.id()).orElseThrow();
    boolean sameAttempt = now.attempt() == job.attempt();
    if (sameAttempt && GIVEN_UP.contains(now.state()) && now.result() == null) {
      JobChange reopened = change(job, EnumSet.of(now.state()), reply);
      reopened.settle(new Settlement.Reclaim(reopened.settlement()));
      if (jobs.change(reopened).isPresent()) {
        LOG.info("{} was given up too early: its answer came after all", job.id());
        return next(reopened, reply);
      }
    }
    boolean known =
        sameAttempt
            && (now.vendorReference() != null || now.outcome() != null || now.result() != null);
    if (!known && !(reply instanceof Reply.Failed)) {
      becomeJob(kept);
    }
    return Next.AT_ONCE;
  }

  private void becomeJob(Kept kept) {
    Job job = kept.job();
    boolean pending = kept.reply() instanceof Reply.Pending;
    ModelAnswer answer = pending ? null : ((Reply.Answered) kept.reply()).answer();
    Job late =
        jobs.takeIn(
            new LateAnswer(
                job.id(),
                job.attempt(),
                kept.lateJobId(),
                pending ? JobState.RUNNING : JobState.DOWNLOADING,
                pending
                    ? AnswerJson.write(((Reply.Pending) kept.reply()).reference())
                    : JsonNodeFactory.instance.objectNode(),
                pending ? null : AnswerJson.write(answer),
                pending ? Settlement.KEEP : billing.spent(job, answer),
                Duration.ZERO,
                Route.of(job)));
    LOG.warn(
        "{} had gone on when its attempt {} was answered; the answer is job {} now",
        job.id(),
        job.attempt(),
        late.id());
  }

  /** What becomes durable with a reply to a job that stands in one of these states. */
  JobChange change(Job job, Set<JobState> from, Reply reply) {
    if (reply instanceof Reply.Pending pending) {
      return JobChange.of(job.id(), from, JobState.RUNNING)
          .atAttempt(job.attempt())
          .vendorReference(AnswerJson.write(pending.reference()))
          .progress(null, pending.message())
          .scheduleStep(Waits.atLeast(pending.lookAfter()));
    }
    if (reply instanceof Reply.Failed refused) {
      Failure failure = refused.failure().withJobId(job.id());
      return JobChange.of(job.id(), from, JobState.FAILED)
          .atAttempt(job.attempt())
          .failure(failure)
          .settle(Settlement.following(failure, job, Billing.estimate(job)));
    }
    ModelAnswer answer = ((Reply.Answered) reply).answer();
    AnswerReading reading = AnswerReading.of(answer, AnalysisOrder.read(job.request()).manner());
    if (reading.misfit() != null) {
      // Final, and without an outcome: asking again is buying again.
      return JobChange.of(job.id(), from, JobState.FAILED)
          .atAttempt(job.attempt())
          .failure(reading.misfit().withJobId(job.id()))
          .result(words(answer))
          .settle(billing.spent(job, answer));
    }
    return JobChange.of(job.id(), from, JobState.DOWNLOADING)
        .atAttempt(job.attempt())
        .outcome(AnswerJson.write(answer))
        .settle(billing.spent(job, answer))
        .progress(1.0, "answered; reading the answer")
        .scheduleStep(Duration.ZERO);
  }

  /** An answer that is only words. */
  static ObjectNode words(ModelAnswer answer) {
    return AnalysisReport.result(answer, null, List.of(), List.of());
  }

  static Next next(JobChange change, Reply reply) {
    if (change.to().terminal()) {
      return Next.NONE;
    }
    return reply instanceof Reply.Pending pending
        ? Next.after(Waits.atLeast(pending.lookAfter()))
        : Next.AT_ONCE;
  }
}
