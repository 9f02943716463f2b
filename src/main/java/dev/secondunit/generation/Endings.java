package dev.secondunit.generation;

import dev.secondunit.backend.Outcome;
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
import java.util.Optional;

/** How a shot ends, and what becomes of its money. */
final class Endings {
  private final JobStore jobs;
  private final ScratchFolders scratch;

  Endings(JobStore jobs, ScratchFolders scratch) {
    this.jobs = jobs;
    this.scratch = scratch;
  }

  /** Ends with a failure; the money follows from what the failure says of it. */
  Next fail(Job job, JobState state, Failure failure) {
    return fail(job, state, failure, settlement(failure, job));
  }

  Next fail(Job job, JobState state, Failure failure, Settlement settlement) {
    Failure told = failure.withJobId(job.id());
    return end(job, JobChange.of(job, state).failure(told).settle(settlement));
  }

  /** Ends before anything was sent, or after the vendor stopped. */
  Next cancel(Job job, Settlement settlement) {
    return end(job, JobChange.of(job, JobState.CANCELLED).settle(settlement));
  }

  /** A create may have left and its answer is lost. */
  Next submitUnknown(Job job, Failure cause) {
    Failure failure =
        Failure.of(
                ErrorCode.SUBMIT_UNKNOWN,
                "The request was sent to "
                    + job.backend()
                    + " and the answer was lost; it may have been accepted and billed"
                    + (cause == null ? "." : ": " + cause.message()))
            .withJobId(job.id())
            .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
            .withVendor(cause == null ? null : cause.vendor())
            .withHint(
                "Its amount counts as spent. Look at the vendor's own records; retry_jobs with"
                    + " accept_possible_double_charge buys it anew.");
    return end(job, JobChange.of(job, JobState.SUBMIT_UNKNOWN).failure(failure));
  }

  private Next end(Job job, JobChange change) {
    Optional<Job> ended = jobs.change(change);
    if (ended.isEmpty()) {
      return Next.AT_ONCE;
    }
    if (ended.get().state() != JobState.SUBMIT_UNKNOWN && ended.get().outcome() == null) {
      scratch.remove(job.id(), job.attempt());
    }
    return Next.NONE;
  }

  /** What a made shot cost: the vendor's figure, or else the price it was planned with. */
  static Settlement spent(Job job, Outcome outcome) {
    if (outcome.cost() != null) {
      return new Settlement.Spent(outcome.cost());
    }
    // Without a price and without the vendor's figure, what it cost is simply not known.
    boolean priced = PlanJson.read(job.plan()).estimate() != null;
    return priced ? new Settlement.Spent(job.reserved()) : Settlement.KEEP;
  }

  private static Settlement settlement(Failure failure, Job job) {
    return switch (failure.charged()) {
      case NO -> Settlement.RELEASE;
      case YES -> new Settlement.Spent(job.reserved());
      case UNKNOWN -> Settlement.KEEP;
    };
  }
}
