package dev.secondunit.job;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs a failed job again, always by the cheapest way that can work: fetching what was made
 * already, asking the vendor for the job it has already, looking for it in the vendor's records,
 * and only then buying anew. What may have been paid is bought anew only on an explicit word.
 */
public final class Retries {
  /** Failures that say we could not ask or wait longer, not that the vendor gave up. */
  private static final Set<ErrorCode> NOT_THE_VENDORS_VERDICT =
      EnumSet.of(
          ErrorCode.DEADLINE_EXCEEDED,
          ErrorCode.VENDOR_UNAVAILABLE,
          ErrorCode.VENDOR_AUTHENTICATION,
          ErrorCode.VENDOR_ANSWER_INVALID,
          ErrorCode.RATE_LIMITED,
          ErrorCode.INTERNAL);

  private static final String MAY_HAVE_BEEN_BILLED =
      "It was sent before and may have been billed; ask the user before it is made anew.";

  private static final String MAKE_IT_ANEW =
      "Nothing was billed. Call the tool that began it again, such as generate_media: a stopped job"
          + " does not stand in for a new one.";

  private final JobStore store;
  private final SpendingCaps caps;
  private final Function<Job, Optional<Job>> comeToLight;
  private final Predicate<Job> findable;
  private final Predicate<Job> free;

  /** Retries of jobs whose answers leave no trace but in the store. */
  public Retries(JobStore store, SpendingCaps caps) {
    this(store, caps, job -> Optional.empty(), job -> false);
  }

  /**
   * @param comeToLight records what there is here of the answer to a job that was given up, and
   *     returns the job as it goes on; empty when there is nothing
   * @param findable whether the next step of a job whose answer was lost can look for it in the
   *     vendor's records; no I/O
   */
  public Retries(
      JobStore store,
      SpendingCaps caps,
      Function<Job, Optional<Job>> comeToLight,
      Predicate<Job> findable) {
    this(store, caps, comeToLight, findable, job -> false);
  }

  private Retries(
      JobStore store,
      SpendingCaps caps,
      Function<Job, Optional<Job>> comeToLight,
      Predicate<Job> findable,
      Predicate<Job> free) {
    this.store = Objects.requireNonNull(store, "store");
    this.caps = Objects.requireNonNull(caps, "caps");
    this.comeToLight = Objects.requireNonNull(comeToLight, "comeToLight");
    this.findable = Objects.requireNonNull(findable, "findable");
    this.free = Objects.requireNonNull(free, "free");
  }

  /**
   * The same, where some jobs are known to cost nothing.
   *
   * @param costNothing whether a job is one of those; no I/O
   */
  public Retries knowingFree(Predicate<Job> costNothing) {
    return new Retries(store, caps, comeToLight, findable, costNothing);
  }

  /**
   * Takes a job up again. One whose answer was lost is looked for at the vendor first, where that
   * is possible, and goes on with what is found there. What provably never arrived is sent again;
   * what cannot be told is bought anew only on the word, and else ends as it was.
   *
   * @param acceptPossibleDoubleCharge whether it may be bought anew although it may have been
   *     billed
   * @return the job after the change
   * @throws dev.secondunit.failure.FailureException {@code illegal_state} when it did not fail, or
   *     when buying it anew needs the explicit word; {@code budget_exceeded} when that does not fit
   */
  public Job retry(Job job, boolean acceptPossibleDoubleCharge) {
    return switch (job.state()) {
      case FAILED -> failed(job, acceptPossibleDoubleCharge);
      case SUBMIT_UNKNOWN -> unknown(job, acceptPossibleDoubleCharge);
      case QUEUED, SUBMITTING, RUNNING, DOWNLOADING ->
          throw refused(job, "it is still under way", "Wait for it with wait_for_jobs.");
      case SUCCEEDED ->
          throw refused(
              job,
              "it succeeded",
              "Its files are in get_jobs. For another version call generate_media with takes or a"
                  + " new request_key.");
      case EXPIRED -> expired(job);
      case CANCELLED ->
          throw refused(job, "it was stopped", unbilled(job) ? MAKE_IT_ANEW : MAY_HAVE_BEEN_BILLED);
    };
  }

  /** Whether a stopped job has certainly cost nothing. */
  private boolean unbilled(Job job) {
    boolean never =
        job.notAccepted()
            && job.unknownAttempts().isEmpty()
            && job.settled() != null
            && job.settled().micros() == 0;
    return job.attempt() == 0 || never || free.test(job);
  }

  private Job unknown(Job job, boolean acceptPossibleDoubleCharge) {
    Optional<Job> answered = comeToLight.apply(job);
    if (answered.isPresent()) {
      return answered.get();
    }
    if (findable.test(job)) {
      return lookFor(job, acceptPossibleDoubleCharge);
    }
    insist(job, acceptPossibleDoubleCharge);
    return buyAnew(job);
  }

  private Job expired(Job job) {
    if (job.vendorReference() == null) {
      throw refused(job, "its vendor dropped it", MAY_HAVE_BEEN_BILLED);
    }
    return askAgain(job);
  }

  private Job askAgain(Job job) {
    return apply(
        job,
        JobChange.of(job, JobState.RUNNING)
            .progress(null, "asking the vendor again")
            .scheduleStep(Duration.ZERO));
  }

  private Job failed(Job job, boolean acceptPossibleDoubleCharge) {
    if (job.outcome() != null) {
      return apply(
          job,
          JobChange.of(job, JobState.DOWNLOADING)
              .progress(1.0, "fetching again what was made")
              .scheduleStep(Duration.ZERO));
    }
    Failure failure = job.failure();
    boolean vendorHasIt =
        job.vendorReference() != null
            && failure != null
            && failure.retry() == Retry.USE_JOB
            && NOT_THE_VENDORS_VERDICT.contains(failure.code());
    if (vendorHasIt) {
      return askAgain(job);
    }
    if (failure == null || failure.charged() != Charged.NO) {
      insist(job, acceptPossibleDoubleCharge);
    }
    return buyAnew(job);
  }

  /** Back to where the answer was lost: the work's next step looks for it. */
  private Job lookFor(Job job, boolean elseBuyAnew) {
    JobChange change =
        JobChange.of(job, JobState.SUBMITTING)
            .progress(null, "looking for it in the records of " + job.backend())
            .scheduleStep(Duration.ZERO);
    return apply(
        job,
        elseBuyAnew
            ? change
                .leaveAttemptUnknown()
                .leaveAttempt(PastAttempt.Fate.SUBMIT_UNKNOWN)
                .settle(new Settlement.Reserve(caps))
            : change.settle(new Settlement.Reclaim(Settlement.KEEP)));
  }

  private Job buyAnew(Job job) {
    JobChange change =
        JobChange.of(job, JobState.QUEUED)
            .leaveAttempt(fate(job))
            .settle(new Settlement.Reserve(caps))
            .scheduleStep(Duration.ZERO);
    boolean unknown =
        job.state() == JobState.SUBMIT_UNKNOWN
            || job.failure() == null
            || job.failure().charged() == Charged.UNKNOWN;
    if (unknown && job.attempt() > 0) {
      change.leaveAttemptUnknown();
    }
    return apply(job, change);
  }

  private static PastAttempt.Fate fate(Job job) {
    if (job.state() == JobState.SUBMIT_UNKNOWN) {
      return PastAttempt.Fate.SUBMIT_UNKNOWN;
    }
    return job.notAccepted() ? PastAttempt.Fate.NOT_ACCEPTED : PastAttempt.Fate.FAILED;
  }

  private Job apply(Job job, JobChange change) {
    Optional<Job> changed = store.change(change);
    return changed.orElseGet(() -> store.find(job.id()).orElseThrow());
  }

  private static void insist(Job job, boolean acceptPossibleDoubleCharge) {
    if (acceptPossibleDoubleCharge) {
      return;
    }
    throw Failure.of(
            ErrorCode.ILLEGAL_STATE,
            "Job "
                + job.id()
                + " is "
                + job.state().word()
                + " and may have been billed ("
                + (job.reserved().micros() == 0 ? "price unknown" : job.reserved())
                + "); running it again may pay twice.")
        .withField("accept_possible_double_charge", "false")
        .withJobId(job.id())
        .withCharged(
            job.failure() == null ? Charged.UNKNOWN : job.failure().charged(), Retry.USE_JOB)
        .withHint(
            "Ask the user; then retry_jobs {\"job_ids\": [\""
                + job.id()
                + "\"], \"accept_possible_double_charge\": true}.")
        .asException();
  }

  private static RuntimeException refused(Job job, String why, String hint) {
    Charged charged = hint.equals(MAY_HAVE_BEEN_BILLED) ? Charged.UNKNOWN : Charged.NO;
    return Failure.of(
            ErrorCode.ILLEGAL_STATE, "Job " + job.id() + " is not run again: " + why + ".")
        .withField("job_ids", job.id())
        .withJobId(job.id())
        .withCharged(charged, charged == Charged.NO ? Retry.NEVER : Retry.USE_JOB)
        .withHint(hint)
        .asException();
  }
}
