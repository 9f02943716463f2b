package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static dev.secondunit.generation.ScriptedBackend.outcome;
import static dev.secondunit.generation.ScriptedBackend.problem;
import static dev.secondunit.generation.ScriptedBackend.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Poll;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import org.junit.jupiter.api.Test;

/** A cancel stops what can be stopped, and keeps what is paid for. */
class CancelledShotsTest extends ShotLife {
  private Job stoppedWhileItRuns() {
    Job running = steps(accept(), JobState.RUNNING);
    store.requestCancel(running.id());
    return running;
  }

  @Test
  void step_cancelledWhileQueued_sendsNothing() {
    Job job = accept();
    store.requestCancel(job.id());
    steps(job, JobState.CANCELLED);

    assertEquals(0, vendor.creates);
    assertEquals(UsdAmount.ZERO, spent());
  }

  @Test
  void step_cancelledAtAVendorThatStops_isCancelledWithMoneyHeld() {
    vendor.submits.add(() -> accepted());
    vendor.cancels = true;
    vendor.cancellation = () -> true;
    // It is asked how it stands first: what is finished must not be deleted.
    vendor.polls.add(() -> running(0.5));
    steps(stoppedWhileItRuns(), JobState.CANCELLED);

    assertEquals(1, vendor.cancelRequests);
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_cancelledAfterTheVendorFinished_keepsThePaidResult() {
    vendor.submits.add(() -> accepted());
    vendor.cancels = true;
    vendor.cancellation = () -> true;
    vendor.polls.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    steps(stoppedWhileItRuns(), JobState.RUNNING, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(0, vendor.cancelRequests);
  }

  @Test
  void step_cancelledAtAVendorThatCannotStop_keepsThePaidResult() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> running(0.5));
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    steps(stoppedWhileItRuns(), JobState.RUNNING, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(0, vendor.cancelRequests);
  }

  @Test
  void retry_stoppedAfterItWasSent_isRefusedAndMayHaveBeenBilled() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> running(null));
    vendor.cancels = true;
    vendor.cancellation = () -> true;
    Job cancelled = steps(stoppedWhileItRuns(), JobState.CANCELLED);

    Failure refused =
        assertThrows(
                FailureException.class,
                () -> new Retries(store, SpendingCaps.NONE).retry(cancelled, true))
            .failure();
    assertEquals(Charged.UNKNOWN, refused.charged());
    assertEquals(Retry.USE_JOB, refused.retry());
    assertTrue(refused.hint().contains("ask the user"), refused.hint());
  }
}
