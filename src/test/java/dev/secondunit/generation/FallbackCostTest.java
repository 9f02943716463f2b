package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a shot that goes elsewhere may cost, and what it is said to have cost. */
class FallbackCostTest extends FallbackBench {
  @Test
  void limitOfTheCall_tooSmallForTheOther_failsAndSaysSo() throws Exception {
    UsdAmount own = jobs.generations(SpendingCaps.NONE).plan(clip("auto", false)).plan().estimate();
    Job over = end(Fault.QUOTA_EXCEEDED, Operation.CREATE, own);

    assertEquals(JobState.FAILED, over.state());
    assertTrue(
        over.failure().hint().contains("No fallback was taken: google"), over.failure().hint());
    assertEquals(0, creates(Dialect.GOOGLE));
    assertEquals(UsdAmount.ZERO, jobs.counted(over));
  }

  @Test
  void limitOfTheCall_isSharedByItsTakes_andLetsOnlyWhatFitsAShare() throws Exception {
    String dearFirst = "google/veo-3.1-fast-generate-preview,google";
    open(dearFirst, Dialect.GOOGLE_LEGACY);
    Fallbacks ways =
        jobs.generations(SpendingCaps.NONE).plan(clip("auto", false)).order().fallbacks();
    UsdAmount dear = ways.allowed().get(0).estimate();
    UsdAmount cheap = ways.allowed().get(1).estimate();
    UsdAmount enoughForTwo = cheap.plus(cheap);
    assertTrue(dear.compareTo(cheap) > 0, dear + " and " + cheap);
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);

    UsdAmount counted = UsdAmount.ZERO;
    for (Job take : jobs.acceptTakes(clip("auto", false), enoughForTwo, 2)) {
      Job done = jobs.toItsEnd(take);
      assertEquals("gemini-omni-1.2-flash", done.model(), String.valueOf(done.failure()));
      counted = counted.plus(jobs.counted(done));
    }
    assertTrue(counted.compareTo(enoughForTwo) <= 0, counted + " of " + enoughForTwo);

    open(dearFirst, Dialect.GOOGLE_LEGACY);
    UsdAmount tooLittleForTwo = new UsdAmount(enoughForTwo.micros() - 1);
    for (Job take : jobs.acceptTakes(clip("auto", false), tooLittleForTwo, 2)) {
      Job failed = jobs.toItsEnd(take);
      assertEquals(JobState.FAILED, failed.state());
      assertEquals(UsdAmount.ZERO, jobs.counted(failed));
    }
    assertEquals(2, creates(Dialect.GOOGLE), "those that fitted");
  }

  /** What is free, and does what it is told to, in place of Google. */
  private ScriptedBackend withPreviz() throws Exception {
    open("previz", Dialect.GOOGLE);
    ScriptedBackend previz = new ScriptedBackend("previz");
    jobs.backends(rehearsal, rehearsal.backend(Dialect.XAI, folder), previz);
    return previz;
  }

  @Test
  void stop_whereItIsFree_leavesNothingReserved() throws Exception {
    ScriptedBackend previz = withPreviz();
    previz.submits.add(() -> ScriptedBackend.accepted());
    previz.polls.add(() -> ScriptedBackend.running(0.5));
    previz.cancels = true;
    previz.cancellation = () -> true;
    strike(Fault.QUOTA_EXCEEDED, Operation.CREATE);
    VendorJobs.Process process = jobs.process();
    Job accepted = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Job running = process.until(accepted, JobState.RUNNING);
    assertEquals("previz", running.backend());
    assertEquals(List.of("released", "reserved"), states(running));
    jobs.store.requestCancel(running.id());

    Job stopped = process.until(running, JobState.CANCELLED);

    assertEquals(1, previz.cancelRequests);
    assertEquals(List.of("released", "released"), states(stopped));
    assertEquals(UsdAmount.ZERO, stopped.settled(), "it is known to have cost nothing");
    assertEquals(UsdAmount.ZERO, jobs.counted(stopped));
  }

  @Test
  void report_freeAfterAnAttemptThatWasBilled_saysWhatThatCost() throws Exception {
    withPreviz();
    Job accepted = jobs.accept(clip("auto", false), UsdAmount.ofUsd("4"));
    Failure billed =
        Failure.of(ErrorCode.VENDOR_FAILED, "made and lost")
            .withCharged(Charged.YES, Retry.USE_JOB);
    Job failed =
        jobs.store
            .change(JobChange.of(accepted, JobState.SUBMITTING).beginAttempt())
            .flatMap(
                sent ->
                    jobs.store.change(
                        JobChange.of(sent, JobState.FAILED)
                            .failure(billed)
                            .settle(Settlement.following(billed, sent, sent.reserved()))))
            .orElseThrow();
    Job again = new Retries(jobs.store, SpendingCaps.NONE).retry(failed, true);
    new FallingBack(
            jobs.store, jobs::backends, SpendingCaps.NONE, new ScratchFolders(folder.resolve("s")))
        .take(
            again,
            Failure.of(ErrorCode.VENDOR_QUOTA, "no credits").withCharged(Charged.NO, Retry.NOW));
    Job done =
        jobs.store
            .find(again.id())
            .flatMap(
                now -> jobs.store.change(JobChange.of(now, JobState.SUBMITTING).beginAttempt()))
            .flatMap(
                sent ->
                    jobs.store.change(
                        JobChange.of(sent, JobState.DOWNLOADING)
                            .settle(new Settlement.Spent(UsdAmount.ZERO))))
            .flatMap(made -> jobs.store.change(JobChange.of(made, JobState.SUCCEEDED)))
            .orElseThrow();

    assertEquals("previz", done.backend());
    assertEquals(accepted.reserved(), done.settled());
    assertEquals(
        accepted.reserved().usd(),
        JobReport.of(done).at("/cost/actual_usd").decimalValue(),
        JobReport.of(done).toPrettyString());
  }
}
