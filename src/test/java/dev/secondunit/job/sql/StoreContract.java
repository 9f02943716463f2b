package dev.secondunit.job.sql;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.LateAnswer;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.Pruning.Ended;
import dev.secondunit.job.Route;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the contracts of the job store have in common: a store on a real database, and jobs. */
abstract class StoreContract {
  static final Duration WINDOW = Duration.ofMinutes(10);

  final TestClock clock = new TestClock();
  final StoreDatabase tested;
  private final AtomicInteger ids = new AtomicInteger();
  Database database;
  DurableSchedule schedule;
  SqlJobStore store;
  SqlLedger ledger;
  SqlDocuments documents;

  StoreContract(StoreDatabase tested) {
    this.tested = tested;
  }

  @BeforeEach
  void openStore() throws Exception {
    open(tested.empty());
  }

  /** Goes on with this database instead. */
  void open(Database database) {
    this.database = database;
    schedule = SeparateCalls.schedule(database, clock, 1);
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

  Job running(Job job) {
    Job submitting =
        store.change(JobChange.of(job, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    return store
        .change(JobChange.of(submitting, JobState.RUNNING).vendorReference(json("{\"id\":\"v1\"}")))
        .orElseThrow();
  }

  Job fail(Job job, Settlement settlement) {
    return store
        .change(JobChange.of(job, JobState.FAILED).failure(failure()).settle(settlement))
        .orElseThrow();
  }

  static Failure failure() {
    return Failure.of(ErrorCode.VENDOR_FAILED, "The vendor gave up.");
  }

  static Failure charged(Charged charged) {
    return failure().withCharged(charged, Retry.USE_JOB);
  }

  Job endedAs(Job job, JobState state, Failure failure) {
    return store
        .change(
            JobChange.of(job, state)
                .failure(failure)
                .settle(
                    failure == null
                        ? Settlement.KEEP
                        : Settlement.following(failure, job, job.reserved())))
        .orElseThrow();
  }

  Ended pruned(String jobId) {
    return new SqlPruning(database)
        .endedBefore(clock.instant().plusSeconds(1), null, 10).stream()
            .filter(each -> each.jobId().equals(jobId))
            .findFirst()
            .orElseThrow();
  }

  Job reach(Job queued, JobState state) {
    if (state == JobState.QUEUED) {
      return queued;
    }
    Job job = store.change(JobChange.of(queued, JobState.SUBMITTING).beginAttempt()).orElseThrow();
    return state == JobState.SUBMITTING
        ? job
        : store.change(JobChange.of(job, state)).orElseThrow();
  }

  /** The answer to one of its attempts, which comes when the job has gone on without it. */
  LateAnswer late(Job job, int attempt) {
    return new LateAnswer(
        job.id(),
        attempt,
        "job_late",
        JobState.RUNNING,
        json("{\"id\":\"v-1\"}"),
        null,
        Settlement.KEEP,
        Duration.ZERO,
        Route.of(job));
  }
}
