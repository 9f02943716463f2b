package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Ledger.Entry;
import dev.secondunit.job.Retries;
import dev.secondunit.job.Route;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every job store promises of a job that goes another way, and of its old way. */
abstract class StoreRerouteContract extends StoreContract {
  private static final Route ELSEWHERE =
      new Route("google", "veo", json("{\"prompt\":\"the same\"}"), json("{\"duration\":8}"));

  StoreRerouteContract(StoreDatabase tested) {
    super(tested);
  }

  private Optional<Job> sentElsewhere(Job job, String usd, SpendingCaps caps) {
    return store.change(
        JobChange.of(job, JobState.QUEUED)
            .reroute(Route.of(job), ELSEWHERE)
            .settle(new Settlement.Rebook(UsdAmount.ofUsd(usd), caps)));
  }

  private static SpendingCaps perDay(String usd) {
    return new SpendingCaps(null, null, UsdAmount.ofUsd(usd), null);
  }

  @Test
  void reroute_withinTheCap_givesBackTheOldPriceAndHoldsTheNewOne() {
    Job running = running(accept(job("a", null, "0.30")));

    Job elsewhere = sentElsewhere(running, "0.90", perDay("0.90")).orElseThrow();

    assertEquals(JobState.QUEUED, elsewhere.state());
    assertEquals("google", elsewhere.backend());
    assertEquals("veo", elsewhere.model());
    assertEquals(ELSEWHERE.plan(), elsewhere.plan());
    assertNull(elsewhere.vendorReference(), "the old vendor's id says nothing elsewhere");
    assertEquals(UsdAmount.ofUsd("0.90"), elsewhere.reserved());
    assertNull(elsewhere.settled(), "what it will have cost is open again");
    assertEquals(UsdAmount.ofUsd("0.90"), spent());
    assertEquals(
        Map.of("grok", "released", "google", "reserved"),
        ledger.entries(null, null).stream()
            .collect(Collectors.toMap(Entry::backend, Entry::state)));
    Job lost = reach(elsewhere, JobState.SUBMIT_UNKNOWN);
    assertNull(lost.settled(), "nobody knows; the first way's nothing is not the answer");
  }

  @Test
  void reroute_overACap_isRefusedAndLeavesTheJobAndItsMoneyAsTheyWere() {
    Job other = accept(job("b", null, "0.20"));
    Job running = running(accept(job("a", null, "0.30")));

    FailureException refused =
        assertThrows(FailureException.class, () -> sentElsewhere(running, "0.90", perDay("1.09")));

    assertEquals(ErrorCode.BUDGET_EXCEEDED, refused.failure().code());
    assertEquals(running, store.find(running.id()).orElseThrow());
    assertEquals(UsdAmount.ofUsd("0.50"), spent());
    assertEquals(JobState.QUEUED, store.find(other.id()).orElseThrow().state());
    assertTrue(sentElsewhere(running, "0.90", perDay("1.10")).isPresent());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reroute_twice_onlyTheFirstHappens(boolean running) {
    Job accepted = accept(job("a", null, "0.30"));
    // A job that waits in the queue stands where it stood; only its way has changed.
    Job job = running ? running(accepted) : accepted;
    assertTrue(sentElsewhere(job, "0.90", SpendingCaps.NONE).isPresent());

    assertEquals(Optional.empty(), sentElsewhere(job, "0.90", SpendingCaps.NONE));

    assertEquals(UsdAmount.ofUsd("0.90"), spent());
    assertEquals(2, ledger.entries(null, null).size());
  }

  @Test
  void reroute_thenTheOldWayIsAnsweredAfterAll_countsBoth() {
    Job running = running(accept(job("a", null, "0.30")));
    sentElsewhere(running, "0.90", SpendingCaps.NONE).orElseThrow();

    Job late = store.takeIn(late(running, 1));

    assertEquals("grok", late.backend());
    assertEquals(running.plan(), late.plan());
    assertEquals(UsdAmount.ofUsd("0.30"), late.reserved());
    assertEquals(UsdAmount.ofUsd("1.20"), spent());
    assertEquals("google", store.find(running.id()).orElseThrow().backend());
  }

  @Test
  void reroute_thenTheNewWaysAnswerIsLostAndTheOldOneIsAnswered_countsBoth() {
    Job running = running(accept(job("a", null, "0.30")));
    Job elsewhere = sentElsewhere(running, "0.90", SpendingCaps.NONE).orElseThrow();
    Job lost = reach(elsewhere, JobState.SUBMIT_UNKNOWN);

    Job late = store.takeIn(late(running, 1));

    assertEquals(UsdAmount.ofUsd("0.30"), late.reserved());
    assertEquals(UsdAmount.ofUsd("0.90"), store.find(lost.id()).orElseThrow().reserved());
    assertEquals(UsdAmount.ofUsd("1.20"), spent());
  }

  @Test
  void takeIn_whatNobodyGaveUpWhileAnotherAttemptIsUnknown_countsBothAndSoDoesARetry() {
    Job first = reach(accept(job("a", null, "0.30")), JobState.SUBMITTING);
    Job again = store.change(JobChange.of(first, JobState.QUEUED)).orElseThrow();
    Job lost = reach(again, JobState.SUBMIT_UNKNOWN);

    Job late = store.takeIn(late(first, 1));

    assertEquals(UsdAmount.ofUsd("0.30"), late.reserved());
    assertEquals(UsdAmount.ofUsd("0.60"), spent());
    new Retries(store, SpendingCaps.NONE).retry(store.find(lost.id()).orElseThrow(), true);
    assertEquals(UsdAmount.ofUsd("0.90"), spent());
  }
}
