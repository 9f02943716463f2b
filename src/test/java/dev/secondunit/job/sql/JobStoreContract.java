package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Document;
import dev.secondunit.job.Documents;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStatistics;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.JobStore.Page;
import dev.secondunit.job.LateAnswer;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.OwnedJobs;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.Shortfall;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every job store promises, checked on a real database. */
abstract class JobStoreContract {
  static final Duration WINDOW = Duration.ofMinutes(10);

  final TestClock clock = new TestClock();
  private final AtomicInteger ids = new AtomicInteger();
  private Database database;
  private DurableSchedule schedule;
  SqlJobStore store;
  SqlLedger ledger;
  SqlDocuments documents;

  /** Opens an empty database. */
  abstract Database open() throws Exception;

  /** Opens the same database as {@link #open} with what is in it. */
  abstract Database openAgain();

  /** The same database, emptied, as it was at an older version of the schema. */
  abstract DataSource atVersion(int version) throws Exception;

  static void migrate(DataSource source, Dialect dialect, int version) {
    Flyway.configure()
        .dataSource(source)
        .locations(dialect.migrations())
        .target(Integer.toString(version))
        .load()
        .migrate();
  }

  @BeforeEach
  void openStore() throws Exception {
    database = open();
    schedule = new DurableSchedule(database, clock, 1);
    store = new SqlJobStore(database, schedule, clock);
    ledger = new SqlLedger(database);
    documents = new SqlDocuments(database);
  }

  @AfterEach
  void closeStore() {
    schedule.close();
    database.close();
  }

  static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text);
  }

  NewJob job(String fingerprint, String requestKey, String usd) {
    return new NewJob(
        String.format("job_%04d", ids.incrementAndGet()),
        "generation",
        "local",
        "session-1",
        "grok",
        "grok-imagine-video",
        json("{\"prompt\":\"a paper boat\"}"),
        json("{\"duration\":6}"),
        fingerprint,
        requestKey,
        WINDOW,
        UsdAmount.ofUsd(usd));
  }

  Job accept(NewJob job) {
    return store.accept(job, SpendingCaps.NONE, null, 0).job();
  }

  UsdAmount spent() {
    return ledger.totals(null, LocalDate.of(2026, 11, 21)).total();
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
            .settle(new Settlement.Reserve(UsdAmount.ofUsd("0.30"), caps))
            .scheduleStep(Duration.ZERO);

    assertThrows(FailureException.class, () -> store.change(retry));
    assertEquals(JobState.FAILED, store.find(job.id()).orElseThrow().state());
    assertEquals(UsdAmount.ofUsd("0.30"), spent());
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
                .settle(new Settlement.Reserve(job.reserved(), SpendingCaps.NONE)))
        .orElseThrow();
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

  private LateAnswer late(Job job, int attempt) {
    return new LateAnswer(
        job.id(),
        attempt,
        "job_late",
        JobState.RUNNING,
        json("{\"id\":\"v-1\"}"),
        null,
        Settlement.KEEP,
        Duration.ZERO);
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

  @Test
  void requestCancel_queued_isNotedAndDueNow() {
    Job job = accept(job("a", null, "0.30"));

    assertTrue(store.requestCancel(job.id()).orElseThrow().cancelRequested());
    assertTrue(store.requestCancel("job_none").isEmpty());
  }

  @Test
  void requestCancel_terminal_hasNoEffect() {
    Job failed = fail(accept(job("a", null, "0.30")), Settlement.RELEASE);

    assertFalse(store.requestCancel(failed.id()).orElseThrow().cancelRequested());
  }

  @Test
  void batch_keepsItsOrderAndSharesEqualJobs() {
    Job first = store.accept(job("a", null, "0"), SpendingCaps.NONE, "batch_1", 0).job();
    Job second = store.accept(job("b", null, "0"), SpendingCaps.NONE, "batch_1", 1).job();
    store.accept(job("b", null, "0"), SpendingCaps.NONE, "batch_2", 0);

    assertEquals(
        List.of(first.id(), second.id()), store.batch("batch_1").stream().map(Job::id).toList());
    assertEquals(List.of(second.id()), store.batch("batch_2").stream().map(Job::id).toList());
    assertEquals(List.of(), store.batch("batch_none"));
  }

  @Test
  void list_pagesNewestFirst() {
    for (int i = 0; i < 5; i++) {
      accept(job("f" + i, null, "0"));
    }
    Page first = store.list(Set.of(JobState.QUEUED), null, 2);
    Page second = store.list(Set.of(JobState.QUEUED), first.nextCursor(), 2);
    Page third = store.list(Set.of(JobState.QUEUED), second.nextCursor(), 2);

    assertEquals(List.of("job_0005", "job_0004"), first.jobs().stream().map(Job::id).toList());
    assertEquals(List.of("job_0003", "job_0002"), second.jobs().stream().map(Job::id).toList());
    assertEquals(List.of("job_0001"), third.jobs().stream().map(Job::id).toList());
    assertNull(third.nextCursor());
    assertEquals(List.of(), store.list(Set.of(JobState.FAILED), null, 2).jobs());
  }

  @Test
  void findAll_givesTheOrderAskedForAndSkipsUnknown() {
    Job first = accept(job("a", null, "0"));
    Job second = accept(job("b", null, "0"));

    assertEquals(
        List.of(second.id(), first.id()),
        store.findAll(List.of(second.id(), "job_none", first.id())).stream().map(Job::id).toList());
  }

  @Test
  void scheduleForgotten_findsJobsWithoutAStep() throws Exception {
    Job job = accept(job("a", null, "0"));
    database
        .transactions()
        .write(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.executeUpdate("DELETE FROM scheduled_tasks");
              }
            });

    assertNull(store.find(job.id()).orElseThrow().dueAt());
    assertEquals(1, store.scheduleForgotten());
    assertEquals(clock.instant(), store.find(job.id()).orElseThrow().dueAt());
  }

  @Test
  void onChange_isToldAfterTheChangeIsDurable() {
    List<JobState> seen = new ArrayList<>();
    Job job = accept(job("a", null, "0"));
    store.onChange(
        id -> {
          if (job.id().equals(id)) {
            seen.add(store.find(id).orElseThrow().state());
          }
        });
    store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt());

    assertEquals(List.of(JobState.SUBMITTING), seen);
  }

  private Job running(Job job) {
    Job submitting =
        store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    return store
        .change(JobChange.of(submitting, JobState.RUNNING).vendorReference(json("{\"id\":\"v1\"}")))
        .orElseThrow();
  }

  private Job fail(Job job, Settlement settlement) {
    return store
        .change(JobChange.of(job, JobState.FAILED).failure(failure()).settle(settlement))
        .orElseThrow();
  }

  private static Failure failure() {
    return Failure.of(ErrorCode.VENDOR_FAILED, "The vendor gave up.");
  }

  private NewJob ownedBy(String owner, String fingerprint, String requestKey) {
    NewJob job = job(fingerprint, requestKey, "0.10");
    return new NewJob(
        job.id(),
        job.kind(),
        owner,
        job.session(),
        job.backend(),
        job.model(),
        job.request(),
        job.plan(),
        job.fingerprint(),
        job.requestKey(),
        job.deduplicateWithin(),
        job.reservation());
  }

  @Test
  void ownedJobs_ofAnother_answerLikeUnknownOnes() {
    JobStore alice = new OwnedJobs(store, "principal:alice");
    JobStore bob = new OwnedJobs(store, "principal:bob");
    Job hers =
        alice.accept(ownedBy("principal:alice", "a", "k"), SpendingCaps.NONE, "batch_1", 0).job();

    assertEquals("principal:alice", alice.find(hers.id()).orElseThrow().owner());
    assertEquals(1, alice.findAll(List.of(hers.id())).size());
    assertEquals(1, alice.batch("batch_1").size());
    assertEquals(1, alice.list(Set.of(), null, 10).jobs().size());
    assertEquals(Optional.empty(), bob.find(hers.id()));
    assertEquals(List.of(), bob.findAll(List.of(hers.id(), "job_none")));
    assertEquals(List.of(), bob.batch("batch_1"));
    assertEquals(List.of(), bob.list(Set.of(), null, 10).jobs());
    assertEquals(List.of(), bob.list("principal:alice", Set.of(), null, 10).jobs());
    assertEquals(Optional.empty(), bob.requestCancel(hers.id()));
    assertEquals(Optional.empty(), bob.change(JobChange.of(hers, JobState.CANCELLED)));
    assertFalse(alice.find(hers.id()).orElseThrow().cancelRequested());
    assertThrows(
        IllegalArgumentException.class,
        () -> bob.accept(ownedBy("principal:alice", "b", null), SpendingCaps.NONE, null, 0));
  }

  @Test
  void ownedJobs_requestKeyOfAnother_isFree() {
    JobStore alice = new OwnedJobs(store, "principal:alice");
    JobStore bob = new OwnedJobs(store, "principal:bob");
    Job hers = alice.accept(ownedBy("principal:alice", "a", "k"), SpendingCaps.NONE, null, 0).job();
    Accepted his = bob.accept(ownedBy("principal:bob", "b", "k"), SpendingCaps.NONE, null, 0);

    assertFalse(his.deduplicated());
    assertNotEquals(hers.id(), his.job().id());
  }

  @Test
  void ownedJobs_list_pagesOverOwnJobsOnly() {
    List<String> hers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      accept(ownedBy("principal:bob", "b" + i, null));
      hers.add(0, accept(ownedBy("principal:alice", "a" + i, null)).id());
    }
    JobStore alice = new OwnedJobs(store, "principal:alice");
    Page first = alice.list(Set.of(), null, 4);
    Page second = alice.list(Set.of(JobState.QUEUED), first.nextCursor(), 4);
    List<String> seen = new ArrayList<>();
    first.jobs().forEach(job -> seen.add(job.id()));
    second.jobs().forEach(job -> seen.add(job.id()));

    assertEquals(hers, seen);
    assertNull(second.nextCursor());
    assertEquals(12, store.list(Set.of(), null, 100).jobs().size());
  }

  @Test
  void ownedDocuments_ofAnother_answerLikeUnknownOnes() {
    Job hers = accept(ownedBy("principal:alice", "a", null));
    documents.put(document("asset_1", hers.id(), "hers"));
    documents.ownedBy("principal:alice").put(document("conversation_1", null, "hers"));
    documents.put(document("conversation_2", null, "local"));
    Documents alice = documents.ownedBy("principal:alice");
    Documents bob = documents.ownedBy("principal:bob");

    assertEquals("hers", text(alice, "asset_1"));
    assertEquals("hers", text(alice, "conversation_1"));
    assertEquals(1, alice.ofJob("kind", hers.id()).size());
    assertEquals(2, alice.list("kind", null, 10).size());
    assertEquals(1, alice.list("kind", "conversation_1", 10).size());
    assertEquals(Optional.empty(), bob.find("kind", "asset_1"));
    assertEquals(Optional.empty(), bob.find("kind", "conversation_1"));
    assertEquals(List.of(), bob.ofJob("kind", hers.id()));
    assertEquals(List.of(), bob.list("kind", null, 10));
    bob.put(document("conversation_1", null, "his"));
    assertEquals("hers", text(alice, "conversation_1"));
    assertEquals("local", text(documents.ownedBy("local"), "conversation_2"));
    assertEquals(3, documents.list("kind", null, 10).size());
  }

  private Document document(String id, String jobId, String whose) {
    ObjectNode content = json("{}").put("whose", whose);
    return new Document("kind", id, jobId, content, clock.instant(), null);
  }

  private static String text(Documents documents, String id) {
    return documents.find("kind", id).orElseThrow().content().get("whose").stringValue();
  }

  @Test
  void databaseOfVersion1_isTakenAlong_andEachDocumentGetsItsOwner() throws Exception {
    closeStore();
    DataSource older = atVersion(1);
    try (Connection connection = older.getConnection();
        Statement statement = connection.createStatement()) {
      for (String owner : List.of("local", "principal:alice")) {
        String id = owner.substring(owner.indexOf(':') + 1);
        statement.execute(
            "INSERT INTO job (id, kind, state, owner, session, backend, model, request, plan,"
                + " fingerprint, created_at, updated_at) VALUES ('job_"
                + id
                + "', 'generation', 'succeeded', '"
                + owner
                + "', 's', 'grok', 'm', '{}', '{}', 'f', 1, 1)");
        statement.execute(
            "INSERT INTO document (kind, id, job_id, content, created_at) VALUES ('asset',"
                + " 'asset_"
                + id
                + "', 'job_"
                + id
                + "', '{}', 1)");
      }
      statement.execute(
          "INSERT INTO document (kind, id, content, created_at)"
              + " VALUES ('asset', 'asset_alone', '{}', 1)");
    }
    database = openAgain();
    schedule = new DurableSchedule(database, clock, 1);
    store = new SqlJobStore(database, schedule, clock);
    documents = new SqlDocuments(database);

    assertEquals(2, store.list(Set.of(), null, 10).jobs().size());
    assertEquals(3, documents.list("asset", null, 10).size());
    assertEquals(
        List.of("asset_alice"),
        documents.ownedBy("principal:alice").list("asset", null, 10).stream()
            .map(Document::id)
            .toList());
    assertEquals(
        List.of("asset_local", "asset_alone"),
        documents.ownedBy("local").list("asset", null, 10).stream().map(Document::id).toList());
  }

  @Test
  void statistics_countJobsAndWhatIsDue() {
    JobStatistics statistics = new SqlStatistics(database, clock);
    assertEquals(List.of(), statistics.jobs());
    assertEquals(new JobStatistics.Queue(0, 0, null), statistics.queue());

    Job early = accept(job("a", null, "0.10"));
    Instant due = clock.instant();
    clock.advance(Duration.ofSeconds(30));
    accept(job("b", null, "0.10"));
    Job ended = accept(job("c", null, "0.10"));
    store.change(JobChange.of(ended, JobState.CANCELLED).settle(Settlement.RELEASE));

    assertEquals(
        List.of(
            new JobStatistics.Count(JobState.CANCELLED, "grok", 1),
            new JobStatistics.Count(JobState.QUEUED, "grok", 2)),
        statistics.jobs());
    assertEquals(due, statistics.queue().oldestDue());
    assertEquals(statistics.queue().scheduled(), statistics.queue().due());
    assertTrue(statistics.queue().due() >= 2, early.id());
  }
}
