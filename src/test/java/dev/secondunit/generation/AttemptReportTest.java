package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static dev.secondunit.generation.ScriptedBackend.outcome;
import static dev.secondunit.generation.ScriptedBackend.problem;
import static dev.secondunit.generation.ScriptedBackend.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Poll;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a job says of each of its creates, whatever happened to the job since. */
class AttemptReportTest extends ShotLife {
  private List<String> told(Job job) {
    return JobReport.of(store.find(job.id()).orElseThrow())
        .path("attempts")
        .valueStream()
        .map(AttemptReportTest::words)
        .toList();
  }

  private static String words(JsonNode attempt) {
    String times = attempt.has("times") ? " times " + attempt.path("times") : "";
    return attempt.path("attempt").asString()
        + times
        + " "
        + attempt.path("outcome").asString()
        + " "
        + attempt.path("actual_usd");
  }

  private void retried(Job job) {
    new Retries(store, SpendingCaps.NONE).retry(store.find(job.id()).orElseThrow(), true);
  }

  private void acceptedAndFailed(Charged charged) {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(
        () ->
            new Poll.Failed(
                Failure.of(ErrorCode.VENDOR_REFUSED, "Blocked after generation.")
                    .withCharged(charged, Retry.NEVER)));
  }

  private void refused(Fate fate, ErrorCode code) {
    vendor.submits.add(
        () -> {
          throw problem(fate, code, null);
        });
  }

  @Test
  void acceptedFailedAndBilled_thenBoughtAnew_isToldWithItsCost() {
    acceptedAndFailed(Charged.YES);
    Job job = steps(accept(), JobState.RUNNING, JobState.FAILED);
    assertEquals(List.of("1 failed 0.02"), told(job));

    retried(job);
    assertEquals(List.of("1 failed 0.02"), told(job), "nothing else was sent yet");
    refused(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED);
    refused(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED);
    steps(job, JobState.QUEUED, JobState.QUEUED);
    assertEquals(List.of("1 failed 0.02", "3 times 2 not_accepted 0"), told(job));
    acceptedAndFailed(Charged.YES);
    steps(job, JobState.RUNNING);
    assertEquals(List.of("1 failed 0.02", "3 times 2 not_accepted 0", "4 running null"), told(job));
    steps(job, JobState.FAILED);
    retried(job);
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> new Poll.Done(outcome(UsdAmount.ofUsd("0.03"), null)));
    Job done = steps(job, JobState.RUNNING, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(
        List.of("1 failed 0.02", "3 times 2 not_accepted 0", "4 failed 0.02", "5 succeeded 0.03"),
        told(done));
    assertEquals(0.07, JobReport.of(done).at("/cost/actual_usd").asDouble(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"NO, 1 failed 0", "UNKNOWN, 1 failed null"})
  void acceptedAndFailed_thenRetriedAndStopped_isStillToldAsFailed(Charged charged, String first) {
    acceptedAndFailed(charged);
    Job job = steps(accept(), JobState.RUNNING, JobState.FAILED);
    retried(job);
    store.requestCancel(job.id());
    steps(job, JobState.CANCELLED);

    assertEquals(List.of(first), told(job));
  }

  /** What was held is the most it may cost, by the caller's own word, and no price. */
  @Test
  void billedAtAnUnknownPrice_isNotSaidToHaveCostWhatWasHeld() {
    acceptedAndFailed(Charged.YES);
    Job job = steps(acceptUnpriced(UsdAmount.ofUsd("0.50")), JobState.RUNNING, JobState.FAILED);

    assertEquals(List.of("1 failed null"), told(job));
    assertTrue(JobReport.of(job).at("/cost/actual_usd").isNull(), "nobody knows it");
    assertEquals("unknown", ledger.entries(null, null).get(0).state());
    assertEquals(UsdAmount.ofUsd("0.50"), spent(), "it counts as spent");
  }

  @Test
  void refusedOutright_isNotAccepted_beforeAndAfterTheRetry() {
    refused(Fate.REJECTED, ErrorCode.VENDOR_REFUSED);
    Job job = steps(accept(), JobState.FAILED);
    assertEquals(List.of("1 not_accepted 0"), told(job));
    retried(job);
    vendor.submits.add(() -> accepted());
    steps(job, JobState.RUNNING);

    assertEquals(List.of("1 not_accepted 0", "2 running null"), told(job));
  }

  @Test
  void answerLostAndBoughtAnew_isUnknown_untilItIsAnsweredLate() {
    Job job = accept();
    vendor.submits.add(
        () -> {
          Job submitting = store.find(job.id()).orElseThrow();
          Failure lost =
              Failure.of(ErrorCode.SUBMIT_UNKNOWN, "lost")
                  .withCharged(Charged.UNKNOWN, Retry.USE_JOB);
          store.change(JobChange.of(submitting, JobState.SUBMIT_UNKNOWN).failure(lost));
          retried(job);
          engine.step(job.id());
          assertEquals(List.of("1 submit_unknown null", "2 running null"), told(job));
          return accepted("v-late");
        });
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> running(0.1));
    step(job);

    assertEquals(List.of("1 answered_late null", "2 running null"), told(job));
    Job now = store.find(job.id()).orElseThrow();
    assertEquals(now.lateJob(), JobReport.of(now).at("/attempts/0/late_job_id").asString());
    assertEquals(List.of("1 running null"), told(store.find(now.lateJob()).orElseThrow()));
  }

  @Test
  void answeredBeforeItsRetryIsSent_isThePresentAttemptAgain() {
    Job job = accept();
    vendor.submits.add(
        () -> {
          Job submitting = store.find(job.id()).orElseThrow();
          store.change(
              JobChange.of(submitting, JobState.FAILED)
                  .failure(
                      Failure.of(ErrorCode.VENDOR_FAILED, "gone")
                          .withCharged(Charged.UNKNOWN, Retry.USE_JOB)));
          retried(job);
          assertEquals(List.of("1 failed null"), told(job));
          return accepted();
        });
    vendor.polls.add(() -> new Poll.Done(outcome(UsdAmount.ofUsd("0.03"), null)));
    steps(job, JobState.RUNNING);
    assertEquals(List.of("1 running null"), told(job));
    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(List.of("1 succeeded 0.03"), told(job));
  }
}
