package dev.secondunit.understanding;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.question.Question;
import dev.secondunit.backend.question.Reply;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Endings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Queueing;
import dev.secondunit.job.Waits;
import java.time.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends questions. One whose answer was lost is sent again only under the vendor's own key against
 * doubles; whatever is said to such a resend, the first one may have been answered and billed.
 */
final class Asks {
  static final int MOST_RESENDS = 6;

  private static final int MOST_LOST_UPLOADS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Asks.class);

  private final JobStore jobs;
  private final Replies replies;
  private final Endings endings;
  private final Queueing queueing;
  private final Bringing bringing;
  private final Clock clock;

  Asks(
      JobStore jobs,
      Replies replies,
      Endings endings,
      Queueing queueing,
      Bringing bringing,
      Clock clock) {
    this.jobs = jobs;
    this.replies = replies;
    this.endings = endings;
    this.queueing = queueing;
    this.bringing = bringing;
    this.clock = clock;
  }

  /**
   * Sends a question for the first time in this attempt.
   *
   * @param unreachedBefore how many tries in a row did not reach the vendor
   */
  Next first(Job job, MediaModel vendor, Question question, int unreachedBefore)
      throws InterruptedException {
    Reply reply;
    try {
      reply = vendor.ask(question, growing(job));
    } catch (BackendException e) {
      return afterFirst(job, vendor, question, unreachedBefore, e);
    } catch (RuntimeException e) {
      LOG.error("{}: asking ended in a defect", job.id(), e);
      return endings.unknown(job, null);
    }
    return replies.record(job, reply);
  }

  /** Sends the same question once more, which may have arrived before. */
  Next again(Job job, MediaModel vendor, Question question) throws InterruptedException {
    Reply reply;
    try {
      reply = vendor.ask(question, growing(job));
    } catch (BackendException e) {
      return afterAgain(job, e);
    } catch (RuntimeException e) {
      LOG.error("{}: asking ended in a defect", job.id(), e);
      return endings.unknown(job, null);
    }
    return replies.record(job, reply);
  }

  /** Puts the text where every waiting call sees it while it grows. */
  private Consumer<String> growing(Job job) {
    GrowingText text = new GrowingText(clock);
    return piece -> text.add(piece).ifPresent(shown -> show(job, text.share(), shown));
  }

  /**
   * News may be lost; an exception would end the stream, and with it an answer that is paid for.
   */
  private void show(Job job, Double share, String shown) {
    try {
      jobs.change(
          JobChange.of(job, JobState.SUBMITTING)
              .pollFailures(job.pollFailures())
              .progress(share, shown));
    } catch (FailureException e) {
      LOG.warn("{}: its text so far cannot be shown: {}", job.id(), e.getMessage());
    }
  }

  private Next afterFirst(
      Job job, MediaModel vendor, Question question, int unreachedBefore, BackendException e) {
    return switch (e.fate()) {
      case NOT_ACCEPTED -> queueing.again(job, unreachedBefore, e.failure());
      case REJECTED -> {
        if (lostUpload(e) && job.attempt() < MOST_LOST_UPLOADS) {
          bringing.forget(vendor, question.media());
          question.earlier().forEach(turn -> bringing.forget(vendor, turn.media()));
          jobs.change(JobChange.of(job, JobState.QUEUED).progress(null, "bringing it anew"));
          yield Next.AT_ONCE;
        }
        yield endings.fail(job, JobState.FAILED, e.failure());
      }
      case UNKNOWN ->
          vendor.resendable(question)
              ? resendLater(job, e.failure())
              : endings.unknown(job, e.failure());
    };
  }

  /** The vendor refused the question because it no longer has what the question is about. */
  private static boolean lostUpload(BackendException e) {
    Integer status = e.failure().vendor() == null ? null : e.failure().vendor().status();
    return status != null && (status == 404 || status == 410);
  }

  private Next afterAgain(Job job, BackendException e) {
    if (e.fate() == Fate.NOT_ACCEPTED && queueing.patient(job.submittedAt())) {
      jobs.change(
          JobChange.of(job, JobState.SUBMITTING)
              .pollFailures(job.pollFailures())
              .progress(null, "waiting for " + job.backend() + ": " + e.failure().message()));
      return Next.after(Waits.asTold(e.failure(), Math.max(1, job.pollFailures())));
    }
    return e.fate() == Fate.UNKNOWN
        ? resendLater(job, e.failure())
        : endings.unknown(job, e.failure());
  }

  private Next resendLater(Job job, Failure failure) {
    int tries = job.pollFailures() + 1;
    if (tries > MOST_RESENDS) {
      return endings.unknown(job, failure);
    }
    jobs.change(
        JobChange.of(job, JobState.SUBMITTING)
            .pollFailures(tries)
            .progress(null, "the answer was lost; asking once more under the same key"));
    return Next.after(Waits.backoff(tries));
  }
}
