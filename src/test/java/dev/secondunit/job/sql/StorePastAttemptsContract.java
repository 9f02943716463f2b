package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.PastAttempt;
import dev.secondunit.job.PastAttempt.Fate;
import dev.secondunit.job.PastAttempts;
import dev.secondunit.job.Retries;
import dev.secondunit.job.Route;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every job store promises of attempts that a job has gone on from, and of when it was first
 * refused.
 */
abstract class StorePastAttemptsContract extends StoreContract {
  private static final Route ELSEWHERE =
      new Route("google", "veo", json("{\"prompt\":\"the same\"}"), json("{\"duration\":8}"));

  StorePastAttemptsContract(StoreDatabase tested) {
    super(tested);
  }

  private Job retried(Job job) {
    return new Retries(store, SpendingCaps.NONE).retry(store.find(job.id()).orElseThrow(), true);
  }

  private static PastAttempt grok(int number, Fate fate, String usd) {
    UsdAmount cost = usd == null ? null : UsdAmount.ofUsd(usd);
    return new PastAttempt(number, "grok", "grok-imagine-video", fate, cost, null);
  }

  private List<PastAttempt> past(Job job) {
    return store.find(job.id()).orElseThrow().pastAttempts().kept();
  }

  @ParameterizedTest
  @CsvSource({"YES, 0.40, 0.40", "NO, 0.40, 0", "UNKNOWN, 0.40,", "YES, 0, 0", "UNKNOWN, 0, 0"})
  void boughtAnew_keepsWhatTheAttemptBeforeCost(Charged charged, String price, String cost) {
    Job job = accept(job("a", null, price));
    assertEquals(PastAttempts.NONE, job.pastAttempts());
    endedAs(running(job), JobState.FAILED, charged(charged));

    Job again = retried(job);

    assertEquals(List.of(grok(1, Fate.FAILED, cost)), again.pastAttempts().kept());
    assertEquals(List.of(grok(1, Fate.FAILED, cost)), past(running(again)));
  }

  @Test
  void boughtAnewAgainAndAgain_keepsEachOfThem_andWhatIsNotAcceptedIsNone() {
    Job job = accept(job("a", null, "0.40"));
    fail(running(job), new Settlement.Spent(UsdAmount.ofUsd("0.55")));
    store.change(
        JobChange.of(running(retried(job)), JobState.FAILED).failure(charged(Charged.YES)));
    Job again = retried(job);
    Job refused =
        store
            .change(
                JobChange.of(
                    store.change(JobChange.of(again, JobState.SUBMITTING).beginAttempt()).get(),
                    JobState.QUEUED))
            .orElseThrow();
    Job failed =
        store
            .change(
                JobChange.of(refused, JobState.FAILED)
                    .failure(charged(Charged.NO))
                    .settle(Settlement.RELEASE))
            .orElseThrow();
    retried(failed);
    retried(fail(store.find(job.id()).orElseThrow(), Settlement.RELEASE));

    assertEquals(
        List.of(
            grok(1, Fate.FAILED, "0.55"),
            grok(2, Fate.FAILED, null),
            grok(3, Fate.NOT_ACCEPTED, "0")),
        past(job));
  }

  @Test
  void sentElsewhere_keepsTheWayItWasOn() {
    Job running = running(accept(job("a", null, "0.30")));
    store
        .change(
            JobChange.of(running, JobState.QUEUED)
                .leaveAttempt(Fate.FAILED)
                .reroute(Route.of(running), ELSEWHERE)
                .settle(new Settlement.Rebook(UsdAmount.ofUsd("0.90"), SpendingCaps.NONE)))
        .orElseThrow();

    assertEquals(List.of(grok(1, Fate.FAILED, "0")), past(running));
  }

  @Test
  void changeThatIsRefused_keepsNothing() {
    Job failed = fail(running(accept(job("a", null, "0.30"))), Settlement.KEEP);
    SpendingCaps caps = new SpendingCaps(null, null, null, UsdAmount.ofUsd("0.50"));

    assertThrows(FailureException.class, () -> new Retries(store, caps).retry(failed, true));

    assertEquals(failed, store.find(failed.id()).orElseThrow());
  }

  @Test
  void answered_beforeTheRetryIsSent_isKeptNoMore() {
    Job job = accept(job("a", null, "0.30"));
    retried(reach(job, JobState.SUBMIT_UNKNOWN));
    assertEquals(List.of(grok(1, Fate.SUBMIT_UNKNOWN, null)), past(job));

    Job running =
        store
            .change(
                JobChange.of(store.find(job.id()).orElseThrow(), JobState.RUNNING)
                    .settle(new Settlement.Reclaim(Settlement.KEEP)))
            .orElseThrow();

    assertEquals(PastAttempts.NONE, running.pastAttempts());
  }

  @Test
  void answeredLate_namesTheJobThatItBecame() {
    Job job = accept(job("a", null, "0.30"));
    Job lost = retried(reach(job, JobState.SUBMIT_UNKNOWN));
    running(lost);

    Job late = store.takeIn(late(lost, 1));

    assertEquals(
        List.of(
            new PastAttempt(1, "grok", "grok-imagine-video", Fate.ANSWERED_LATE, null, late.id())),
        past(job));
    assertEquals(PastAttempts.NONE, late.pastAttempts());
  }

  @Test
  void answeredLate_afterItWasSaidToCostNothing_isBilledWithTheOtherJob() {
    Job job = accept(job("a", null, "0.30"));
    Job failed = endedAs(reach(job, JobState.SUBMITTING), JobState.FAILED, charged(Charged.NO));
    Job again = retried(failed);
    assertEquals(List.of(grok(1, Fate.NOT_ACCEPTED, "0")), past(job));
    running(again);

    Job late = store.takeIn(late(again, 1));

    assertEquals(
        List.of(
            new PastAttempt(1, "grok", "grok-imagine-video", Fate.ANSWERED_LATE, null, late.id())),
        past(job));
  }

  @Test
  void refused_keepsTheFirstTime_untilItIsTakenUpAgainOrSentElsewhere() {
    Job job = accept(job("a", null, "0.30"));
    assertNull(job.refusedSince());
    clock.advance(Duration.ofHours(1));
    Instant first = clock.instant();
    refused(job);
    clock.advance(Duration.ofMinutes(3));
    Job again = refused(job);
    assertEquals(first, again.refusedSince());
    Job accepted = running(again);
    assertEquals(first, accepted.refusedSince(), "accepted now; nobody asks any more");

    Job retried = retried(fail(accepted, Settlement.RELEASE));
    assertNull(retried.refusedSince());
    Job refused = refused(retried);
    Job elsewhere =
        store
            .change(
                JobChange.of(refused, JobState.QUEUED)
                    .reroute(Route.of(refused), ELSEWHERE)
                    .settle(new Settlement.Rebook(UsdAmount.ofUsd("0.90"), SpendingCaps.NONE)))
            .orElseThrow();
    assertNull(elsewhere.refusedSince());
  }

  @Test
  void unknownOneWhoseRetryFailsUnsent_staysUnknown() {
    Job job = accept(job("a", null, "0.30"));
    Job waiting = retried(reach(job, JobState.SUBMIT_UNKNOWN));
    store
        .change(
            JobChange.of(waiting, JobState.FAILED)
                .failure(charged(Charged.NO))
                .settle(Settlement.RELEASE))
        .orElseThrow();
    retried(job);

    assertEquals(List.of(grok(1, Fate.SUBMIT_UNKNOWN, null)), past(job));
  }

  private Job refused(Job job) {
    return store
        .change(JobChange.of(store.find(job.id()).orElseThrow(), JobState.QUEUED).refused())
        .orElseThrow();
  }

  @Test
  void databaseOfVersion5_saysNothingOfAttemptsThatItCannotTell() throws Exception {
    closeStore();
    DataSource older = tested.atVersion(5);
    try (Connection connection = older.getConnection();
        Statement statement = connection.createStatement()) {
      // One reservation: what came before was not accepted.
      insert(statement, "sent_again", "running", 3, "'{}'", null, 1);
      insert(statement, "never_sent", "queued", 0, null, null, 1);
      insert(statement, "refused", "failed", 1, null, null, 1);
      insert(statement, "bought_again", "running", 2, "'{}'", null, 1, 2);
      insert(statement, "being_sent", "submitting", 2, null, null, 1, 2);
      insert(statement, "waits_again", "queued", 2, null, null, 1, 2);
      insert(statement, "answered_late", "succeeded", 2, "'{}'", "'late'", 1);
      insert(statement, "free", "succeeded", 2, "'{}'", null);
      insert(statement, "free_once", "failed", 1, null, null);
    }
    open(tested.open());

    Map<String, Integer> untold =
        store.list(null, java.util.Set.of(), null, 20).jobs().stream()
            .collect(
                Collectors.toMap(
                    Job::id, job -> job.pastAttempts().untold(), Integer::sum, TreeMap::new));
    assertEquals(
        Map.of(
            "answered_late", 1,
            "being_sent", 1,
            "bought_again", 1,
            "free", 1,
            "free_once", 0,
            "never_sent", 0,
            "refused", 0,
            "sent_again", 0,
            "waits_again", 2),
        untold);
    Job again = store.find("bought_again").orElseThrow();
    retried(fail(again, new Settlement.Spent(UsdAmount.ofUsd("0.07"))));
    assertEquals(
        new PastAttempts(
            1, List.of(new PastAttempt(2, "b", "m", Fate.FAILED, UsdAmount.ofUsd("0.07"), null))),
        store.find("bought_again").orElseThrow().pastAttempts());
  }

  private static void insert(
      Statement statement,
      String id,
      String state,
      int attempt,
      String reference,
      String late,
      int... reservations)
      throws Exception {
    statement.execute(
        "INSERT INTO job (id, kind, state, owner, session, backend, model, request, plan,"
            + " fingerprint, attempt, vendor_reference, late_job, created_at, updated_at)"
            + " VALUES ('%1$s', 'generation', '%2$s', 'local', 's', 'b', 'm', '{}',"
                .formatted(id, state)
            + " '{\"estimate_micros\":70000}', '%s', %d, %s, %s, 1, 1)"
                .formatted(id, attempt, reference, late));
    for (int sequence : reservations) {
      statement.execute(
          "INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved,"
              + " reserved_at) VALUES ('%s', %d, 's', 'b', 'm', 'reserved', 70000, 1)"
                  .formatted(id, sequence));
    }
  }
}
