package dev.secondunit.generation;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.catalogue.Plan;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks vendors how accepted shots are doing, and asks them to stop. Only time ends the asking. */
final class Polls {
  private static final Logger LOG = LoggerFactory.getLogger(Polls.class);

  private final JobStore jobs;
  private final Endings endings;
  private final VendorTime time;
  private final PollPace pace;
  private final Vanished vanished;

  Polls(JobStore jobs, Endings endings, Function<Plan, Duration> deadlines, Clocks clocks) {
    this.jobs = jobs;
    this.endings = endings;
    this.time = new VendorTime(job -> terms(PlanJson.read(job.plan()), deadlines), clocks);
    this.pace = new PollPace(clocks.stopwatch());
    this.vanished = new Vanished(clocks.stopwatch());
  }

  private static Terms terms(Plan plan, Function<Plan, Duration> deadlines) {
    return new Terms(plan.free(), deadlines.apply(plan));
  }

  Next poll(Job job, Backend backend) throws InterruptedException {
    VendorReference reference = OutcomeJson.readReference(job.vendorReference());
    Taken taken = time.taken(job);
    Poll answer;
    try {
      answer = backend.poll(reference);
    } catch (BackendException e) {
      return e.notFound()
          ? afterNotFound(job, e.failure())
          : afterFailedPoll(job, taken, e.failure());
    }
    vanished.over(job);
    if (answer instanceof Poll.Running running) {
      // Only while it runs: what a vendor has finished, it would delete.
      return job.cancelRequested() && backend.cancels() && stops(job, backend, reference)
          ? cancelled(job, taken.terms())
          : stillRunning(job, taken, running);
    }
    pace.ended(job.id());
    if (answer instanceof Poll.Done done) {
      jobs.change(
          JobChange.of(job, JobState.DOWNLOADING)
              .outcome(OutcomeJson.write(done.outcome()))
              .settle(Billing.spent(job, done.outcome()))
              .progress(1.0, "made; fetching the files"));
      time.over(job);
      return Next.AT_ONCE;
    }
    time.over(job);
    return answer instanceof Poll.Failed failed
        ? endings.fail(job, JobState.FAILED, failed.failure())
        : expired(job, ((Poll.Expired) answer).failure());
  }

  /** Its money stays open: asked once more, the vendor may have it after all. */
  private Next expired(Job job, Failure failure) {
    return endings.fail(job, JobState.EXPIRED, failure, Settlement.KEEP);
  }

  private Next cancelled(Job job, Terms terms) {
    time.over(job);
    pace.ended(job.id());
    // What a vendor bills for work it stopped is not known; a free one bills nothing.
    return endings.cancel(job, terms.free() ? Settlement.RELEASE : Settlement.KEEP);
  }

  private static boolean stops(Job job, Backend backend, VendorReference reference)
      throws InterruptedException {
    try {
      return backend.cancel(reference);
    } catch (BackendException e) {
      LOG.warn("{}: the vendor could not be asked to stop: {}", job.id(), e.getMessage());
      return false;
    }
  }

  private Next stillRunning(Job job, Taken taken, Poll.Running running) {
    Duration deadline = taken.terms().deadline();
    if (taken.longerThan(taken.terms().patience())) {
      return neverFinished(job, taken.terms());
    }
    if (taken.longerThan(deadline)) {
      tell(job, running.progress(), Overtime.words(job, deadline));
      return Next.after(Overtime.PAUSE);
    }
    tell(job, running.progress(), running.message());
    return Next.after(pace.pause(job.id(), Waits.atLeast(running.pollAfter())));
  }

  private void tell(Job job, Double progress, String message) {
    boolean news =
        job.pollFailures() > 0
            || !Objects.equals(progress, job.progress())
            || !Objects.equals(message, job.progressMessage());
    if (news) {
      jobs.change(JobChange.of(job, JobState.RUNNING).progress(progress, message));
    }
  }

  private Next neverFinished(Job job, Terms terms) {
    Failure failure =
        Failure.of(
                ErrorCode.DEADLINE_EXCEEDED,
                job.backend()
                    + " has not finished after "
                    + terms.deadline().toMinutes()
                    + " minutes"
                    + (terms.free()
                        ? "."
                        : " and "
                            + Overtime.LENGTH.toHours()
                            + " hours more; it may still finish and be billed."))
            .withCharged(terms.free() ? Charged.NO : Charged.UNKNOWN, Retry.USE_JOB)
            .withHint("retry_jobs asks the vendor for the same job once more; it buys nothing.");
    time.over(job);
    return endings.fail(job, JobState.FAILED, failure, Settlement.KEEP);
  }

  private Next afterNotFound(Job job, Failure problem) {
    Optional<Failure> gone = vanished.again(job, problem);
    if (gone.isEmpty()) {
      return askAgain(job, problem, Vanished.words(job));
    }
    time.over(job);
    pace.ended(job.id());
    return expired(job, gone.get());
  }

  /** A read went wrong; the job is still the vendor's, so only time can end it. */
  private Next afterFailedPoll(Job job, Taken taken, Failure problem) {
    vanished.over(job);
    if (taken.longerThan(taken.terms().deadline().plus(Overtime.LENGTH))) {
      Failure failure = problem.withCharged(Charged.UNKNOWN, Retry.USE_JOB);
      time.over(job);
      return endings.fail(job, JobState.FAILED, failure, Settlement.KEEP);
    }
    return askAgain(job, problem, "cannot ask " + job.backend() + ": " + problem.message());
  }

  private Next askAgain(Job job, Failure problem, String words) {
    int failures = job.pollFailures() + 1;
    jobs.change(
        JobChange.of(job, JobState.RUNNING).pollFailures(failures).progress(job.progress(), words));
    return Next.after(Waits.asTold(problem, failures));
  }
}
