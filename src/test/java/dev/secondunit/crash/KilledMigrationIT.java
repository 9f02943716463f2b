package dev.secondunit.crash;

import static dev.secondunit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A server is killed in the middle of making its database. It is held up there by a callback that
 * Flyway finds in a folder of its own on the class path: a query that never ends.
 */
class KilledMigrationIT {
  private static final String NEVER_ENDS =
      "WITH RECURSIVE forever(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM forever)"
          + " SELECT COUNT(*) FROM forever;";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"beforeEachMigrate", "afterEachMigrate"})
  void killedWhileItMigrates_theNextServerMakesTheDatabaseWhole(String moment) throws Exception {
    try (ServerProcess server = ServerProcess.start(environment(), heldUpAt(moment))) {
      server.send("get_jobs", JsonNodeFactory.instance.objectNode());
      awaitHeldUp();
      server.kill();
    }
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      JsonNode jobs = server.call("get_jobs", JsonNodeFactory.instance.objectNode());

      assertEquals(0, jobs.path("jobs").size(), jobs.toString());
      assertTrue(jobs.path("jobs").isArray(), jobs.toString());
    }
    assertEquals("ok", Stored.integrity(database()));
    assertEquals(0, Stored.jobs(database()).size());
  }

  private List<String> heldUpAt(String moment) throws IOException {
    Path migrations =
        Files.createDirectories(folder.resolve("classes").resolve("db/migration/sqlite"));
    Files.writeString(
        migrations.resolve(moment + ".sql"),
        "ATTACH DATABASE '"
            + mark()
            + "' AS mark;\nCREATE TABLE mark.made (at TEXT);\n"
            + NEVER_ENDS);
    List<String> command = new ArrayList<>(ServerProcess.command("dev.secondunit.Main"));
    int classPath = command.indexOf("-cp") + 1;
    command.set(classPath, folder.resolve("classes") + File.pathSeparator + command.get(classPath));
    command.add("stdio");
    return command;
  }

  /** A file that is there as soon as the callback runs. */
  private Path mark() {
    return folder.resolve("held-up");
  }

  private Path database() {
    return folder.resolve("home/jobs.db");
  }

  private Map<String, String> environment() {
    return Map.of("SECOND_UNIT_HOME", folder.resolve("home").toString());
  }

  /** Until the query that never ends is next, in the middle of a transaction. */
  private void awaitHeldUp() {
    await("the migration is held up").until(() -> Files.exists(mark()) && locked());
  }

  private boolean locked() {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 0");
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("ROLLBACK");
      return false;
    } catch (SQLException e) {
      return e.getMessage().contains("SQLITE_BUSY");
    }
  }
}
