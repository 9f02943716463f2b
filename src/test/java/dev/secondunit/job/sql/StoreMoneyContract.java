package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.secondunit.failure.Charged;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What every job store promises of money that was or may have been spent. */
abstract class StoreMoneyContract extends StoreContract {
  StoreMoneyContract(StoreDatabase tested) {
    super(tested);
  }

  @Test
  void accept_free_hasNoEntry() {
    Job job = running(accept(job("a", null, "0")));
    endedAs(job, JobState.SUCCEEDED, null);

    assertEquals(List.of(), ledger.entries(null, null));
    assertFalse(pruned(job.id()).paid());
    assertEquals(UsdAmount.ZERO, pruned(job.id()).spent());
  }

  @ParameterizedTest
  @EnumSource(
      value = JobState.class,
      mode = Mode.EXCLUDE,
      names = {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"})
  void accept_equalToOneWhoseFateIsOpen_isThatJobHoweverOld(JobState state) {
    Job first = reach(accept(job("a", null, "0.30")), state);
    clock.advance(Duration.ofHours(23));

    assertEquals(first.id(), accept(job("a", null, "0.30")).id());
    assertEquals(first.id(), store.equal(job("a", null, "0.30")).orElseThrow().id());
    assertEquals(UsdAmount.ofUsd("0.30"), spent());
  }

  @Test
  void retry_boughtAgainAndAgain_holdsWhatOneAttemptCosts() {
    Retries retries = new Retries(store, SpendingCaps.NONE);
    Job job = running(accept(job("a", null, "0.40")));
    for (int attempts = 1; attempts <= 3; attempts++) {
      assertEquals(UsdAmount.ofUsd("0.40"), job.reserved(), "attempt " + attempts);
      Job failed = endedAs(job, JobState.FAILED, charged(Charged.YES));
      job = running(retries.retry(failed, true));
    }
    endedAs(job, JobState.SUCCEEDED, null);
    store.change(JobChange.of(job, JobState.SUCCEEDED));

    assertEquals(UsdAmount.ofUsd("1.60"), spent());
    assertEquals(4, ledger.entries(null, null).size());
  }

  @Test
  void retry_lastAttemptCostMoreThanHeld_holdsThatMuch() {
    Job job = running(accept(job("a", null, "0.40")));
    Job failed = fail(job, new Settlement.Spent(UsdAmount.ofUsd("0.55")));

    Job again = new Retries(store, SpendingCaps.NONE).retry(failed, true);

    assertEquals(UsdAmount.ofUsd("0.55"), again.reserved());
    assertEquals(UsdAmount.ofUsd("1.10"), spent());
  }
}
