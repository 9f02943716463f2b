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
import dev.secondunit.generation.Waits;
import dev.secondunit.job.Documents;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork;
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

  private static final Duration PATIENCE_WHEN_BUSY = Duration.ofHours(24);
  private static final Duration PATIENCE_UNUSABLE = Duration.ofMinutes(15);

  /** Tries in a row to bring something, with backoff: a quarter of an hour of trying. */
  private static final int TRIES_TO_REACH = 20;

  private final JobStore jobs;
  private final Supplier<Map<String, MediaModel>> vendors;
  private final Catalogue catalogue;
  private final MediaPreparation preparation;
  private final Evidence evidence;
  private final Conversation conversation;
  private final SentUploads sent;
  private final Bringing bringing;
  private final Endings endings;
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
      Clock clock) {
    this.jobs = store.jobs();
    this.vendors = vendors;
    this.catalogue = catalogue;
    this.preparation = preparation;
    this.evidence = evidence;
    this.conversation = new Conversation(jobs);
    this.sent = new SentUploads(store.documents(), clock);
    this.bringing = new Bringing(new Uploads(store.documents(), clock), clock);
    this.endings = new Endings(jobs, catalogue);
    this.replies = new Replies(jobs, endings, store.identifiers());
    this.asks = new Asks(jobs, replies, endings, bringing, clock);
    this.looks = new Looks(jobs, replies, endings, catalogue, clock);
    this.clock = clock;
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
      return waitForVendor(job, "this program cannot ask " + job.backend());
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
      return waitForVendor(job, readiness.reason());
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
      return endings.fail(job, e.failure());
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
    boolean busy = failure.code() == ErrorCode.RATE_LIMITED;
    int failures = busy ? 0 : job.pollFailures() + 1;
    boolean longEnough = waitedFor(job, PATIENCE_WHEN_BUSY);
    if (problem.fate() == Fate.REJECTED || longEnough || failures >= TRIES_TO_REACH) {
      // Nothing was asked, so nothing is due.
      return endings.fail(job, failure.withCharged(Charged.NO, failure.retry()));
    }
    jobs.change(
        JobChange.of(job, JobState.QUEUED)
            .pollFailures(failures)
            .progress(null, "waiting for " + job.backend() + ": " + failure.message()));
    return Next.after(Waits.asTold(failure, Math.max(1, failures)));
  }

  /** Another step died between "sent" and "recorded", or the answer was lost. */
  private Next askAgain(Job job, MediaModel vendor) throws InterruptedException {
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

  private Next waitForVendor(Job job, String reason) {
    if (job.state() == JobState.QUEUED) {
      if (job.cancelRequested()) {
        return endings.cancel(job, Settlement.RELEASE);
      }
      if (waitedFor(job, PATIENCE_UNUSABLE)) {
        return endings.fail(
            job,
            Failure.of(
                ErrorCode.BACKEND_UNAVAILABLE,
                "The backend " + job.backend() + " cannot be asked: " + reason + "."));
      }
    }
    return Next.after(Duration.ofSeconds(15));
  }

  private boolean waitedFor(Job job, Duration patience) {
    return Duration.between(job.queuedAt(), clock.instant()).compareTo(patience) > 0;
  }
}
