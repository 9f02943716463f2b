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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The life of one shot, cranked step by step on a real store: what the vendor says, and how it
 * ends.
 */
class GenerationWorkTest extends ShotLife {
  @Test
  void step_doneWithoutMedia_keepsTheMoneyOpenAndRetryAsksAgain() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(
        () ->
            new Poll.Failed(
                Failure.of(ErrorCode.VENDOR_ANSWER_INVALID, "Done, without a picture.")
                    .withCharged(Charged.UNKNOWN, Retry.USE_JOB)));
    Job failed = steps(accept(), JobState.RUNNING, JobState.FAILED);

    assertEquals(Charged.UNKNOWN, failed.failure().charged());
    assertEquals("unknown", ledger.entries(null, null).get(0).state());
    assertEquals(ESTIMATE, spent());

    Job again = new Retries(store, SpendingCaps.NONE).retry(failed, false);
    assertEquals(JobState.RUNNING, again.state());
    vendor.polls.add(() -> new Poll.Done(outcome(UsdAmount.ofUsd("0.03"), null)));
    steps(again, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(1, vendor.creates);
    assertEquals(UsdAmount.ofUsd("0.03"), spent());
  }

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
}
