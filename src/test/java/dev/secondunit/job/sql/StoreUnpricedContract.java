package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Ledger.Entry;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.Retries;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every job store promises of jobs whose price nobody knows. */
abstract class StoreUnpricedContract extends StoreContract {
  StoreUnpricedContract(StoreDatabase tested) {
    super(tested);
  }

  /** A job of a model whose price nobody knows. */
  private NewJob unpriced(String fingerprint) {
    NewJob job = job(fingerprint, null, "0");
    return new NewJob(
        job.id(),
        job.kind(),
        job.owner(),
        job.session(),
        job.backend(),
        "model-without-a-price",
        job.request(),
        job.plan(),
        job.fingerprint(),
        null,
        WINDOW,
        null);
  }

  private Entry onlyEntry() {
    List<Entry> entries = ledger.entries(null, null);
    assertEquals(1, entries.size());
    return entries.get(0);
  }

  @Test
  void accept_priceUnknown_isInTheLedgerWithoutAnAmount() {
    Job job = accept(unpriced("a"));

    assertTrue(onlyEntry().priceUnknown());
    assertEquals("reserved", onlyEntry().state());
    assertEquals(UsdAmount.ZERO, spent());
    endedAs(running(job), JobState.SUCCEEDED, null);
    assertEquals("unknown", onlyEntry().state());
    assertTrue(onlyEntry().priceUnknown());
    assertNull(store.find(job.id()).orElseThrow().settled());
  }

  @Test
  void change_priceUnknownButBilled_hasTheVendorsFigure() {
    Job job = running(accept(unpriced("a")));
    store.change(
        JobChange.of(job, JobState.SUCCEEDED)
            .settle(new Settlement.Spent(UsdAmount.ofUsd("0.07"))));

    assertEquals(UsdAmount.ofUsd("0.07"), spent());
    assertFalse(onlyEntry().priceUnknown());
    assertEquals(UsdAmount.ofUsd("0.07"), pruned(job.id()).spent());
  }

  @Test
  void change_priceUnknownAndFailedBilled_isNoAmountOfZero() {
    Job job = running(accept(unpriced("a")));
    endedAs(job, JobState.FAILED, charged(Charged.YES));

    assertEquals("unknown", onlyEntry().state());
    assertNull(onlyEntry().settled());
  }

  @Test
  void pruning_priceUnknown_isPaidAndSaysNoAmount() {
    Job made = endedAs(running(accept(unpriced("a"))), JobState.SUCCEEDED, null);
    Job refused = endedAs(running(accept(unpriced("b"))), JobState.FAILED, charged(Charged.NO));

    assertTrue(pruned(made.id()).paid());
    assertNull(pruned(made.id()).spent());
    assertFalse(pruned(refused.id()).paid());
  }

  @ParameterizedTest
  @EnumSource(
      value = JobState.class,
      names = {"FAILED", "CANCELLED", "EXPIRED"})
  void accept_equalToOneThatMayHaveBeenBilledAtAnUnknownPrice_isThatJob(JobState state) {
    Job first = running(accept(unpriced("a")));
    endedAs(first, state, state == JobState.CANCELLED ? null : charged(Charged.UNKNOWN));

    assertEquals(first.id(), accept(unpriced("a")).id());
    assertEquals(1, ledger.entries(null, null).size());
  }

  @Test
  void accept_equalToOneThatFailedUnbilledAtAnUnknownPrice_isAnotherJob() {
    Job first = running(accept(unpriced("a")));
    endedAs(first, JobState.FAILED, charged(Charged.NO));

    assertNotEquals(first.id(), accept(unpriced("a")).id());
    assertEquals("released", ledger.entries(null, null).get(0).state());
  }

  @Test
  void accept_equalToAnOldOneThatWasBilled_isAnotherJob() {
    Job first = endedAs(running(accept(unpriced("a"))), JobState.FAILED, charged(Charged.YES));
    clock.advance(WINDOW.plusMillis(1));

    assertNotEquals(first.id(), accept(unpriced("a")).id());
  }

  @Test
  void retry_priceUnknown_isAnEntryMore_andAFreeOneIsNone() {
    Retries retries = new Retries(store, SpendingCaps.NONE);
    Job unpriced = endedAs(running(accept(unpriced("a"))), JobState.FAILED, charged(Charged.YES));
    retries.retry(unpriced, true);
    Job free = fail(running(accept(job("b", null, "0"))), Settlement.RELEASE);
    retries.retry(free, true);

    assertEquals(List.of(1, 2), ledger.entries(null, null).stream().map(Entry::sequence).toList());
    assertEquals("unknown", ledger.entries(null, null).get(0).state());
    assertEquals(UsdAmount.ZERO, spent());
  }
}
