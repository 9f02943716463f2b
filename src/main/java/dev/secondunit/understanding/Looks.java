package dev.secondunit.understanding;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.Polling;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Endings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Overtime;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.Vanished;
import dev.secondunit.job.Waits;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after questions that the vendor accepted and has not answered yet. */
final class Looks {
  private static final Logger LOG = LoggerFactory.getLogger(Looks.class);

  private final JobStore jobs;
  private final Replies replies;
  private final Endings endings;
  private final Catalogue catalogue;
  private final Clock clock;
  private final Vanished vanished;

  Looks(JobStore jobs, Replies replies, Endings endings, Catalogue catalogue, Clock clock) {
    this.jobs = jobs;
    this.replies = replies;
    this.endings = endings;
    this.catalogue = catalogue;
    this.clock = clock;
    this.vanished = new Vanished(clock);
  }

  Next look(Job job, MediaModel vendor) throws InterruptedException {
    Map<String, String> reference = AnswerJson.readReference(job.vendorReference());
    Reply reply;
    try {
      reply = vendor.look(reference);
    } catch (BackendException e) {
      return e.notFound() ? afterNotFound(job, e.failure()) : afterFailure(job, e.failure());
    }
    vanished.over(job);
    if (reply instanceof Reply.Pending pending) {
      // Only while it runs: what a vendor has answered, it would delete.
      return job.cancelRequested() && stops(job, vendor, reference)
          // What a vendor bills for work it stopped is not known.
          ? endings.cancel(job, Settlement.KEEP)
          : stillPending(job, pending);
    }
    JobChange change = replies.change(job, EnumSet.of(JobState.RUNNING), reply);
    return jobs.change(change).isPresent() ? Replies.next(change, reply) : Next.AT_ONCE;
  }

  private static boolean stops(Job job, MediaModel vendor, Map<String, String> reference)
      throws InterruptedException {
    try {
      return vendor.cancel(reference);
    } catch (BackendException e) {
      LOG.warn("{}: the vendor could not be asked to stop: {}", job.id(), e.getMessage());
      return false;
    }
  }

  private Next stillPending(Job job, Reply.Pending pending) {
    Polling polling = catalogue.polling(job.backend(), job.model());
    Duration worked = Duration.between(job.submittedAt(), clock.instant());
    if (worked.compareTo(polling.deadline().plus(Overtime.LENGTH)) > 0) {
      return failOpen(
          job,
          Failure.of(
                  ErrorCode.DEADLINE_EXCEEDED,
                  job.backend()
                      + " has not answered after "
                      + polling.deadline().toMinutes()
                      + " minutes and "
                      + Overtime.LENGTH.toHours()
                      + " hours more; it may still answer and be billed.")
              .withHint("retry_jobs looks for the same answer once more; it buys nothing."));
    }
    if (worked.compareTo(polling.deadline()) > 0) {
      tell(job, Overtime.words(job, polling.deadline()));
      return Next.after(Overtime.PAUSE);
    }
    tell(job, pending.message());
    Duration after = worked.dividedBy(4);
    after = after.compareTo(polling.longest()) > 0 ? polling.longest() : after;
    return Next.after(
        after.compareTo(pending.lookAfter()) < 0 ? Waits.atLeast(pending.lookAfter()) : after);
  }

  private void tell(Job job, String message) {
    if (job.pollFailures() > 0 || !Objects.equals(message, job.progressMessage())) {
      jobs.change(JobChange.of(job, JobState.RUNNING).progress(null, message));
    }
  }

  /** The answer may still come and be billed. */
  private Next failOpen(Job job, Failure failure) {
    return endings.fail(job, JobState.FAILED, failure.withCharged(Charged.UNKNOWN, Retry.USE_JOB));
  }

  private Next afterNotFound(Job job, Failure problem) {
    Optional<Failure> gone = vanished.again(job, problem);
    return gone.isPresent()
        ? endings.fail(job, JobState.EXPIRED, gone.get())
        : askAgain(job, problem, Vanished.words(job));
  }

  private Next afterFailure(Job job, Failure problem) {
    vanished.over(job);
    Duration deadline = catalogue.polling(job.backend(), job.model()).deadline();
    Duration worked = Duration.between(job.submittedAt(), clock.instant());
    if (worked.compareTo(deadline.plus(Overtime.LENGTH)) > 0) {
      return failOpen(job, problem);
    }
    return askAgain(job, problem, "cannot ask " + job.backend() + ": " + problem.message());
  }

  private Next askAgain(Job job, Failure problem, String words) {
    int failures = job.pollFailures() + 1;
    jobs.change(JobChange.of(job, JobState.RUNNING).pollFailures(failures).progress(null, words));
    return Next.after(Waits.asTold(problem, failures));
  }
}
