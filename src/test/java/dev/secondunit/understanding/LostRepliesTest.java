package dev.secondunit.understanding;

import static dev.secondunit.understanding.ScriptedModel.answered;
import static dev.secondunit.understanding.ScriptedModel.pending;
import static dev.secondunit.understanding.ScriptedModel.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A question left and its answer did not come back: when it is asked again, and what that may cost.
 */
class LostRepliesTest extends ScriptedQuestions {
  @Test
  void step_lostReply_isAskedAgainUnderTheSameKey() throws Exception {
    vendor.replies.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
        });
    vendor.replies.add(() -> pending());

    Job job = steps(accept(), JobState.SUBMITTING);
    vendor.copy = null;
    steps(job, JobState.RUNNING);

    assertEquals(2, vendor.questions.size());
    assertEquals(vendor.questions.get(0), vendor.questions.get(1));
    assertEquals(1, vendor.questions.get(1).attempt());
    assertEquals("reserved", life.money().state());
  }

  @Test
  void step_lostReplyOfHalfADayAgo_isNotSentAgain() throws Exception {
    vendor.replies.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
        });
    Job job = steps(accept(), JobState.SUBMITTING);

    life.clock.advance(Duration.ofHours(12));
    Job unknown = steps(job, JobState.SUBMIT_UNKNOWN);

    assertEquals(1, vendor.questions.size());
    assertEquals(Charged.UNKNOWN, unknown.failure().charged());
    assertTrue(unknown.failure().message().contains("12 hours"), unknown.failure().message());
    assertMoney("unknown", null);
  }

  @Test
  void step_lostReplyWithoutKey_isNeverSentAgain() throws Exception {
    vendor.resendable = false;
    vendor.replies.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
        });

    Job job = steps(accept(), JobState.SUBMIT_UNKNOWN);

    assertEquals(1, vendor.questions.size());
    assertEquals(Charged.UNKNOWN, job.failure().charged());
    assertMoney("unknown", null);
  }

  @Test
  void step_lostAgainAndAgain_isGivenUpAfterSixResendsAndCountsAsSpent() throws Exception {
    for (int i = 0; i < 20; i++) {
      vendor.replies.add(
          () -> {
            throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
          });
    }

    Job job = accept();
    for (int i = 0; i < Asks.MOST_RESENDS; i++) {
      job = steps(job, JobState.SUBMITTING);
    }
    job = steps(job, JobState.SUBMIT_UNKNOWN);

    assertEquals(1 + Asks.MOST_RESENDS, vendor.questions.size());
    assertMoney("unknown", null);
  }

  @Test
  void step_resendIsRefused_keepsTheMoneyBecauseTheFirstMayHaveArrived() throws Exception {
    vendor.replies.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
        });
    vendor.replies.add(
        () -> {
          Failure busy = Failure.of(ErrorCode.RATE_LIMITED, "slow down").withRetryAfter(30);
          throw new BackendException(Fate.NOT_ACCEPTED, busy);
        });
    vendor.replies.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.INVALID_ARGUMENT);
        });

    Job job = steps(accept(), JobState.SUBMITTING, JobState.SUBMITTING, JobState.SUBMIT_UNKNOWN);

    assertEquals(Charged.UNKNOWN, job.failure().charged());
    assertMoney("unknown", null);
  }

  @Test
  void step_answerAfterItWasGivenUp_isTaken() throws Exception {
    Job job = accept();
    vendor.replies.add(
        () -> {
          giveUp(job);
          return answered("A boat.");
        });

    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertMoney("spent", PRICE);
  }

  @Test
  void step_answerAfterItWasAskedAnew_becomesAJobOfItsOwn() throws Exception {
    Job job = accept();
    vendor.replies.add(
        () -> {
          new Retries(life.store(), SpendingCaps.NONE).retry(giveUp(job), true);
          Job queued = life.store().find(job.id()).orElseThrow();
          life.store().change(JobChange.of(queued, JobState.SUBMITTING).beginAttempt());
          return answered("A boat.");
        });

    Job goneOn = steps(job, JobState.SUBMITTING);

    Job late = life.store().find(goneOn.lateJob()).orElseThrow();
    late = steps(late, JobState.SUCCEEDED);
    assertEquals("A boat.", AnalysisReport.of(late).path("text").asString());
    assertEquals(job.id(), late.lateAnswerOf());
  }

  private Job giveUp(Job job) {
    Job asked = life.store().find(job.id()).orElseThrow();
    return life.store()
        .change(
            JobChange.of(asked, JobState.SUBMIT_UNKNOWN)
                .failure(
                    Failure.of(ErrorCode.SUBMIT_UNKNOWN, "given up")
                        .withCharged(Charged.UNKNOWN, Retry.USE_JOB)))
        .orElseThrow();
  }
}
