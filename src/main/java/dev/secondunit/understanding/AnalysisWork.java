package dev.secondunit.understanding;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.MediaKind;
import dev.secondunit.catalogue.Model;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Documents;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork;
import dev.secondunit.job.Settlement;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets one question answered, a step at a time. What is on disk before each next thing happens:
 *
 * <pre>
 * queued       the row, with question, plan and reserved money       uploads, free and repeatable
 * submitting   the attempt's number and the uploads it speaks of     the question may be on its way
 * running      the vendor's id, where it answers later               ask again, whoever asks
 * downloading  the answer, and the settled cost                      read it, take evidence frames
 * succeeded    text, data, moments                                   nothing left to do
 * </pre>
 *
 * A question whose answer was lost is sent again only under the vendor's own key against doubles;
 * without one it ends as {@code submit_unknown}.
 */
public final class AnalysisWork implements JobWork {
  public static final String KIND = "analysis";

  static final int MOST_RESENDS = 6;

  private static final int MOST_LOST_UPLOADS = 3;
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final Duration PATIENCE_UNREACHABLE = Duration.ofMinutes(15);
  private static final Duration PATIENCE_BUSY = Duration.ofHours(24);
  private static final Set<JobState> ASKED =
      EnumSet.of(JobState.SUBMITTING, JobState.SUBMIT_UNKNOWN);

  private static final Logger LOG = LoggerFactory.getLogger(AnalysisWork.class);

  private final JobStore jobs;
  private final Supplier<Map<String, MediaModel>> vendors;
  private final Catalogue catalogue;
  private final MediaPreparation preparation;
  private final Evidence evidence;
  private final Conversation conversation;
  private final SentUploads sent;
  private final Bringing bringing;
  private final Clock clock;
  private final Map<String, Reply> unrecorded = new ConcurrentHashMap<>();

  /**
   * @param vendors by name, opened on first use
   */
  public AnalysisWork(
      JobStore jobs,
      Documents documents,
      Supplier<Map<String, MediaModel>> vendors,
      Catalogue catalogue,
      MediaPreparation preparation,
      Evidence evidence,
      Clock clock) {
    this.jobs = jobs;
    this.vendors = vendors;
    this.catalogue = catalogue;
    this.preparation = preparation;
    this.evidence = evidence;
    this.conversation = new Conversation(jobs);
    this.sent = new SentUploads(documents, clock);
    this.bringing = new Bringing(new Uploads(documents, clock), clock);
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Next step(Job job) throws InterruptedException {
    if (job.state() == JobState.DOWNLOADING) {
      return finish(job);
    }
    MediaModel vendor = vendors.get().get(job.backend());
    if (vendor == null) {
      return waitForVendor(job, "this program cannot ask " + job.backend());
    }
    return switch (job.state()) {
      case QUEUED -> prepare(job, vendor);
      case SUBMITTING -> askAgain(job, vendor);
      case RUNNING -> look(job, vendor);
      case DOWNLOADING, SUCCEEDED, FAILED, CANCELLED, EXPIRED, SUBMIT_UNKNOWN -> Next.NONE;
    };
  }

  private Next prepare(Job job, MediaModel vendor) throws InterruptedException {
    if (job.cancelRequested()) {
      return end(JobChange.of(job, JobState.CANCELLED).settle(Settlement.RELEASE));
    }
    Readiness readiness = vendor.readiness();
    if (!readiness.usable()) {
      return waitForVendor(job, readiness.reason());
    }
    AnalysisOrder order = AnalysisOrder.read(job.request());
    Prepared prepared = prepared(job, order);
    Bringing.Brought brought;
    try {
      brought =
          bringing.bring(
              vendor, prepared.all(), order.modified(), news -> note(job, JobState.QUEUED, news));
    } catch (BackendException e) {
      return afterBringing(job, e);
    } catch (FailureException e) {
      if (e.failure().code() == ErrorCode.DATABASE_UNAVAILABLE) {
        throw e;
      }
      return failed(job, e.failure());
    }
    if (!brought.complete()) {
      note(job, JobState.QUEUED, brought.message());
      return Next.after(brought.after());
    }
    Optional<Job> begun =
        jobs.change(
            JobChange.of(job, JobState.SUBMITTING)
                .beginAttempt()
                .progress(null, "asking " + vendor.name())
                .document(sent.document(job.id(), vendor, brought.media())));
    if (begun.isEmpty()) {
      return Next.AT_ONCE;
    }
    return ask(begun.get(), vendor, order, prepared.with(brought.media()), false);
  }

  /** The media of a question and of the conversation before it, as the model is shown them. */
  private Prepared prepared(Job job, AnalysisOrder order) throws InterruptedException {
    // A model that nobody knows is shown what its backend's usual one takes.
    Model model =
        catalogue
            .model(job.backend(), job.model())
            .or(() -> catalogue.defaultModel(job.backend(), MediaKind.ANALYSIS))
            .orElse(null);
    return Prepared.of(
        order,
        conversation.before(
            order.continues() == null ? null : jobs.find(order.continues()).orElse(null)),
        media -> preparation.prepare(model, media, order.manner()));
  }

  /**
   * @param again whether the same question may have arrived before
   */
  private Next ask(
      Job job, MediaModel vendor, AnalysisOrder order, Prepared prepared, boolean again)
      throws InterruptedException {
    Question question =
        Questions.of(
            job.id(), job.attempt(), job.model(), order, prepared.media(), prepared.earlier());
    Reply reply;
    try {
      reply = vendor.ask(question, growing(job));
    } catch (BackendException e) {
      return again ? afterResend(job, vendor, e) : afterAsking(job, vendor, question, e);
    } catch (RuntimeException e) {
      LOG.error("{}: asking ended in a defect", job.id(), e);
      return unknown(job, null);
    }
    return record(job, reply);
  }

  /** Puts the text where every waiting call sees it while it grows. */
  private Consumer<String> growing(Job job) {
    GrowingText text = new GrowingText(clock);
    return piece ->
        text.add(piece)
            .ifPresent(
                shown ->
                    jobs.change(
                        JobChange.of(job, JobState.SUBMITTING)
                            .pollFailures(job.pollFailures())
                            .progress(text.share(), shown)));
  }

  private Next afterBringing(Job job, BackendException problem) {
    if (problem.fate() == Fate.REJECTED) {
      return failed(job, problem.failure());
    }
    boolean busy = problem.failure().code() == ErrorCode.RATE_LIMITED;
    if (olderThan(job, busy ? PATIENCE_BUSY : PATIENCE_UNREACHABLE)) {
      return failed(job, problem.failure());
    }
    int failures = job.pollFailures() + 1;
    jobs.change(
        JobChange.of(job, JobState.QUEUED)
            .pollFailures(failures)
            .progress(null, "waiting for " + job.backend() + ": " + problem.failure().message()));
    return Next.after(wait(problem.failure(), failures));
  }

  private Next afterAsking(Job job, MediaModel vendor, Question question, BackendException e) {
    Failure failure = e.failure().withJobId(job.id());
    return switch (e.fate()) {
      case NOT_ACCEPTED -> queueAgain(job, failure);
      case REJECTED -> {
        if (lostUpload(e) && job.attempt() < MOST_LOST_UPLOADS) {
          bringing.forget(vendor, question.media());
          question.earlier().forEach(turn -> bringing.forget(vendor, turn.media()));
          jobs.change(JobChange.of(job, JobState.QUEUED).progress(null, "bringing it anew"));
          yield Next.AT_ONCE;
        }
        yield end(
            JobChange.of(job, JobState.FAILED).failure(failure).settle(settlement(failure, job)));
      }
      case UNKNOWN ->
          vendor.resendable(question) ? resendLater(job, failure) : unknown(job, failure);
    };
  }

  /** The vendor refused the question because it no longer has what the question is about. */
  private static boolean lostUpload(BackendException e) {
    Integer status = e.failure().vendor() == null ? null : e.failure().vendor().status();
    return status != null && (status == 404 || status == 410);
  }

  private Next queueAgain(Job job, Failure failure) {
    boolean busy = failure.code() == ErrorCode.RATE_LIMITED;
    if (olderThan(job, busy ? PATIENCE_BUSY : PATIENCE_UNREACHABLE)) {
      return end(
          JobChange.of(job, JobState.FAILED)
              .failure(failure.withCharged(Charged.NO, Retry.NOW))
              .settle(Settlement.RELEASE));
    }
    jobs.change(
        JobChange.of(job, JobState.QUEUED)
            .progress(null, "waiting for " + job.backend() + ": " + failure.message()));
    return Next.after(wait(failure, job.attempt()));
  }

  private Next resendLater(Job job, Failure failure) {
    int tries = job.pollFailures() + 1;
    if (tries > MOST_RESENDS) {
      return unknown(job, failure);
    }
    jobs.change(
        JobChange.of(job, JobState.SUBMITTING)
            .pollFailures(tries)
            .progress(null, "the answer was lost; asking once more under the same key"));
    return Next.after(backoff(tries));
  }

  /** Another step died between "sent" and "recorded", or the answer was lost. */
  private Next askAgain(Job job, MediaModel vendor) throws InterruptedException {
    Reply answered = unrecorded.get(job.id());
    if (answered != null) {
      return record(job, answered);
    }
    AnalysisOrder order = AnalysisOrder.read(job.request());
    Prepared prepared = prepared(job, order);
    Question question =
        Questions.of(
            job.id(), job.attempt(), job.model(), order, prepared.media(), prepared.earlier());
    if (!vendor.resendable(question)) {
      return unknown(job, null);
    }
    return ask(
        job, vendor, order, prepared.with(sent.restored(job.id(), vendor, prepared.all())), true);
  }

  /** Whatever is said now, the question may have been taken before. */
  private Next afterResend(Job job, MediaModel vendor, BackendException e) {
    return switch (e.fate()) {
      case NOT_ACCEPTED -> {
        if (Duration.between(job.submittedAt(), clock.instant()).compareTo(PATIENCE_BUSY) > 0) {
          yield unknown(job, e.failure());
        }
        jobs.change(
            JobChange.of(job, JobState.SUBMITTING)
                .pollFailures(job.pollFailures())
                .progress(null, "waiting for " + job.backend() + ": " + e.failure().message()));
        yield Next.after(wait(e.failure(), Math.max(1, job.pollFailures())));
      }
      case REJECTED -> unknown(job, e.failure());
      case UNKNOWN -> resendLater(job, e.failure());
    };
  }

  private Next unknown(Job job, Failure cause) {
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

  /**
   * Records a reply, also when the job was given up as unknown in the meantime. While the store
   * cannot take it, it is kept here and recorded by the next step.
   */
  private Next record(Job job, Reply reply) {
    unrecorded.put(job.id(), reply);
    Optional<Job> recorded;
    try {
      recorded = jobs.change(change(job, ASKED, reply).atAttempt(job.attempt()));
    } catch (FailureException e) {
      LOG.error("{} was answered and that cannot be recorded yet", job.id(), e);
      throw e;
    }
    unrecorded.remove(job.id());
    if (recorded.isEmpty()) {
      LOG.error("{} was changed by somebody else; this answer belongs to nobody", job.id());
      return Next.AT_ONCE;
    }
    return next(recorded.get(), reply);
  }

  private static Next next(Job recorded, Reply reply) {
    if (recorded.state().terminal()) {
      return Next.NONE;
    }
    return reply instanceof Reply.Pending pending
        ? Next.after(atLeast(pending.lookAfter()))
        : Next.AT_ONCE;
  }

  private JobChange change(Job job, Set<JobState> from, Reply reply) {
    if (reply instanceof Reply.Pending pending) {
      return JobChange.of(job.id(), from, JobState.RUNNING)
          .vendorReference(AnswerJson.write(pending.reference()))
          .progress(null, pending.message())
          .scheduleStep(pending.lookAfter());
    }
    if (reply instanceof Reply.Failed refused) {
      Failure failure = refused.failure().withJobId(job.id());
      return JobChange.of(job.id(), from, JobState.FAILED)
          .failure(failure)
          .settle(settlement(failure, job));
    }
    ModelAnswer answer = ((Reply.Answered) reply).answer();
    AnswerReading reading = reading(job, answer);
    if (reading.misfit() != null) {
      // Final, and without an outcome: asking again is buying again.
      return JobChange.of(job.id(), from, JobState.FAILED)
          .failure(reading.misfit().withJobId(job.id()))
          .result(AnalysisReport.result(answer, null, java.util.List.of(), java.util.List.of()))
          .settle(spent(job, answer));
    }
    return JobChange.of(job.id(), from, JobState.DOWNLOADING)
        .outcome(AnswerJson.write(answer))
        .settle(spent(job, answer))
        .progress(1.0, "answered; reading the answer")
        .scheduleStep(Duration.ZERO);
  }

  private static AnswerReading reading(Job job, ModelAnswer answer) {
    Manner manner = AnalysisOrder.read(job.request()).manner();
    return AnswerReading.of(answer, manner.schema(), manner.structured());
  }

  private Next look(Job job, MediaModel vendor) throws InterruptedException {
    Map<String, String> reference = AnswerJson.readReference(job.vendorReference());
    if (job.cancelRequested() && cancelled(job, vendor, reference)) {
      return Next.NONE;
    }
    Reply reply;
    try {
      reply = vendor.look(reference);
    } catch (BackendException e) {
      return afterFailedLook(job, e);
    }
    if (reply instanceof Reply.Pending pending) {
      return stillPending(job, pending);
    }
    Optional<Job> recorded =
        jobs.change(change(job, EnumSet.of(JobState.RUNNING), reply).atAttempt(job.attempt()));
    return recorded.map(each -> next(each, reply)).orElse(Next.AT_ONCE);
  }

  private boolean cancelled(Job job, MediaModel vendor, Map<String, String> reference)
      throws InterruptedException {
    try {
      if (!vendor.cancel(reference)) {
        return false;
      }
    } catch (BackendException e) {
      LOG.warn("{}: the vendor could not be asked to stop: {}", job.id(), e.getMessage());
      return false;
    }
    // What a vendor bills for work it stopped is not known.
    return jobs.change(JobChange.of(job, JobState.CANCELLED)).isPresent();
  }

  private Next stillPending(Job job, Reply.Pending pending) {
    Duration worked = Duration.between(job.submittedAt(), clock.instant());
    Duration deadline = catalogue.polling(job.backend(), job.model()).deadline();
    if (worked.compareTo(deadline) > 0) {
      Failure failure =
          Failure.of(
                  ErrorCode.DEADLINE_EXCEEDED,
                  job.backend()
                      + " has not answered after "
                      + deadline.toMinutes()
                      + " minutes; it may still answer and be billed.")
              .withJobId(job.id())
              .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
              .withHint("retry_jobs looks for the same answer once more; it buys nothing.");
      return end(JobChange.of(job, JobState.FAILED).failure(failure));
    }
    if (job.pollFailures() > 0
        || !java.util.Objects.equals(pending.message(), job.progressMessage())) {
      jobs.change(JobChange.of(job, JobState.RUNNING).progress(null, pending.message()));
    }
    Duration after = worked.dividedBy(4);
    Duration longest = catalogue.polling(job.backend(), job.model()).longest();
    after = after.compareTo(longest) > 0 ? longest : after;
    return Next.after(
        after.compareTo(pending.lookAfter()) < 0 ? atLeast(pending.lookAfter()) : after);
  }

  /** A read went wrong; the question is still the vendor's, so only time can end it. */
  private Next afterFailedLook(Job job, BackendException problem) {
    int failures = job.pollFailures() + 1;
    Duration deadline = catalogue.polling(job.backend(), job.model()).deadline();
    if (Duration.between(job.submittedAt(), clock.instant()).compareTo(deadline.plus(PATIENCE_BUSY))
        > 0) {
      return end(
          JobChange.of(job, JobState.FAILED)
              .failure(
                  problem
                      .failure()
                      .withJobId(job.id())
                      .withCharged(Charged.UNKNOWN, Retry.USE_JOB)));
    }
    jobs.change(
        JobChange.of(job, JobState.RUNNING)
            .pollFailures(failures)
            .progress(null, "cannot ask " + job.backend() + ": " + problem.failure().message()));
    return Next.after(wait(problem.failure(), failures));
  }

  private Next finish(Job job) throws InterruptedException {
    ModelAnswer answer = AnswerJson.readAnswer(job.outcome());
    AnalysisOrder order = AnalysisOrder.read(job.request());
    jobs.change(
        JobChange.of(job, JobState.SUCCEEDED)
            .result(evidence.result(job.id(), order, answer, reading(job, answer).data()))
            .progress(1.0, null));
    return Next.NONE;
  }

  /** The vendor's own figure, else its price for what was used, else what was reserved. */
  private Settlement spent(Job job, ModelAnswer answer) {
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
                AnalysisPlan.read(job.plan()).estimate() == null
                    ? Settlement.KEEP
                    : new Settlement.Spent(job.reserved()));
  }

  private static Settlement settlement(Failure failure, Job job) {
    return switch (failure.charged()) {
      case NO -> Settlement.RELEASE;
      case YES -> new Settlement.Spent(job.reserved());
      case UNKNOWN -> Settlement.KEEP;
    };
  }

  /** Nothing was asked, so nothing is due. */
  private Next failed(Job job, Failure failure) {
    return end(
        JobChange.of(job, JobState.FAILED)
            .failure(failure.withJobId(job.id()))
            .settle(Settlement.RELEASE));
  }

  private Next end(JobChange change) {
    return jobs.change(change).isEmpty() ? Next.AT_ONCE : Next.NONE;
  }

  private void note(Job job, JobState state, String message) {
    jobs.change(JobChange.of(job, state).pollFailures(job.pollFailures()).progress(null, message));
  }

  private Next waitForVendor(Job job, String reason) {
    if (job.state() == JobState.QUEUED) {
      if (job.cancelRequested()) {
        return end(JobChange.of(job, JobState.CANCELLED).settle(Settlement.RELEASE));
      }
      if (olderThan(job, PATIENCE_UNREACHABLE)) {
        return failed(
            job,
            Failure.of(
                ErrorCode.BACKEND_UNAVAILABLE,
                "The backend " + job.backend() + " cannot be asked: " + reason + "."));
      }
    }
    return Next.after(Duration.ofSeconds(15));
  }

  private boolean olderThan(Job job, Duration patience) {
    return Duration.between(job.createdAt(), clock.instant()).compareTo(patience) > 0;
  }

  private static Duration wait(Failure failure, int failures) {
    return failure.retryAfterSeconds() == null
        ? backoff(failures)
        : atLeast(Duration.ofMillis((long) (failure.retryAfterSeconds() * 1_000)));
  }

  private static Duration backoff(int failures) {
    Duration wait = Duration.ofSeconds(1L << Math.min(failures, 6));
    return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
  }

  private static Duration atLeast(Duration wait) {
    return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
  }
}
