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
import dev.secondunit.backend.Readiness;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.ForwardingJobStore;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The life of one shot, cranked step by step on a real store with a vendor that follows a script.
 */
class GenerationWorkTest extends ShotLife {
  @Test
  void step_accepted_endsWithAStoredPaidFile() throws Exception {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> running(0.4));
    vendor.polls.add(() -> new Poll.Done(outcome(UsdAmount.ofUsd("0.03"), "grok-imagine-image")));

    Job job = accept();
    Job running = steps(job, JobState.RUNNING, JobState.RUNNING);
    assertEquals(0.4, running.progress());
    Job done = steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(1, vendor.creates);
    assertEquals(UsdAmount.ofUsd("0.03"), done.settled());
    assertEquals(UsdAmount.ofUsd("0.03"), spent());
    ObjectNode report = JobReport.of(done);
    Path file = Path.of(report.path("files").get(0).path("path").asString());
    assertEquals(vendor.picture.length, Files.size(file));
    assertEquals(320, report.path("files").get(0).path("width").asInt());
    assertTrue(Files.exists(file.resolveSibling(file.getFileName() + ".json")), "sidecar");
    assertEquals("grok_img_01jd0000000000000000000000", report.at("/continuation/id").asString());
    assertEquals(3, report.at("/continuation/remaining").asInt());
    assertEquals(0.03, report.at("/cost/actual_usd").asDouble());
    assertEquals(0, report.path("defects").size());
    assertEquals(file, assets.path("asset_01jd0000000000000000000000").orElseThrow());
    assertEquals(
        "grok_img_01jd0000000000000000000000",
        assets.source("grok_img_01jd0000000000000000000000").continuationId());
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
  void step_storeFullAfterAccepted_keepsTheVendorsIdUntilItCanBeRecorded() {
    boolean[] full = {true};
    JobStore failing =
        new ForwardingJobStore(store) {
          @Override
          public Optional<Job> change(JobChange change) {
            if (full[0] && change.to() == JobState.RUNNING) {
              throw Failure.of(ErrorCode.STORAGE_FAILED, "The disk is full.").asException();
            }
            return super.change(change);
          }
        };
    engine = engineOn(failing);
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> running(0.1));
    Job job = steps(accept(), JobState.SUBMITTING, JobState.SUBMITTING);
    full[0] = false;
    Job running = steps(job, JobState.RUNNING);

    assertEquals(1, vendor.creates);
    assertEquals("v-1", running.vendorReference().path("id").asString());
  }

  @Test
  void step_storeFullAfterAcceptedAndKilled_isFoundByItsNote() {
    JobStore failing =
        new ForwardingJobStore(store) {
          @Override
          public Optional<Job> change(JobChange change) {
            if (change.to() == JobState.RUNNING) {
              throw Failure.of(ErrorCode.STORAGE_FAILED, "The disk is full.").asException();
            }
            return super.change(change);
          }
        };
    engine = engineOn(failing);
    vendor.submits.add(() -> accepted());
    Job job = steps(accept(), JobState.SUBMITTING);
    engine = engineOn(store);
    Job running = steps(job, JobState.RUNNING);

    assertEquals(1, vendor.creates);
    assertEquals("v-1", running.vendorReference().path("id").asString());
  }

  @Test
  void retry_givenUpAndNoted_goesOnWithTheNotedAnswer() throws Exception {
    ScratchFolders scratch = new ScratchFolders(folder.resolve("scratch"));
    Job job = accept();
    died(job);
    Job unknown = steps(job, JobState.SUBMIT_UNKNOWN);
    new AnswerNotes(scratch).write(job.id(), unknown.attempt(), accepted());
    clock.advance(Duration.ofHours(2));
    new ScratchSweep(store, scratch, clock).run();

    Retries retries =
        new Retries(
            store,
            SpendingCaps.NONE,
            new NotedAnswers(store, scratch, Identifiers.system())::record,
            lost -> false);
    assertEquals(JobState.RUNNING, retries.retry(unknown, true).state());
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(0, vendor.creates);
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_scratchCannotBeMade_sendsNothing() throws Exception {
    Files.writeString(folder.resolve("scratch"), "a file in the way");
    Job job = accept();
    assertEquals(JobState.QUEUED, step(job).state());
    Files.delete(folder.resolve("scratch"));
    vendor.submits.add(() -> accepted());
    steps(job, JobState.RUNNING);

    assertEquals(1, vendor.creates);
  }

  @Test
  void step_toldToWait_queuesAndSendsAgainLater() {
    vendor.submits.add(
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED, 7.0);
        });
    vendor.submits.add(() -> accepted());
    Job job = accept();

    assertEquals(Next.busy(Duration.ofSeconds(7)), engine.step(job.id()));
    assertEquals(JobState.QUEUED, store.find(job.id()).orElseThrow().state());
    Job running = steps(job, JobState.RUNNING);
    assertEquals(2, vendor.creates);
    assertEquals(2, running.attempt());
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_unreachableForLong_failsUnbilled() {
    for (int i = 0; i < 20; i++) {
      vendor.submits.add(
          () -> {
            throw problem(Fate.NOT_ACCEPTED, ErrorCode.VENDOR_UNAVAILABLE, null);
          });
    }
    Job job = accept();
    Duration waited = Duration.ZERO;
    for (int i = 0; i < 19; i++) {
      waited = waited.plus(engine.step(job.id()).after());
      assertEquals(JobState.QUEUED, store.find(job.id()).orElseThrow().state());
    }
    Job failed = steps(job, JobState.FAILED);

    assertTrue(waited.compareTo(Duration.ofMinutes(15)) > 0, waited.toString());
    assertEquals(20, vendor.creates);
    assertEquals(UsdAmount.ZERO, spent());
    assertEquals(Charged.NO, failed.failure().charged());
  }

  @Test
  void step_oldJobUnreachableOnce_waitsAndIsSent() {
    Job job = accept();
    clock.advance(Duration.ofHours(5));
    vendor.submits.add(
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    vendor.submits.add(() -> accepted());
    steps(job, JobState.QUEUED, JobState.RUNNING);
  }

  @Test
  void step_retriedOldJobToldToWait_waitsFromItsRetry() {
    vendor.submits.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.VENDOR_REFUSED, null);
        });
    Job failed = steps(accept(), JobState.FAILED);
    clock.advance(Duration.ofDays(3));
    new Retries(store, SpendingCaps.NONE).retry(failed, false);
    for (int i = 0; i < 2; i++) {
      vendor.submits.add(
          () -> {
            throw problem(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED, 7.0);
          });
    }
    steps(failed, JobState.QUEUED);
    clock.advance(Duration.ofHours(25));
    steps(failed, JobState.FAILED);

    assertEquals(UsdAmount.ZERO, spent());
  }

  @Test
  void step_refused_failsAndGivesTheMoneyBack() {
    vendor.submits.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.VENDOR_REFUSED, null);
        });
    Job failed = steps(accept(), JobState.FAILED);

    assertEquals(ErrorCode.VENDOR_REFUSED, failed.failure().code());
    assertEquals(UsdAmount.ZERO, spent());
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

  @Test
  void step_vendorCannotBeAsked_asksAgainAndLosesNothing() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    Job job = accept();
    Job asked = steps(job, JobState.RUNNING, JobState.RUNNING);
    assertEquals(1, asked.pollFailures());
    Job done = steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, done.settled());
  }

  @Test
  void step_neverFinished_failsWithMoneyHeldAndRetryAsksAgain() {
    vendor.submits.add(() -> accepted());
    for (int i = 0; i < 3; i++) {
      vendor.polls.add(() -> running(null));
    }
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    Job job = accept();
    steps(job, JobState.RUNNING, JobState.RUNNING);
    clock.advance(DEADLINE.plusSeconds(1));
    assertEquals(Next.after(Duration.ofMinutes(5)), engine.step(job.id()));
    Job late = store.find(job.id()).orElseThrow();
    assertTrue(late.progressMessage().contains("every 5 minutes"), late.progressMessage());
    clock.advance(Duration.ofHours(24));
    Job failed = steps(job, JobState.FAILED);
    assertEquals(ErrorCode.DEADLINE_EXCEEDED, failed.failure().code());
    assertEquals(Charged.UNKNOWN, failed.failure().charged());
    assertEquals(ESTIMATE, spent());

    Job again = new Retries(store, SpendingCaps.NONE).retry(failed, false);
    assertEquals(JobState.RUNNING, again.state());
    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);
    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_clockPutForward_doesNotEndWhatHasJustBegun() throws Exception {
    TestClock stopwatch = new TestClock();
    this.stopwatch = stopwatch;
    engine = engineOn(store);
    vendor.submits.add(() -> accepted());
    for (int i = 0; i < 4; i++) {
      vendor.polls.add(() -> running(null));
    }
    Job job = accept();
    steps(job, JobState.RUNNING);
    clock.advance(Duration.ofHours(1));
    steps(job, JobState.RUNNING);
    clock.advance(Duration.ofHours(-3));
    steps(job, JobState.RUNNING);
    stopwatch.advance(DEADLINE.plusHours(24).plusSeconds(1));
    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.DEADLINE_EXCEEDED, failed.failure().code());
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
  void step_vendorFailedAndBilled_keepsTheMoneySpent() {
    vendor.submits.add(() -> accepted());
    Failure moderated =
        Failure.of(ErrorCode.VENDOR_REFUSED, "Blocked after generation.")
            .withCharged(Charged.YES, Retry.NEVER);
    vendor.polls.add(() -> new Poll.Failed(moderated));
    Job failed = steps(accept(), JobState.RUNNING, JobState.FAILED);

    assertEquals(ESTIMATE, spent());
    assertEquals(ESTIMATE, failed.settled());
    FailureException refused =
        assertThrows(
            FailureException.class,
            () -> new Retries(store, SpendingCaps.NONE).retry(failed, false));
    assertEquals("accept_possible_double_charge", refused.failure().field());
  }

  @Test
  void step_vendorForgotIt_isExpired() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(
        () ->
            new Poll.Expired(
                Failure.of(ErrorCode.CONTINUATION_EXPIRED, "gone")
                    .withCharged(Charged.YES, Retry.NEVER)));
    Job expired = steps(accept(), JobState.RUNNING, JobState.EXPIRED);

    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    Job again = new Retries(store, SpendingCaps.NONE).retry(expired, false);
    assertEquals(JobState.RUNNING, again.state());
    steps(again, JobState.DOWNLOADING, JobState.SUCCEEDED);
    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void retry_stoppedAfterItWasSent_isRefusedAndMayHaveBeenBilled() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> running(null));
    vendor.cancels = true;
    vendor.cancellation = () -> true;
    Job job = accept();
    steps(job, JobState.RUNNING);
    store.requestCancel(job.id());
    Job cancelled = steps(job, JobState.CANCELLED);

    Failure refused =
        assertThrows(
                FailureException.class,
                () -> new Retries(store, SpendingCaps.NONE).retry(cancelled, true))
            .failure();
    assertEquals(Charged.UNKNOWN, refused.charged());
    assertEquals(Retry.USE_JOB, refused.retry());
    assertTrue(refused.hint().contains("ask the user"), refused.hint());
  }

  @Test
  void step_brokenDownload_isFetchedAgain() throws Exception {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    vendor.downloads.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.DOWNLOAD_FAILED, null);
        });
    Job job = accept();
    steps(job, JobState.RUNNING, JobState.DOWNLOADING, JobState.DOWNLOADING);
    byte[] whole = vendor.picture;
    vendor.picture = "<html>busy</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Job html = steps(job, JobState.DOWNLOADING);
    assertTrue(html.progressMessage().contains("HTML"), html.progressMessage());
    vendor.picture = whole;
    steps(job, JobState.SUCCEEDED);

    assertEquals(3, vendor.fetches);
    assertEquals(1, vendor.creates);
  }

  @Test
  void step_downloadNeverWorks_failsAndRetryFetchesWithoutBuying() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    Job job = accept();
    steps(job, JobState.RUNNING, JobState.DOWNLOADING);
    int halfAnHour = 40;
    int aDayMore = 24 * 60 / 5;
    for (int i = 0; i < halfAnHour + aDayMore; i++) {
      vendor.downloads.add(
          () -> {
            throw problem(Fate.UNKNOWN, ErrorCode.DOWNLOAD_FAILED, null);
          });
    }
    Duration waited = Duration.ZERO;
    for (int i = 1; i < halfAnHour + aDayMore; i++) {
      waited = waited.plus(engine.step(job.id()).after());
    }
    assertEquals(JobState.DOWNLOADING, store.find(job.id()).orElseThrow().state());
    assertTrue(waited.compareTo(Duration.ofHours(24)) > 0, waited.toString());
    Job current = step(job);
    assertEquals(JobState.FAILED, current.state());
    assertEquals(ErrorCode.DOWNLOAD_FAILED, current.failure().code());
    assertEquals(Charged.YES, current.failure().charged());

    assertEquals(
        JobState.DOWNLOADING, new Retries(store, SpendingCaps.NONE).retry(current, false).state());
    steps(job, JobState.SUCCEEDED);
    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_otherModelAndSizeDelivered_isFlaggedAndKept() throws Exception {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> new Poll.Done(outcome(null, "grok-imagine-image-lite")));
    vendor.picture = png(100, 100);
    Job done = steps(accept(), JobState.RUNNING, JobState.DOWNLOADING, JobState.SUCCEEDED);
    ObjectNode report = JobReport.of(done);

    assertEquals("aspect_ratio", report.at("/defects/0/field").asString());
    assertEquals("100x100", report.at("/defects/0/measured").asString());
    assertEquals("grok-imagine-image-lite", report.path("model_used").asString());
    assertTrue(report.path("warnings").get(0).asString().contains("grok-imagine-image-lite"));
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
    Job job = accept();
    steps(job, JobState.RUNNING);
    store.requestCancel(job.id());
    steps(job, JobState.CANCELLED);

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
    Job job = accept();
    steps(job, JobState.RUNNING);
    store.requestCancel(job.id());
    steps(job, JobState.RUNNING, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(0, vendor.cancelRequests);
  }

  @Test
  void step_cancelledAtAVendorThatCannotStop_keepsThePaidResult() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    Job job = accept();
    steps(job, JobState.RUNNING);
    store.requestCancel(job.id());
    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(0, vendor.cancelRequests);
  }

  @Test
  void step_backendLostItsKey_waitsAndThenFailsUnbilled() {
    vendor.readiness = Readiness.missing("set XAI_API_KEY");
    Job job = accept();
    Job waiting = steps(job, JobState.QUEUED);
    assertEquals("waiting for grok: set XAI_API_KEY", waiting.progressMessage());
    for (int i = 0; i < 18; i++) {
      assertEquals(JobState.QUEUED, step(job).state());
    }
    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.BACKEND_UNAVAILABLE, failed.failure().code());
    assertEquals(UsdAmount.ZERO, spent());
    assertEquals(0, vendor.creates);
  }
}
