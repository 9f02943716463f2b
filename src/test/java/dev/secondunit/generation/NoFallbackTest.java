package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is made nowhere else: it may be paid for, was refused for what it is, or may not go. */
class NoFallbackTest extends FallbackBench {
  @Test
  void acceptedAndFailed_withoutAWordOnTheBill_isNotMadeElsewhere() throws Exception {
    Job over = end(Fault.FAILED, Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals(JobState.FAILED, over.state());
    assertEquals(Charged.UNKNOWN, over.failure().charged());
    assertEquals("grok", over.backend());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void lostReply_staysUnknownAndIsNotBoughtElsewhere() throws Exception {
    Job over = end(Fault.LOST_REPLY, Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals(JobState.SUBMIT_UNKNOWN, over.state());
    assertEquals("grok", over.backend());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void boughtAnewAfterALostReply_isNotBoughtAThirdTimeElsewhere() throws Exception {
    strike(FaultRule.next(Dialect.XAI.vendor(), Operation.CREATE, Fault.LOST_REPLY));
    Job lost = jobs.toItsEnd(jobs.accept(clip("auto", false), UsdAmount.ofUsd("4")));
    assertEquals(JobState.SUBMIT_UNKNOWN, lost.state());
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);

    Job over = jobs.toItsEnd(new Retries(jobs.store, SpendingCaps.NONE).retry(lost, true));

    assertEquals(2, creates(Dialect.XAI));
    assertEquals("grok", over.backend(), JobReport.of(over).toPrettyString());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void cancelledBeforeItFailed_isNotMadeElsewhere() throws Exception {
    open("google/veo-3.1-fast-generate-preview,google", Dialect.GOOGLE_LEGACY);
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);
    strike(FaultRule.next(Dialect.GOOGLE.vendor(), Operation.CREATE, Fault.FAILED));
    Job queued = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Job running = jobs.process().until(queued, JobState.RUNNING);
    assertEquals("veo-3.1-fast-generate-preview", running.model());
    jobs.store.requestCancel(running.id());

    Job over = jobs.toItsEnd(running);

    assertEquals("veo-3.1-fast-generate-preview", over.model());
    assertEquals(1, creates(Dialect.GOOGLE));
    assertEquals(UsdAmount.ZERO, jobs.counted(over));
  }

  @Test
  void moderated_isNotCarriedElsewhere() throws Exception {
    Job over = end(Fault.MODERATED, Operation.CREATE, UsdAmount.ofUsd("4"));

    assertEquals("grok", over.backend(), JobReport.of(over).toPrettyString());
    assertEquals(JobState.FAILED, over.state());
    assertEquals(0, creates(Dialect.GOOGLE));
  }

  @Test
  void namedBackendOrStrictCall_hasNoFallback() throws Exception {
    Generations generations = jobs.generations(SpendingCaps.NONE);

    assertFalse(generations.plan(clip("grok", false)).preview().has("fallback"));
    assertFalse(generations.plan(clip("auto", true)).preview().has("fallback"));
    JsonNode told = generations.plan(clip("auto", false)).preview().path("fallback");
    assertEquals("google", told.at("/allowed/0/backend").asString());
    assertTrue(told.at("/allowed/0/price_change_usd").isNumber(), told.toString());
  }

  @Test
  void take_answeredMeanwhile_keepsWhatTheAnswerBrought() throws Exception {
    ScratchFolders scratch = new ScratchFolders(folder.resolve("scratch"));
    Job accepted = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Job givenUp =
        jobs.store
            .change(JobChange.of(accepted, JobState.SUBMITTING).beginAttempt())
            .flatMap(sent -> jobs.store.change(JobChange.of(sent, JobState.QUEUED)))
            .orElseThrow();
    Path brought = Files.writeString(scratch.of(givenUp.id(), 1).resolve("clip.mp4"), "paid for");
    jobs.store.change(JobChange.of(givenUp, JobState.DOWNLOADING)).orElseThrow();

    new FallingBack(jobs.store, jobs::backends, SpendingCaps.NONE, scratch)
        .take(
            givenUp,
            Failure.of(ErrorCode.BACKEND_UNAVAILABLE, "no key").withCharged(Charged.NO, Retry.NOW));

    assertEquals("grok", jobs.store.find(givenUp.id()).orElseThrow().backend());
    assertEquals("paid for", Files.readString(brought));
  }
}
