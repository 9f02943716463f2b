package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class SqliteJobStoreTest implements StoreDatabase {
  @TempDir Path folder;

  @Nested
  class Accepting extends StoreAcceptContract {
    Accepting() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Changing extends StoreChangeContract {
    Changing() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Money extends StoreMoneyContract {
    Money() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Owners extends StoreOwnersContract {
    Owners() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Rerouting extends StoreRerouteContract {
    Rerouting() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Unpriced extends StoreUnpricedContract {
    Unpriced() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class OfVersion4 extends StoreVersion4Contract {
    OfVersion4() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Past extends StorePastAttemptsContract {
    Past() {
      super(SqliteJobStoreTest.this);
    }
  }

  @Nested
  class Reading extends StoreReadContract {
    Reading() {
      super(SqliteJobStoreTest.this);
    }
  }

  /** Every call that may be paid asks this first. */
  @Test
  void sameRequest_isLookedUpByItsFingerprint() {
    try (Database database = open()) {
      List<String> steps = database.transactions().read(SqliteJobStoreTest::planOfSameRequest);
      assertTrue(
          steps.contains("SEARCH job USING INDEX job_by_fingerprint (owner=? AND fingerprint=?)"),
          steps.toString());
      assertTrue(steps.stream().noneMatch(step -> step.startsWith("SCAN")), steps.toString());
    }
  }

  private static List<String> planOfSameRequest(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("EXPLAIN QUERY PLAN " + EqualJobs.SAME_REQUEST);
        ResultSet plan = statement.executeQuery()) {
      List<String> steps = new ArrayList<>();
      while (plan.next()) {
        steps.add(plan.getString("detail"));
      }
      return steps;
    }
  }

  @Override
  public Database empty() {
    return open();
  }

  @Override
  public Database open() {
    return Database.sqlite(folder.resolve("jobs.db"));
  }

  @Override
  public DataSource atVersion(int version) throws Exception {
    for (String ending : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("jobs.db" + ending));
    }
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve("jobs.db"));
    StoreDatabase.migrate(source, new SqliteDialect(folder.resolve("jobs.db")), version);
    return source;
  }
}
