package dev.secondunit.understanding;

import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.catalogue.Catalogue;
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

/** How a question ends, and what becomes of its money. */
final class Endings {
  private final JobStore jobs;
  private final Catalogue catalogue;

  Endings(JobStore jobs, Catalogue catalogue) {
    this.jobs = jobs;
    this.catalogue = catalogue;
  }

  /** Ends with a failure; the money follows from what the failure says of it. */
  Next fail(Job job, Failure failure) {
    return end(
        JobChange.of(job, JobState.FAILED)
            .failure(failure.withJobId(job.id()))
            .settle(settlement(failure, job)));
  }

  /** Ends with a failure that leaves the money open: the answer may still come and be billed. */
  Next failOpen(Job job, Failure failure) {
    return end(
        JobChange.of(job, JobState.FAILED)
            .failure(failure.withJobId(job.id()).withCharged(Charged.UNKNOWN, Retry.USE_JOB)));
  }

  Next cancel(Job job, Settlement settlement) {
    return end(JobChange.of(job, JobState.CANCELLED).settle(settlement));
  }

  /** A question may have arrived and its answer is lost. */
  Next unknown(Job job, Failure cause) {
    Failure failure =
        Failure.of(
                ErrorCode.SUBMIT_UNKNOWN,
                "The question was sent to "
                    + job.backend()
                    + " and the answer was lost; it may have been answered and billed"
                    + (cause == null ? "." : ": " + cause.message()))
            .withJobId(job.id())
            .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
            .withVendor(cause == null ? null : cause.vendor())
            .withHint(
                "Its amount counts as spent. retry_jobs with accept_possible_double_charge asks"
                    + " anew.");
    return end(JobChange.of(job, JobState.SUBMIT_UNKNOWN).failure(failure));
  }

  private Next end(JobChange change) {
    return jobs.change(change).isEmpty() ? Next.AT_ONCE : Next.NONE;
  }

  /** The vendor's own figure, else its price for what was used, else what was reserved. */
  Settlement spent(Job job, ModelAnswer answer) {
    if (answer.cost() != null) {
      return new Settlement.Spent(answer.cost());
    }
    AnalysisOrder order = AnalysisOrder.read(job.request());
    Double seconds = Lengths.total(order.media(), order.manner());
    return catalogue
        .model(job.backend(), job.model())
        .flatMap(
            model -> model.prices().answer(seconds, answer.inputTokens(), answer.outputTokens()))
        .<Settlement>map(Settlement.Spent::new)
        .orElseGet(
            () ->
                // Without a price and without the vendor's figure, the cost is simply not known.
                AnalysisPlan.read(job.plan()).estimate() == null
                    ? Settlement.KEEP
                    : new Settlement.Spent(job.reserved()));
  }

  static Settlement settlement(Failure failure, Job job) {
    return switch (failure.charged()) {
      case NO -> Settlement.RELEASE;
      case YES -> new Settlement.Spent(job.reserved());
      case UNKNOWN -> Settlement.KEEP;
    };
  }
}
