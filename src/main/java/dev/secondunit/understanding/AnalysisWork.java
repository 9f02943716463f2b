package dev.secondunit.understanding;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.backend.question.Question;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.MediaKind;
import dev.secondunit.catalogue.Model;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Clocks;
import dev.secondunit.job.Documents;
import dev.secondunit.job.Endings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork;
import dev.secondunit.job.Queueing;
import dev.secondunit.job.Settlement;
import dev.secondunit.media.Identifiers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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

  private static final Endings.Words WORDS =
      new Endings.Words(
          "question", "answered", "retry_jobs with accept_possible_double_charge asks anew.");

  private static final Duration UNTIL_THE_VENDOR_IS_BACK = Duration.ofSeconds(15);

  /** No vendor says for how long it knows a key again; half a day is taken to be safe. */
  private static final Duration KEYS_HOLD = Duration.ofHours(12);

  private final JobStore jobs;
  private final Supplier<Map<String, MediaModel>> vendors;
  private final Catalogue catalogue;
  private final MediaPreparation preparation;
  private final Evidence evidence;
  private final Conversation conversation;
  private final SentUploads sent;
  private final Bringing bringing;
  private final Endings endings;
  private final Queueing queueing;
  private final Replies replies;
  private final Asks asks;
  private final Looks looks;
  private final Clock clock;

  /** Where jobs, their uploads and new ids are. */
  public record Store(JobStore jobs, Documents documents, Identifiers identifiers) {}

  /**
   * @param vendors by name, opened on first use
   */
  public AnalysisWork(
      Store store,
      Supplier<Map<String, MediaModel>> vendors,
      Catalogue catalogue,
      MediaPreparation preparation,
      Evidence evidence,
      Clocks clocks) {
    this.jobs = store.jobs();
    this.vendors = vendors;
    this.catalogue = catalogue;
    this.preparation = preparation;
    this.evidence = evidence;
    this.conversation = new Conversation(jobs);
    this.sent = new SentUploads(store.documents(), clocks.time());
    this.bringing = new Bringing(new Uploads(store.documents(), clocks.time()), clocks.stopwatch());
    this.endings = new Endings(jobs, WORDS, Billing::estimate);
    this.queueing = new Queueing(jobs, endings, clocks.time());
    this.replies = new Replies(jobs, new Billing(catalogue), store.identifiers());
    this.clock = clocks.time();
    this.asks = new Asks(jobs, replies, endings, queueing, bringing, clocks.time());
    this.looks = new Looks(jobs, replies, endings, catalogue, clocks);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Next step(Job job) throws InterruptedException {
    if (replies.recordKept(job)) {
      return Next.AT_ONCE;
    }
    if (job.state() == JobState.DOWNLOADING) {
      return finish(job);
    }
    MediaModel vendor = vendors.get().get(job.backend());
    if (vendor == null) {
      return job.state() == JobState.QUEUED
          ? queueing.untilUsable(job, "this program cannot ask it")
          : Next.after(UNTIL_THE_VENDOR_IS_BACK);
    }
    return switch (job.state()) {
      case QUEUED -> prepare(job, vendor);
      case SUBMITTING -> askAgain(job, vendor);
      case RUNNING -> looks.look(job, vendor);
      case DOWNLOADING, SUCCEEDED, FAILED, CANCELLED, EXPIRED, SUBMIT_UNKNOWN -> Next.NONE;
    };
  }

  private Next prepare(Job job, MediaModel vendor) throws InterruptedException {
    if (job.cancelRequested()) {
      return endings.cancel(job, Settlement.RELEASE);
    }
    Readiness readiness = vendor.readiness();
    if (!readiness.usable()) {
      return queueing.untilUsable(job, readiness.reason());
    }
    AnalysisOrder order = AnalysisOrder.read(job.request());
    Prepared prepared;
    Bringing.Brought brought;
    try {
      prepared = prepared(job, order);
      brought =
          bringing.bring(vendor, prepared.all(), order.modified(), message -> note(job, message));
    } catch (BackendException e) {
      return afterBringing(job, e);
    } catch (FailureException e) {
      if (e.failure().code() == ErrorCode.DATABASE_UNAVAILABLE) {
        throw e;
      }
      return endings.fail(job, JobState.FAILED, e.failure());
    }
    if (!brought.complete()) {
      note(job, brought.message());
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
    Question question = question(begun.get(), order, prepared.with(brought.media()));
    return asks.first(begun.get(), vendor, question, job.pollFailures());
  }

  /** The media of a question and of the conversation before it, as the model is shown them. */
  private Prepared prepared(Job job, AnalysisOrder order) throws InterruptedException {
    // A model that nobody knows is shown what its backend's usual one takes.
    Model model =
        catalogue
            .model(job.backend(), job.model())
            .or(() -> catalogue.defaultModel(job.backend(), MediaKind.ANALYSIS))
            .orElse(null);
    Job before = order.continues() == null ? null : jobs.find(order.continues()).orElse(null);
    return Prepared.of(
        order,
        conversation.before(before),
        media -> preparation.prepare(model, media, order.manner()));
  }

  private static Question question(Job job, AnalysisOrder order, Prepared prepared) {
    return Questions.of(
        job.id(), job.attempt(), job.model(), order, prepared.media(), prepared.earlier());
  }

  private Next afterBringing(Job job, BackendException problem) {
    Failure failure = problem.failure();
    if (problem.fate() == Fate.REJECTED) {
      // Nothing was asked, so nothing is due.
      return endings.fail(job, JobState.FAILED, failure.withCharged(Charged.NO, failure.retry()));
    }
    return queueing.again(job, job.pollFailures(), failure);
  }

  /** Another step died between "sent" and "recorded", or the answer was lost. */
  private Next askAgain(Job job, MediaModel vendor) throws InterruptedException {
    Duration since = Duration.between(job.submittedAt(), clock.instant());
    if (since.compareTo(KEYS_HOLD) >= 0) {
      return endings.unknown(job, tooOld(job));
    }
    AnalysisOrder order = AnalysisOrder.read(job.request());
    Prepared prepared;
    try {
      prepared = prepared(job, order);
    } catch (FailureException e) {
      return endings.unknown(job, e.failure());
    }
    Prepared asSent = prepared.with(sent.restored(job.id(), vendor, prepared.all()));
    Question question = question(job, order, asSent);
    return vendor.resendable(question)
        ? asks.again(job, vendor, question)
        : endings.unknown(job, null);
  }

  private static Failure tooOld(Job job) {
    return Failure.of(
        ErrorCode.SUBMIT_UNKNOWN,
        "it was asked more than "
            + KEYS_HOLD.toHours()
            + " hours ago, and "
            + job.backend()
            + " may have forgotten its key by now.");
  }

  private Next finish(Job job) throws InterruptedException {
    ModelAnswer answer = AnswerJson.readAnswer(job.outcome());
    AnalysisOrder order = AnalysisOrder.read(job.request());
    AnswerReading reading = AnswerReading.of(answer, order.manner());
    if (reading.misfit() != null) {
      jobs.change(
          JobChange.of(job, JobState.FAILED)
              .failure(reading.misfit().withJobId(job.id()))
              .result(Replies.words(answer)));
      return Next.NONE;
    }
    jobs.change(
        JobChange.of(job, JobState.SUCCEEDED)
            .result(evidence.result(job.id(), order, answer, reading.data()))
            .progress(1.0, null));
    return Next.NONE;
  }

  private void note(Job job, String message) {
    jobs.change(
        JobChange.of(job, JobState.QUEUED)
            .pollFailures(job.pollFailures())
            .progress(null, message));
  }
}
