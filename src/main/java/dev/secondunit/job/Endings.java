package dev.secondunit.job;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.media.UsdAmount;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a job ends without what was asked for, and what becomes of its money. Safe for many threads.
 */
public final class Endings {
  private final JobStore jobs;
  private final Words words;
  private final Function<Job, UsdAmount> estimates;
  private final Consumer<Job> afterwards;
  private final SecondWay secondWay;

  /**
   * What people are told when an answer was lost.
   *
   * @param sent what was sent: {@code request}
   * @param accepted what may have become of it: {@code accepted}
   * @param wayOut what to do about it
   */
  public record Words(String sent, String accepted, String wayOut) {
    public Words {
      Objects.requireNonNull(sent, "sent");
      Objects.requireNonNull(accepted, "accepted");
      Objects.requireNonNull(wayOut, "wayOut");
    }
  }

  /**
   * Endings of jobs that leave nothing behind.
   *
   * @param estimates what a job was expected to cost, or null when no price is known
   */
  public Endings(JobStore jobs, Words words, Function<Job, UsdAmount> estimates) {
    this(jobs, words, estimates, ended -> {}, SecondWay.NONE);
  }

  /**
   * @param estimates what a job was expected to cost, or null when no price is known
   * @param afterwards tidies up after a job whose end is recorded
   * @param secondWay what a job may do instead of failing
   */
  public Endings(
      JobStore jobs,
      Words words,
      Function<Job, UsdAmount> estimates,
      Consumer<Job> afterwards,
      SecondWay secondWay) {
    this.jobs = Objects.requireNonNull(jobs, "jobs");
    this.words = Objects.requireNonNull(words, "words");
    this.estimates = Objects.requireNonNull(estimates, "estimates");
    this.afterwards = Objects.requireNonNull(afterwards, "afterwards");
    this.secondWay = Objects.requireNonNull(secondWay, "secondWay");
  }

  /** Ends with a failure; the money follows from what the failure says of it. */
  public Next fail(Job job, JobState state, Failure failure) {
    return fail(job, state, failure, Settlement.following(failure, job, estimates.apply(job)));
  }

  /** Ends with a failure, and with the money as the caller knows it. */
  public Next fail(Job job, JobState state, Failure failure, Settlement settlement) {
    Failure told = failure.withJobId(job.id());
    List<Document> learnt = List.of();
    if (state == JobState.FAILED && settlement instanceof Settlement.Release) {
      SecondWay.Answer answer = secondWay.take(job, told);
      if (answer instanceof SecondWay.Taken) {
        return Next.AT_ONCE;
      }
      SecondWay.NotTaken not = (SecondWay.NotTaken) answer;
      told = not.failure();
      learnt = not.learnt();
    }
    JobChange change = JobChange.of(job, state).failure(told).settle(settlement);
    learnt.forEach(change::document);
    return end(change);
  }

  /**
   * Goes another way, where there is one, before this one is given up.
   *
   * @param failure why; nothing was charged
   * @return whether the job is on another way now, or was changed by somebody else
   */
  public boolean goneElsewhere(Job job, Failure failure) {
    return secondWay.take(job, failure.withJobId(job.id())) instanceof SecondWay.Taken;
  }

  /** Ends before anything was sent, or after the vendor stopped. */
  public Next cancel(Job job, Settlement settlement) {
    return end(JobChange.of(job, JobState.CANCELLED).settle(settlement));
  }

  /**
   * It may have been accepted, and its answer is lost: its money counts as spent.
   *
   * @param cause how the answer was lost, or null when that is not known
   */
  public Next unknown(Job job, Failure cause) {
    String message =
        "The %s was sent to %s and the answer was lost; it may have been %s and billed%s"
            .formatted(
                words.sent(),
                job.backend(),
                words.accepted(),
                cause == null ? "." : ": " + cause.message());
    Failure failure =
        Failure.of(ErrorCode.SUBMIT_UNKNOWN, message)
            .withJobId(job.id())
            .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
            .withVendor(cause == null ? null : cause.vendor())
            .withHint("Its amount counts as spent. " + words.wayOut());
    return end(JobChange.of(job, JobState.SUBMIT_UNKNOWN).failure(failure));
  }

  /** When somebody else changed the job first, the next step sees what it is now. */
  private Next end(JobChange change) {
    Optional<Job> ended = jobs.change(change);
    ended.ifPresent(afterwards);
    return ended.isEmpty() ? Next.AT_ONCE : Next.NONE;
  }
}
