package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static dev.secondunit.generation.ScriptedBackend.outcome;
import static dev.secondunit.generation.ScriptedBackend.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Poll;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork.Next;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A create left and nobody knows whether it arrived: it is looked up, and never blindly sent again.
 */
class LostSubmitsTest extends ShotLife {
  @Test
  void step_foundWhatAnotherTakeHasMeanwhile_becomesUnknown() {
    vendor.submits.add(() -> accepted());
    Job first = steps(accept(), JobState.RUNNING);
    Job second = accept("job_01jd0000000000000000000001", 1);
    vendor.submits.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    // Its list was read before the first one's answer came.
    vendor.reconciliation = () -> Optional.of(accepted());
    Job given = steps(second, JobState.SUBMIT_UNKNOWN);

    assertEquals(
        "v-1", store.find(first.id()).orElseThrow().vendorReference().at("/id").asString());
    assertNull(given.vendorReference());
  }

  @Test
  void step_answerLost_becomesUnknownAndIsNeverSentAgain() {
    vendor.submits.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    Job job = steps(accept(), JobState.SUBMIT_UNKNOWN);
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofHours(1));
      assertEquals(Next.NONE, engine.step(job.id()));
    }

    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, spent());
    assertEquals(Charged.UNKNOWN, job.failure().charged());
    assertEquals(Retry.USE_JOB, job.failure().retry());
  }

  @Test
  void step_answerLostAndListed_goesOnWithWhatTheVendorHas() {
    vendor.submits.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    vendor.reconciliation = () -> Optional.of(accepted());
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    steps(accept(), JobState.RUNNING, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(1, vendor.creates);
  }

  @Test
  void step_defectWhileSending_asksTheVendorsRecords() {
    vendor.submits.add(
        () -> {
          throw new IllegalStateException("a defect");
        });
    vendor.reconciliation = () -> Optional.of(accepted());
    steps(accept(), JobState.RUNNING);

    assertEquals(1, vendor.creates);
  }

  @Test
  void step_defectWhileSendingAndNobodyKnows_becomesUnknown() {
    vendor.submits.add(
        () -> {
          throw new IllegalStateException("a defect");
        });
    steps(accept(), JobState.SUBMIT_UNKNOWN);

    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_diedWhileSending_asksTheVendorsRecords() {
    Job job = accept();
    died(job);
    vendor.reconciliation = () -> Optional.of(accepted());
    steps(job, JobState.RUNNING);

    assertEquals(0, vendor.creates);
  }

  @Test
  void step_diedWhileSendingAndNothingArrived_sendsAgain() {
    Job job = accept();
    died(job);
    vendor.reconciliation =
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.UNKNOWN_ID, null);
        };
    vendor.submits.add(() -> accepted());
    steps(job, JobState.QUEUED, JobState.RUNNING);

    assertEquals(1, vendor.creates);
  }

  @Test
  void step_diedWhileSendingAndNobodyKnows_isUnknown() {
    Job job = accept();
    died(job);
    steps(job, JobState.SUBMIT_UNKNOWN);

    assertEquals(0, vendor.creates);
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_diedWhileSendingAndRecordsStayUnreadable_isUnknownAfterSomeTries() {
    Job job = accept();
    died(job);
    vendor.reconciliation =
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        };
    for (int i = 0; i < 5; i++) {
      assertEquals(JobState.SUBMITTING, step(job).state());
    }
    steps(job, JobState.SUBMIT_UNKNOWN);
  }
}
