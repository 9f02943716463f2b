package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** What opening and writing a SQLite database says when something is wrong with it. */
class DatabaseTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("jobs.db");
  }

  private Failure refused() {
    return assertThrows(FailureException.class, () -> Database.sqlite(file()).close()).failure();
  }

  @Test
  void sqlite_newerSchema_isRefusedAndLeftAlone() throws Exception {
    Database.sqlite(file()).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE flyway_schema_history SET version = '99' WHERE version = '1'");
    }
    Failure failure = refused();

    assertEquals(ErrorCode.DATABASE_UNAVAILABLE, failure.code());
    assertTrue(failure.message().contains("schema version 99"), failure.message());
    assertTrue(failure.hint().contains("newer program"), failure.hint());
  }

  @Test
  void sqlite_notADatabase_isRefusedAndKept() throws Exception {
    byte[] bytes =
        "this is a shopping list, not a database".repeat(50).getBytes(StandardCharsets.UTF_8);
    Files.write(file(), bytes);
    Failure failure = refused();

    assertEquals(ErrorCode.DATABASE_UNAVAILABLE, failure.code());
    assertTrue(failure.hint().contains("move it aside"), failure.hint());
    assertArrayEquals(bytes, Files.readAllBytes(file()));
  }

  @Test
  void sqlite_folderIsAFile_saysWhichSettingToMend() throws Exception {
    Path blocked = folder.resolve("blocked");
    Files.writeString(blocked, "a file");
    Failure failure =
        assertThrows(
                FailureException.class, () -> Database.sqlite(blocked.resolve("jobs.db")).close())
            .failure();

    assertEquals(ErrorCode.STORAGE_FAILED, failure.code());
    assertTrue(failure.hint().contains("SECOND_UNIT_HOME"), failure.hint());
  }

  @Test
  void accept_diskFull_leavesNothingAndWorksAgainLater() throws Exception {
    TestClock clock = new TestClock();
    try (Database database = Database.sqlite(file());
        DurableSchedule schedule = SeparateCalls.schedule(database, clock, 1)) {
      SqlJobStore store = new SqlJobStore(database, schedule, clock);
      limitPages(database, true);
      FailureException full =
          assertThrows(
              FailureException.class,
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  store.accept(job("job_full_" + i), SpendingCaps.NONE, null, 0);
                }
              });
      assertEquals(ErrorCode.STORAGE_FAILED, full.failure().code());
      assertEquals(Charged.NO, full.failure().charged());
      int before = store.list(java.util.Set.of(), null, 10_000).jobs().size();
      assertEquals(0, store.scheduleForgotten(), "every job that is there has its step");

      limitPages(database, false);
      store.accept(job("job_again"), SpendingCaps.NONE, null, 0);
      assertEquals(before + 1, store.list(java.util.Set.of(), null, 10_000).jobs().size());
    }
  }

  private static void limitPages(Database database, boolean limit) {
    database
        .transactions()
        .read(
            unused -> {
              try (Connection connection = database.transactions().dataSource().getConnection();
                  Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA max_page_count = " + (limit ? 60 : 1_000_000));
              }
              return null;
            });
  }

  private static NewJob job(String id) {
    return new NewJob(
        id,
        "generation",
        "local",
        "session",
        "grok",
        "grok-imagine-video",
        JsonNodeFactory.instance.objectNode().put("prompt", "a boat ".repeat(100)),
        JsonNodeFactory.instance.objectNode(),
        id,
        null,
        Duration.ofMinutes(10),
        UsdAmount.ofUsd("0.10"));
  }

  @Test
  void sqlite_openedByManyAtOnce_isMigratedOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> opened = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      opened.add(threads.submit(() -> Database.sqlite(file()).close()));
    }
    for (Future<?> each : opened) {
      each.get();
    }
    threads.shutdown();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      var rows = statement.executeQuery("SELECT COUNT(*) FROM flyway_schema_history");
      assertTrue(rows.next());
      assertEquals(SchemaMigration.LATEST, rows.getInt(1));
    }
  }

  @Test
  void latest_isTheNewestFileOfEachDatabase() throws Exception {
    for (String database : List.of("sqlite", "postgresql")) {
      try (Stream<Path> files =
          Files.list(Path.of("src/main/resources/db/migration").resolve(database))) {
        int newest =
            files
                .map(path -> Pattern.compile("V(\\d+)__.*").matcher(path.getFileName().toString()))
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .max()
                .orElseThrow();
        assertEquals(SchemaMigration.LATEST, newest, database);
      }
    }
  }

  @Test
  void find_damagedRow_namesTheJobAndSparesTheOthers() throws Exception {
    TestClock clock = new TestClock();
    try (Database database = Database.sqlite(file());
        DurableSchedule schedule = SeparateCalls.schedule(database, clock, 1)) {
      SqlJobStore store = new SqlJobStore(database, schedule, clock);
      store.accept(job("job_a"), SpendingCaps.NONE, null, 0);
      store.accept(job("job_b"), SpendingCaps.NONE, null, 0);
      database
          .transactions()
          .write(
              connection -> {
                try (Statement statement = connection.createStatement()) {
                  return statement.executeUpdate(
                      "UPDATE job SET plan = '{half' WHERE id = 'job_a'");
                }
              });
      Failure failure = assertThrows(FailureException.class, () -> store.find("job_a")).failure();

      assertEquals("job_a", failure.jobId());
      assertTrue(failure.message().contains("plan is not JSON"), failure.message());
      assertTrue(store.find("job_b").isPresent());
    }
  }
}
