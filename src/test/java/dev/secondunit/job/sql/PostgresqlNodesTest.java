package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWatch;
import dev.secondunit.job.JobWatch.Until;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.NewJobs;
import dev.secondunit.job.SpendingCaps;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What several nodes on one PostgreSQL database can rely on. */
@Timeout(60)
class PostgresqlNodesTest {
  private static EmbeddedPostgres server;

  private final TestClock clock = new TestClock();

  @BeforeAll
  static void startServer() throws Exception {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @BeforeEach
  void emptyDatabase() throws Exception {
    execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
  }

  private static void execute(String... statements) throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static Database open() {
    return Database.postgresql(server.getJdbcUrl("postgres", "postgres"));
  }

  private static NewJob job(String id) {
    return NewJobs.of(id);
  }

  /** Two nodes with their stores, one of which is waited on. */
  private final class TwoNodes implements AutoCloseable {
    private final Database first = open();
    private final Database second = open();
    private final DurableSchedule schedule = new DurableSchedule(first, clock, 1);
    private final DurableSchedule otherSchedule = new DurableSchedule(second, clock, 1);
    final SqlJobStore worker = new SqlJobStore(first, schedule, clock);
    private final SqlJobStore asked = new SqlJobStore(second, otherSchedule, clock);

    /** It looks so seldom by itself that only news can wake it in time. */
    final JobWatch watch = new JobWatch(asked, Duration.ofMinutes(10));

    @Override
    public void close() {
      schedule.close();
      otherSchedule.close();
      first.close();
      second.close();
    }
  }

  /** Waits on the second node and returns how many milliseconds after the end it was told. */
  private static long toldAfter(TwoNodes nodes, Job job, Callable<?> end) throws Exception {
    CountDownLatch looked = new CountDownLatch(1);
    ExecutorService waiter = Executors.newSingleThreadExecutor();
    try {
      Future<Long> told =
          waiter.submit(
              () -> {
                List<Job> jobs =
                    nodes.watch.await(
                        List.of(job.id()),
                        Until.ALL,
                        Duration.ofSeconds(40),
                        seen -> looked.countDown());
                assertEquals(JobState.CANCELLED, jobs.get(0).state());
                return System.nanoTime();
              });
      looked.await();
      end.call();
      long ended = System.nanoTime();
      return TimeUnit.NANOSECONDS.toMillis(told.get(50, TimeUnit.SECONDS) - ended);
    } finally {
      waiter.shutdownNow();
    }
  }

  @Test
  void wait_jobEndsOnAnotherNode_isToldByTheDatabase() throws Exception {
    try (TwoNodes nodes = new TwoNodes()) {
      List<Long> late = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Job job = nodes.worker.accept(job("job_" + i), SpendingCaps.NONE, null, 0).job();
        late.add(
            toldAfter(
                nodes, job, () -> nodes.worker.change(JobChange.of(job, JobState.CANCELLED))));
      }
      Collections.sort(late);

      assertTrue(late.get(late.size() / 2) <= 100, "milliseconds: " + late);
    }
  }

  @Test
  void wait_listeningConnectionLost_isToldAfterItIsMadeAnew() throws Exception {
    try (TwoNodes nodes = new TwoNodes()) {
      Job job = nodes.worker.accept(job("job_1"), SpendingCaps.NONE, null, 0).job();

      long late =
          toldAfter(
              nodes,
              job,
              () -> {
                execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE query LIKE 'LISTEN%' OR query = ''");
                return nodes.worker.change(JobChange.of(job, JobState.CANCELLED));
              });

      assertTrue(late < 30_000, late + " ms");
    }
  }

  @Test
  void open_manyNodesAtOnceOnAnEmptyDatabase_migrateOnce() throws Exception {
    int nodes = 6;
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    List<Database> opened = new ArrayList<>();
    try {
      for (Future<Database> each :
          threads.invokeAll(
              Collections.<Callable<Database>>nCopies(nodes, PostgresqlNodesTest::open))) {
        opened.add(each.get());
      }
    } finally {
      threads.shutdownNow();
      opened.forEach(Database::close);
    }

    assertEquals(nodes, opened.size());
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*), COUNT(DISTINCT version) FROM flyway_schema_history"
                    + " WHERE version IS NOT NULL")) {
      rows.next();
      assertEquals(SchemaMigration.LATEST, rows.getInt(1));
      assertEquals(SchemaMigration.LATEST, rows.getInt(2));
    }
  }
}
