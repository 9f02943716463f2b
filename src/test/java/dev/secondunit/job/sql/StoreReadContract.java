package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStatistics;
import dev.secondunit.job.JobStore.Page;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every job store promises of finding, listing and telling. */
abstract class StoreReadContract extends StoreContract {
  StoreReadContract(StoreDatabase tested) {
    super(tested);
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
