package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.Shortfall;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every job store promises of the jobs it accepts. */
abstract class StoreAcceptContract extends StoreContract {
  StoreAcceptContract(StoreDatabase tested) {
    super(tested);
  }

  @Test
  void accept_new_isQueuedAndScheduled() {
    Accepted accepted = store.accept(job("a", null, "0.30"), SpendingCaps.NONE, null, 0);

    assertFalse(accepted.deduplicated());
    Job job = store.find(accepted.job().id()).orElseThrow();
    assertEquals(JobState.QUEUED, job.state());
    assertEquals("a paper boat", job.request().get("prompt").stringValue());
    assertEquals(UsdAmount.ofUsd("0.30"), job.reserved());
    assertNull(job.settled());
    assertEquals(clock.instant(), job.dueAt());
    assertEquals(0, store.scheduleForgotten());
  }

  @Test
  void accept_equalWithinWindow_isTheSameJob() {
    Job first = accept(job("a", null, "0.30"));
    clock.advance(WINDOW);
    Accepted second = store.accept(job("a", null, "0.30"), SpendingCaps.NONE, null, 0);

    assertTrue(second.deduplicated());
    assertEquals(first.id(), second.job().id());
    assertEquals(UsdAmount.ofUsd("0.30"), spent());
  }

  @Test
  void accept_equalAfterWindow_isAnotherJob() {
    Job first = accept(job("a", null, "0.30"));
    store.change(JobChange.of(running(first), JobState.SUCCEEDED));
    clock.advance(WINDOW.plusMillis(1));

    assertNotEquals(first.id(), accept(job("a", null, "0.30")).id());
  }

  @Test
  void accept_equalOfAnotherOwner_isAnotherJob() {
    Job first = accept(job("a", null, "0.30"));
    NewJob other = job("a", null, "0.30");
    NewJob theirs =
        new NewJob(
            other.id(),
            other.kind(),
            "principal:them",
            other.session(),
            other.backend(),
            other.model(),
            other.request(),
            other.plan(),
            other.fingerprint(),
            null,
            WINDOW,
            other.reservation());

    assertNotEquals(first.id(), accept(theirs).id());
  }

  @Test
  void accept_equalToAFailedJob_isAnotherJob() {
    Job first = accept(job("a", null, "0.30"));
    fail(first, Settlement.RELEASE);

    assertNotEquals(first.id(), accept(job("a", null, "0.30")).id());
  }

  @Test
  void accept_equalToAFailedJobThatWasBilled_isThatJob() {
    Job first = accept(job("a", null, "0.30"));
    fail(first, new Settlement.Spent(UsdAmount.ofUsd("0.30")));

    Accepted again = store.accept(job("a", null, "0.30"), SpendingCaps.NONE, null, 0);
    assertTrue(again.deduplicated());
    assertEquals(first.id(), again.job().id());
    assertEquals(UsdAmount.ofUsd("0.30"), spent());
  }

  @Test
  void accept_sameRequestKey_isTheSameJobForEver() {
    Job first = accept(job("a", "key", "0.30"));
    clock.advance(Duration.ofDays(400));

    assertEquals(first.id(), accept(job("a", "key", "0.30")).id());
  }

  @Test
  void accept_sameRequestKeyForAnotherRequest_isRefused() {
    Job first = accept(job("a", "key", "0.30"));

    FailureException refused =
        assertThrows(FailureException.class, () -> accept(job("b", "key", "0.30")));
    assertEquals(ErrorCode.CONFLICTING_ARGUMENTS, refused.failure().code());
    assertEquals("request_key", refused.failure().field());
    assertEquals(first.id(), refused.failure().jobId());
  }

  @Test
  void accept_thousandEqualAtOnce_isOneJob() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<Accepted>> calls = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      NewJob equal = job("same", null, "0.10");
      calls.add(threads.submit(() -> store.accept(equal, SpendingCaps.NONE, null, 0)));
    }
    Set<String> different = new java.util.HashSet<>();
    int fresh = 0;
    for (Future<Accepted> call : calls) {
      different.add(call.get().job().id());
      fresh += call.get().deduplicated() ? 0 : 1;
    }
    threads.shutdown();

    assertEquals(1, different.size());
    assertEquals(1, fresh);
    assertEquals(UsdAmount.ofUsd("0.10"), spent());
  }

  @Test
  void accept_thousandAtOnceUnderACap_neverPassesIt() throws Exception {
    SpendingCaps caps = new SpendingCaps(null, null, UsdAmount.ofUsd("5"), null);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      NewJob next = job("f" + i, null, "0.10");
      calls.add(
          threads.submit(
              () -> {
                try {
                  store.accept(next, caps, null, 0);
                  return true;
                } catch (FailureException e) {
                  assertEquals(ErrorCode.BUDGET_EXCEEDED, e.failure().code());
                  return false;
                }
              }));
    }
    int taken = 0;
    for (Future<Boolean> call : calls) {
      taken += call.get() ? 1 : 0;
    }
    threads.shutdown();

    assertEquals(50, taken);
    assertEquals(UsdAmount.ofUsd("5"), spent());
    assertEquals(50, store.list(Set.of(), null, 1_000).jobs().size());
  }

  @Test
  void accept_overACap_leavesNothing() {
    SpendingCaps caps = new SpendingCaps(null, UsdAmount.ofUsd("0.20"), null, null);
    FailureException refused =
        assertThrows(
            FailureException.class, () -> store.accept(job("a", null, "0.30"), caps, null, 0));

    assertEquals(ErrorCode.BUDGET_EXCEEDED, refused.failure().code());
    assertTrue(
        refused.failure().message().contains("SECOND_UNIT_MAX_USD_PER_SESSION ($0.20)"),
        refused.failure().message());
    assertEquals(UsdAmount.ZERO, spent());
    assertEquals(List.of(), store.list(Set.of(), null, 10).jobs());
  }

  @Test
  void shortfall_isWhatAcceptWouldRefuse_andHoldsNothing() {
    accept(job("a", null, "0.30"));
    SpendingCaps caps =
        new SpendingCaps(
            UsdAmount.ofUsd("0.60"), UsdAmount.ofUsd("0.70"), UsdAmount.ofUsd("0.80"), null);

    assertEquals(Optional.empty(), store.shortfall(UsdAmount.ofUsd("0.40"), "session-1", caps));
    assertEquals(
        Optional.of(
            new Shortfall(
                "SECOND_UNIT_MAX_USD_PER_SESSION",
                UsdAmount.ofUsd("0.70"),
                UsdAmount.ofUsd("0.40"))),
        store.shortfall(UsdAmount.ofUsd("0.41"), "session-1", caps));
    assertEquals(
        "SECOND_UNIT_MAX_USD_PER_DAY",
        store.shortfall(UsdAmount.ofUsd("0.51"), "session-2", caps).orElseThrow().setting());
    assertEquals(
        "SECOND_UNIT_MAX_USD_PER_CALL",
        store.shortfall(UsdAmount.ofUsd("0.61"), "session-2", caps).orElseThrow().setting());
    assertEquals(UsdAmount.ofUsd("0.30"), spent());
  }

  @Test
  void equal_isTheJobThatAcceptWouldGiveBack() {
    Job unnamed = accept(job("a", null, "0.30"));
    Job named = accept(job("b", "key", "0.30"));

    assertEquals(unnamed.id(), store.equal(job("a", null, "0.30")).map(Job::id).orElse("none"));
    assertEquals(named.id(), store.equal(job("b", "key", "0.30")).map(Job::id).orElse("none"));
    assertTrue(store.equal(job("c", null, "0.30")).isEmpty());
    assertTrue(store.equal(job("b", null, "0.30")).isEmpty(), "a named one is found by its key");
    assertTrue(store.equal(job("c", "key", "0.30")).isEmpty(), "the key is of another request");
    assertEquals(2, store.list(Set.of(), null, 10).jobs().size());
  }
}
