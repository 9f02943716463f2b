package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Document;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every job store promises of changes, and of the money that goes with them. */
abstract class StoreChangeContract extends StoreContract {
  StoreChangeContract(StoreDatabase tested) {
    super(tested);
  }

  @Test
  void change_fromAnotherState_changesNothing() {
    Job job = accept(job("a", null, "0.30"));
    JobChange begin = JobChange.of(job, JobState.SUBMITTING).beginAttempt();

    assertEquals(1, store.change(begin).orElseThrow().attempt());
    assertTrue(store.change(begin).isEmpty());
    assertEquals(JobState.SUBMITTING, store.find(job.id()).orElseThrow().state());
  }

  @Test
  void change_atAnotherAttempt_changesNothing() {
    Job job = accept(job("a", null, "0.30"));
    Job submitting =
        store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();

    assertTrue(
        store
            .change(
                JobChange.of(job.id(), Set.of(JobState.SUBMITTING), JobState.RUNNING).atAttempt(2))
            .isEmpty());
    assertTrue(store.change(JobChange.of(submitting, JobState.RUNNING)).isPresent());
  }

  @Test
  void change_illegal_isADefect() {
    Job job = accept(job("a", null, "0.30"));

    IllegalStateException defect =
        assertThrows(IllegalStateException.class, () -> JobChange.of(job, JobState.SUCCEEDED));
    assertEquals("no change from queued to succeeded", defect.getMessage());
  }

  @Test
  void change_success_settlesAndStoresDocumentsTogether() {
    Job job = running(accept(job("a", null, "0.30")));
    Job done =
        store
            .change(
                JobChange.of(job, JobState.DOWNLOADING)
                    .outcome(json("{\"files\":[]}"))
                    .settle(new Settlement.Spent(UsdAmount.ofUsd("0.42"))))
            .orElseThrow();
    Document asset =
        new Document("asset", "asset_1", job.id(), json("{\"x\":1}"), clock.instant(), null);
    store.change(
        JobChange.of(done, JobState.SUCCEEDED).result(json("{\"ok\":true}")).document(asset));

    Job stored = store.find(job.id()).orElseThrow();
    assertEquals(JobState.SUCCEEDED, stored.state());
    assertEquals(UsdAmount.ofUsd("0.42"), stored.settled());
    assertEquals(clock.instant(), stored.finishedAt());
    assertEquals(UsdAmount.ofUsd("0.42"), spent());
    assertEquals(List.of(asset), documents.ofJob("asset", job.id()));
    assertEquals(asset, documents.find("asset", "asset_1").orElseThrow());
  }

  @Test
  void change_failedUnbilled_givesTheMoneyBack() {
    Job job = accept(job("a", null, "0.30"));
    fail(job, Settlement.RELEASE);

    assertEquals(UsdAmount.ZERO, spent());
    assertEquals("released", ledger.entries(null, null).get(0).state());
  }

  @Test
  void change_submitUnknown_countsAsSpent() {
    Job job = accept(job("a", null, "0.30"));
    Job submitting =
        store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    store.change(JobChange.of(submitting, JobState.SUBMIT_UNKNOWN)).orElseThrow();

    assertEquals(UsdAmount.ofUsd("0.30"), spent());
    Ledger.Entry entry = ledger.entries(null, null).get(0);
    assertEquals("unknown", entry.state());
    assertNull(entry.settled());
  }

  @Test
  void change_lateAnswerAfterUnknown_runsAndSettlesOnce() {
    Job job = accept(job("a", null, "0.30"));
    Job submitting =
        store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    Job unknown = store.change(JobChange.of(submitting, JobState.SUBMIT_UNKNOWN)).orElseThrow();
    Job running =
        store
            .change(
                JobChange.of(unknown, JobState.RUNNING)
                    .vendorReference(json("{\"id\":\"v1\"}"))
                    .scheduleStep(Duration.ZERO))
            .orElseThrow();
    store.change(
        JobChange.of(running, JobState.DOWNLOADING)
            .settle(new Settlement.Spent(UsdAmount.ofUsd("0.28"))));

    assertEquals(UsdAmount.ofUsd("0.28"), spent());
    assertEquals(1, ledger.entries(null, null).size());
  }

  @Test
  void change_boughtRetry_reservesAgainWithinTheCaps() {
    Job job = accept(job("a", null, "0.30"));
    Job failed = fail(job, Settlement.KEEP);
    SpendingCaps caps = new SpendingCaps(null, null, null, UsdAmount.ofUsd("0.50"));
    JobChange retry =
        JobChange.of(failed, JobState.QUEUED)
            .settle(new Settlement.Reserve(caps))
            .scheduleStep(Duration.ZERO);

    assertThrows(FailureException.class, () -> store.change(retry));
    assertEquals(JobState.FAILED, store.find(job.id()).orElseThrow().state());
    assertEquals(UsdAmount.ofUsd("0.30"), spent());
  }

  @Test
  void change_boughtAnew_waitsFromNowAndRemembersTheUnknownAttempt() {
    Job queued = boughtAnew("0.30");

    assertEquals(Set.of(1), queued.unknownAttempts());
    assertEquals(clock.instant(), queued.queuedAt());
    assertEquals(UsdAmount.ofUsd("0.60"), spent());
  }

  @Test
  void change_toldToWait_keepsItsPlaceInTime() {
    Job job = accept(job("a", null, "0.30"));
    clock.advance(Duration.ofHours(1));
    Job submitting =
        store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    Job queued = store.change(JobChange.of(submitting, JobState.QUEUED)).orElseThrow();

    assertEquals(job.createdAt(), queued.queuedAt());
  }

  @Test
  void change_reclaim_givesTheSecondReservationBack() {
    Job queued = boughtAnew("0.30");
    Job running =
        store
            .change(
                JobChange.of(queued, JobState.RUNNING)
                    .settle(new Settlement.Reclaim(Settlement.KEEP)))
            .orElseThrow();
    assertEquals(Set.of(), running.unknownAttempts());
    assertNull(running.settled(), "what was given back is no price");
    assertEquals(UsdAmount.ofUsd("0.30"), spent());
    store
        .change(
            JobChange.of(running, JobState.DOWNLOADING)
                .settle(new Settlement.Spent(UsdAmount.ofUsd("0.25"))))
        .orElseThrow();

    assertEquals(UsdAmount.ofUsd("0.25"), spent());
    assertEquals(
        List.of("spent", "released"),
        ledger.entries(null, null).stream().map(Ledger.Entry::state).toList());
  }

  @Test
  void change_reclaimOfWhatWasReleased_countsItAgain() {
    Job job = accept(job("a", null, "0.30"));
    Job submitting =
        store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    Job failed =
        store
            .change(JobChange.of(submitting, JobState.FAILED).settle(Settlement.RELEASE))
            .orElseThrow();
    assertEquals(UsdAmount.ZERO, spent());
    store
        .change(
            JobChange.of(failed, JobState.RUNNING).settle(new Settlement.Reclaim(Settlement.KEEP)))
        .orElseThrow();

    assertEquals(UsdAmount.ofUsd("0.30"), spent());
  }

  @Test
  void takeIn_movesTheReservationAndIsHarmlessToRepeat() {
    Job queued = boughtAnew("0.30");
    Job late = store.takeIn(late(queued, 1));
    store.takeIn(late(queued, 1));

    assertEquals(JobState.RUNNING, late.state());
    assertEquals(queued.request(), late.request());
    assertEquals(queued.id(), late.lateAnswerOf());
    assertEquals(clock.instant(), late.dueAt());
    assertEquals(UsdAmount.ofUsd("0.30"), late.reserved());
    assertEquals(UsdAmount.ofUsd("0.60"), spent());
    Job before = store.find(queued.id()).orElseThrow();
    assertEquals("job_late", before.lateJob());
    assertEquals(Set.of(), before.unknownAttempts());
    store.change(JobChange.of(before, JobState.CANCELLED).settle(Settlement.RELEASE)).orElseThrow();
    assertEquals(UsdAmount.ofUsd("0.30"), spent());
  }

  @Test
  void takeIn_nothingWasKeptForIt_countsAgainstTheSums() {
    Job job = accept(job("a", null, "0.30"));
    store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    store.takeIn(late(job, 0));

    assertEquals(UsdAmount.ofUsd("0.60"), spent());
  }

  @Test
  void takeIn_joinsTheBatchesAtTheirEnd() {
    store.accept(job("a", null, "0.30"), SpendingCaps.NONE, "batch-1", 0);
    Job second = store.accept(job("b", null, "0.30"), SpendingCaps.NONE, "batch-1", 1).job();
    store.accept(job("b", null, "0.30"), SpendingCaps.NONE, "batch-1", 2);
    store.takeIn(late(second, 1));

    assertEquals("job_late", store.batch("batch-1").get(3).id());
    assertEquals(4, store.batch("batch-1").size());
  }

  @Test
  void change_settlesOnTheDayItWasReserved() {
    Job job = running(accept(job("a", null, "0.30")));
    clock.advance(Duration.ofDays(1));
    store.change(JobChange.of(job, JobState.FAILED).failure(failure()).settle(Settlement.RELEASE));

    assertEquals(UsdAmount.ZERO, ledger.totals("session-1", LocalDate.of(2026, 11, 21)).day());
    assertEquals(UsdAmount.ZERO, ledger.totals("session-1", LocalDate.of(2026, 11, 22)).day());
    assertEquals(UsdAmount.ZERO, ledger.totals("session-1", LocalDate.of(2026, 11, 21)).session());
  }

  private Job boughtAnew(String usd) {
    Job job = accept(job("a", null, usd));
    Job submitting =
        store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    Job unknown = store.change(JobChange.of(submitting, JobState.SUBMIT_UNKNOWN)).orElseThrow();
    clock.advance(Duration.ofHours(1));
    return store
        .change(
            JobChange.of(unknown, JobState.QUEUED)
                .leaveAttemptUnknown()
                .settle(new Settlement.Reserve(SpendingCaps.NONE)))
        .orElseThrow();
  }
}
