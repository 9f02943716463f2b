package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.NewJobs;
import dev.secondunit.job.SpendingCaps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is mended in a schedule that another process left. */
class ScheduleCareTest {
  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private Database database;
  private DurableSchedule schedule;
  private SqlJobStore store;
  private ScheduleCare care;

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("jobs.db"));
    schedule = SeparateCalls.schedule(database, clock, 1);
    store = new SqlJobStore(database, schedule, clock);
    care = new ScheduleCare(database, ProcessName.current(), clock);
  }

  @AfterEach
  void close() {
    schedule.close();
    database.close();
  }

  private Instant due(String jobId) {
    return store.find(jobId).orElseThrow().dueAt();
  }

  private void accept(String id) {
    store.accept(NewJobs.of(id), SpendingCaps.NONE, null, 0);
  }

  @Test
  void bringForward_clockPutBack_takesWhatTheOldClockScheduled() {
    accept("job_old");
    clock.advance(Duration.ofHours(-1));
    care.bringForwardFromTheFuture();

    assertFalse(due("job_old").isAfter(clock.instant()), due("job_old").toString());
  }

  @Test
  void bringForward_longWaitByTheRightClock_isLeftAlone() {
    accept("job_waits");
    Instant later = clock.instant().plus(Duration.ofHours(2));
    database
        .transactions()
        .write(
            connection -> {
              try (var statement =
                  connection.prepareStatement("UPDATE scheduled_tasks SET execution_time = ?")) {
                database.dialect().schedulerCustomization().setInstant(statement, 1, later);
                return statement.executeUpdate();
              }
            });
    care.bringForwardFromTheFuture();

    assertEquals(later, due("job_waits"));
  }

  @Test
  void release_stepsOfAnEndedProcess_areFreeAndThoseOfALivingOneAreNot() {
    accept("job_dead");
    accept("job_alive");
    ProcessName own = ProcessName.current();
    hold("job_dead", new ProcessName(own.host(), own.pid(), own.began() - 1));
    hold("job_alive", own);
    care.releaseStepsOfEndedProcesses();

    assertEquals(null, holder("job_dead"));
    assertEquals(own.word(), holder("job_alive"));
    assertEquals(JobState.QUEUED, store.find("job_dead").orElseThrow().state());
    store.change(
        JobChange.of(store.find("job_dead").orElseThrow(), JobState.SUBMITTING).beginAttempt());
  }

  private void hold(String jobId, ProcessName holder) {
    database
        .transactions()
        .write(
            connection -> {
              try (var statement =
                  connection.prepareStatement(
                      "UPDATE scheduled_tasks SET picked = ?, picked_by = ?"
                          + " WHERE task_instance = ?")) {
                statement.setBoolean(1, true);
                statement.setString(2, holder.word());
                statement.setString(3, jobId);
                return statement.executeUpdate();
              }
            });
  }

  private String holder(String jobId) {
    return database
        .transactions()
        .read(
            connection -> {
              try (var statement =
                  connection.prepareStatement(
                      "SELECT picked_by FROM scheduled_tasks WHERE task_instance = ?")) {
                statement.setString(1, jobId);
                try (var rows = statement.executeQuery()) {
                  rows.next();
                  return rows.getString(1);
                }
              }
            });
  }
}
