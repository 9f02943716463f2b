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
import dev.secondunit.job.Clocks;
import dev.secondunit.job.Endings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Overtime;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.Vanished;
import dev.secondunit.job.VendorTime;
import dev.secondunit.job.VendorTime.Taken;
import dev.secondunit.job.VendorTime.Terms;
import dev.secondunit.job.Waits;
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
  private final VendorTime time;
  private final Vanished vanished;

  Looks(JobStore jobs, Replies replies, Endings endings, Catalogue catalogue, Clocks clocks) {
    this.jobs = jobs;
    this.replies = replies;
    this.endings = endings;
    this.catalogue = catalogue;
    this.time =
        new VendorTime(
            job -> new Terms(false, catalogue.polling(job.backend(), job.model()).deadline()),
            clocks);
    this.vanished = new Vanished(clocks.stopwatch());
  }

  Next look(Job job, MediaModel vendor) throws InterruptedException {
    Map<String, String> reference = AnswerJson.readReference(job.vendorReference());
    Taken taken = time.taken(job);
    Reply reply;
    try {
      reply = vendor.look(reference);
    } catch (BackendException e) {
      return e.notFound() ? afterNotFound(job, e.failure()) : afterFailure(job, taken, e.failure());
    }
    vanished.over(job);
    if (reply instanceof Reply.Pending pending) {
      // Only while it runs: what a vendor has answered, it would delete.
      return job.cancelRequested() && stops(job, vendor, reference)
          ? cancelled(job)
          : stillPending(job, taken, pending);
    }
    time.over(job);
    JobChange change = replies.change(job, EnumSet.of(JobState.RUNNING), reply);
    return jobs.change(change).isPresent() ? Replies.next(change, reply) : Next.AT_ONCE;
  }

  private Next cancelled(Job job) {
    time.over(job);
    // What a vendor bills for work it stopped is not known.
    return endings.cancel(job, Settlement.KEEP);
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

  private Next stillPending(Job job, Taken taken, Reply.Pending pending) {
    Polling polling = catalogue.polling(job.backend(), job.model());
    Duration deadline = taken.terms().deadline();
    if (taken.longerThan(taken.terms().patience())) {
      return failOpen(
          job,
          Failure.of(
                  ErrorCode.DEADLINE_EXCEEDED,
                  job.backend()
                      + " has not answered after "
                      + deadline.toMinutes()
                      + " minutes and "
                      + Overtime.LENGTH.toHours()
                      + " hours more; it may still answer and be billed.")
              .withHint("retry_jobs looks for the same answer once more; it buys nothing."));
    }
    if (taken.longerThan(deadline)) {
      tell(job, Overtime.words(job, deadline));
      return Next.after(Overtime.PAUSE);
    }
    tell(job, pending.message());
    Duration after = taken.length().dividedBy(4);
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
    time.over(job);
    return endings.fail(job, JobState.FAILED, failure.withCharged(Charged.UNKNOWN, Retry.USE_JOB));
  }

  private Next afterNotFound(Job job, Failure problem) {
    Optional<Failure> gone = vanished.again(job, problem);
    if (gone.isEmpty()) {
      return askAgain(job, problem, Vanished.words(job));
    }
    time.over(job);
    return endings.fail(job, JobState.EXPIRED, gone.get());
  }

  private Next afterFailure(Job job, Taken taken, Failure problem) {
    vanished.over(job);
    if (taken.longerThan(taken.terms().patience())) {
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
