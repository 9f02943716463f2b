package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.LateAnswer;
import dev.secondunit.job.Ledger.Entry;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.Pruning.Ended;
import dev.secondunit.job.Retries;
import dev.secondunit.job.Route;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What every job store promises of money that was or may have been spent. */
abstract class StoreMoneyContract extends StoreContract {
  StoreMoneyContract(StoreDatabase tested) {
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

  private static Failure charged(Charged charged) {
    return failure().withCharged(charged, Retry.USE_JOB);
  }

  private Job endedAs(Job job, JobState state, Failure failure) {
    return store
        .change(
            JobChange.of(job, state)
                .failure(failure)
                .settle(failure == null ? Settlement.KEEP : Settlement.following(failure, job)))
        .orElseThrow();
  }

  private Entry onlyEntry() {
    List<Entry> entries = ledger.entries(null, null);
    assertEquals(1, entries.size());
    return entries.get(0);
  }

  private static final Route ELSEWHERE =
      new Route("google", "veo", json("{\"prompt\":\"the same\"}"), json("{\"duration\":8}"));

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

    Job late =
        store.takeIn(
            new LateAnswer(
                running.id(),
                1,
                "job_late",
                JobState.RUNNING,
                json("{\"id\":\"v2\"}"),
                null,
                Settlement.KEEP,
                Duration.ZERO,
                Route.of(running)));

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

    Job late =
        store.takeIn(
            new LateAnswer(
                running.id(),
                1,
                "job_late",
                JobState.RUNNING,
                json("{\"id\":\"v2\"}"),
                null,
                Settlement.KEEP,
                Duration.ZERO,
                Route.of(running)));

    assertEquals(UsdAmount.ofUsd("0.30"), late.reserved());
    assertEquals(UsdAmount.ofUsd("0.90"), store.find(lost.id()).orElseThrow().reserved());
    assertEquals(UsdAmount.ofUsd("1.20"), spent());
  }

  @Test
  void takeIn_whatNobodyGaveUpWhileAnotherAttemptIsUnknown_countsBothAndSoDoesARetry() {
    Job first = reach(accept(job("a", null, "0.30")), JobState.SUBMITTING);
    Job again = store.change(JobChange.of(first, JobState.QUEUED)).orElseThrow();
    Job lost = reach(again, JobState.SUBMIT_UNKNOWN);

    Job late =
        store.takeIn(
            new LateAnswer(
                first.id(),
                1,
                "job_late",
                JobState.RUNNING,
                json("{\"id\":\"v2\"}"),
                null,
                Settlement.KEEP,
                Duration.ZERO,
                Route.of(first)));

    assertEquals(UsdAmount.ofUsd("0.30"), late.reserved());
    assertEquals(UsdAmount.ofUsd("0.60"), spent());
    new Retries(store, SpendingCaps.NONE).retry(store.find(lost.id()).orElseThrow(), true);
    assertEquals(UsdAmount.ofUsd("0.90"), spent());
  }

  private Ended pruned(String jobId) {
    return new SqlPruning(database)
        .endedBefore(clock.instant().plusSeconds(1), null, 10).stream()
            .filter(each -> each.jobId().equals(jobId))
            .findFirst()
            .orElseThrow();
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
  void accept_free_hasNoEntry() {
    Job job = running(accept(job("a", null, "0")));
    endedAs(job, JobState.SUCCEEDED, null);

    assertEquals(List.of(), ledger.entries(null, null));
    assertFalse(pruned(job.id()).paid());
    assertEquals(UsdAmount.ZERO, pruned(job.id()).spent());
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

  private Job reach(Job queued, JobState state) {
    if (state == JobState.QUEUED) {
      return queued;
    }
    Job job = store.change(JobChange.of(queued, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    return state == JobState.SUBMITTING
        ? job
        : store.change(JobChange.of(job, state)).orElseThrow();
  }

  @Test
  void accept_equalToAnOldOneThatWasBilled_isAnotherJob() {
    Job first = endedAs(running(accept(unpriced("a"))), JobState.FAILED, charged(Charged.YES));
    clock.advance(WINDOW.plusMillis(1));

    assertNotEquals(first.id(), accept(unpriced("a")).id());
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

  @Test
  void databaseOfVersion4_itsJobsOfUnknownPriceGetAnEntry() throws Exception {
    closeStore();
    DataSource older = tested.atVersion(4);
    String unknown = FailureJson.write(charged(Charged.UNKNOWN)).toString();
    String unbilled = FailureJson.write(failure()).toString();
    try (Connection connection = older.getConnection()) {
      insert(connection, "job_queued", "generation", "queued", "{}", null);
      insert(connection, "job_made", "generation", "succeeded", "{}", null);
      insert(connection, "job_said", "analysis", "succeeded", "{}", null);
      insert(connection, "job_lost", "generation", "failed", "{}", unknown);
      insert(connection, "job_refused", "generation", "failed", "{}", unbilled);
      insert(connection, "job_never_sent", "generation", "cancelled", "{}", null);
      insert(connection, "job_free", "generation", "succeeded", "{\"estimate_micros\":0}", null);
      insert(connection, "job_local", "assembly", "succeeded", "{}", null);
      insert(connection, "job_has_one", "generation", "succeeded", "{}", null);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved,"
                + " settled, reserved_at) VALUES ('job_has_one', 1, 's', 'b', 'm', 'spent', 0,"
                + " 70000, 1)");
      }
    }
    open(tested.open());

    Map<String, String> states =
        ledger.entries(null, null).stream()
            .collect(Collectors.toMap(Entry::jobId, Entry::state, (a, b) -> "two", TreeMap::new));
    assertEquals(
        Map.of(
            "job_queued", "reserved",
            "job_made", "unknown",
            "job_said", "unknown",
            "job_lost", "unknown",
            "job_refused", "released",
            "job_never_sent", "released",
            "job_has_one", "spent"),
        states);
    assertTrue(pruned("job_made").paid());
    assertFalse(pruned("job_free").paid());
  }

  private static void insert(
      Connection connection, String id, String kind, String state, String plan, String failure)
      throws Exception {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO job (id, kind, state, owner, session, backend, model, request, plan,"
                + " fingerprint, failure, created_at, updated_at, finished_at)"
                + " VALUES (?, ?, ?, 'local', 's', 'b', 'm', '{}', ?, ?, ?, 1, 1, 2)")) {
      JobRows.set(statement, id, kind, state, plan, id, failure);
      statement.executeUpdate();
    }
  }
}
