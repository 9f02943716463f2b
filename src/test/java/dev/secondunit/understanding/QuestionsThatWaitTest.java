package dev.secondunit.understanding;

import static dev.secondunit.understanding.ScriptedModel.pending;
import static dev.secondunit.understanding.ScriptedModel.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.question.MediaModel.Availability;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Turns;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A question that cannot be asked now: how long it waits, and who waits with it. */
class QuestionsThatWaitTest extends ScriptedQuestions {
  private static final int WORKERS = 8;

  @Test
  void step_notAccepted_waitsInTheQueueAndAsksUnderANewKey() throws Exception {
    vendor.replies.add(
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED);
        });
    vendor.replies.add(() -> pending());

    steps(accept(), JobState.QUEUED, JobState.RUNNING);

    assertEquals(1, vendor.questions.get(0).attempt());
    assertEquals(2, vendor.questions.get(1).attempt());
    assertEquals(1, vendor.uploads);
  }

  @Test
  void step_toldToWait_holdsBackAllQuestionsToThatModel() throws Exception {
    life.inTurn(new Turns(WORKERS));
    Job first = accept();
    Job second = accept("which colour", Manner.usual()).job();
    vendor.replies.add(QuestionsThatWaitTest::wait30Seconds);
    vendor.replies.add(() -> pending());

    assertEquals(Next.busy(Duration.ofSeconds(30)), life.next(first));
    steps(second, JobState.QUEUED);

    assertEquals(1, vendor.questions.size());
  }

  @Test
  void step_uploadToldToWait_holdsBackAllQuestionsToThatModel() throws Exception {
    life.inTurn(new Turns(WORKERS));
    Job first = accept();
    Job second = accept("which colour", Manner.usual()).job();
    vendor.availabilities.add(QuestionsThatWaitTest::wait30Seconds);
    vendor.replies.add(() -> pending());

    assertEquals(Next.busy(Duration.ofSeconds(30)), life.next(first));
    steps(second, JobState.QUEUED);

    assertEquals(0, vendor.questions.size());
  }

  @Test
  void step_unreachableForLong_failsUnbilled() throws Exception {
    for (int i = 0; i < 20; i++) {
      vendor.replies.add(
          () -> {
            throw problem(Fate.NOT_ACCEPTED, ErrorCode.VENDOR_UNAVAILABLE);
          });
    }
    Job job = accept();
    for (int i = 0; i < 19; i++) {
      job = steps(job, JobState.QUEUED);
    }
    Job failed = steps(job, JobState.FAILED);

    assertEquals(Charged.NO, failed.failure().charged());
    assertEquals(Retry.NOW, failed.failure().retry());
    assertMoney("released", UsdAmount.ZERO);
  }

  @Test
  void step_backendLostItsKey_waitsAQuarterOfAnHourAndThenFailsUnbilled() throws Exception {
    Job job = accept();
    vendor.readiness = Readiness.missing("set TWELVELABS_API_KEY");
    // However long it was queued before.
    life.clock.advance(Duration.ofHours(20));
    job = steps(job, JobState.QUEUED);
    assertEquals("waiting for twelvelabs: set TWELVELABS_API_KEY", job.progressMessage());
    for (int i = 0; i < 18; i++) {
      job = steps(job, JobState.QUEUED);
    }
    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.BACKEND_UNAVAILABLE, failed.failure().code());
    assertEquals(0, vendor.questions.size());
    assertMoney("released", UsdAmount.ZERO);
  }

  @Test
  void step_clockPutForward_doesNotEndWhatHasJustBegun() throws Exception {
    TestClock stopwatch = new TestClock();
    life.measuring(stopwatch);
    vendor.replies.add(() -> pending());
    for (int i = 0; i < 3; i++) {
      vendor.looks.add(() -> pending());
    }
    Job job = steps(accept(), JobState.RUNNING);
    life.clock.advance(Duration.ofDays(3));
    steps(job, JobState.RUNNING);
    life.clock.advance(Duration.ofDays(-4));
    steps(job, JobState.RUNNING);
    stopwatch.advance(Duration.ofHours(26));
    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.DEADLINE_EXCEEDED, failed.failure().code());
  }

  @Test
  void step_filmThatIsLookedThrough_waitsAnHourAndNoClockShortensThat() throws Exception {
    TestClock stopwatch = new TestClock();
    life.measuring(stopwatch);
    for (int i = 0; i < 63; i++) {
      vendor.availabilities.add(() -> Availability.PROCESSING);
    }
    Job job = steps(accept(), JobState.QUEUED);
    life.clock.advance(Duration.ofHours(2));
    for (int minute = 0; minute < 61; minute++) {
      steps(job, JobState.QUEUED);
      stopwatch.advance(Duration.ofMinutes(1));
    }
    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.DEADLINE_EXCEEDED, failed.failure().code());
    assertEquals(0, vendor.questions.size());
    assertMoney("released", UsdAmount.ZERO);
  }

  private static <T> T wait30Seconds() throws BackendException {
    Failure busy = Failure.of(ErrorCode.RATE_LIMITED, "slow down").withRetryAfter(30);
    throw new BackendException(Fate.NOT_ACCEPTED, busy);
  }
}
