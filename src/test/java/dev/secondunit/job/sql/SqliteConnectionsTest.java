package dev.secondunit.job.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** Statements that are kept for the next who prepares the same words. */
class SqliteConnectionsTest {
  private static final String INSERT = "INSERT INTO shot (id, name) VALUES (?, ?)";
  private static final String SELECT = "SELECT id FROM shot WHERE id >= ? ORDER BY id";

  @TempDir Path folder;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection =
        new SqliteConnections(new SQLiteConfig(), folder.resolve("jobs.db")).getConnection();
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE shot (id INTEGER PRIMARY KEY, name TEXT)");
    }
    for (int id = 1; id <= 5; id++) {
      insert(id, "shot " + id);
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void insert(int id, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setInt(1, id);
      statement.setString(2, name);
      statement.executeUpdate();
    }
  }

  private List<Integer> from(int id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setInt(1, id);
      return ids(statement);
    }
  }

  private static List<Integer> ids(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<Integer> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getInt("id"));
      }
      return ids;
    }
  }

  private PreparedStatement closed(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.close();
    return statement;
  }

  @Test
  void prepare_wordsOfAClosedStatement_givesItAgain() throws SQLException {
    assertSame(closed(SELECT), connection.prepareStatement(SELECT));
  }

  @Test
  void prepare_wordsOfAStatementInUse_givesAnother() throws SQLException {
    try (PreparedStatement one = connection.prepareStatement(SELECT);
        PreparedStatement other = connection.prepareStatement(SELECT)) {
      one.setInt(1, 2);
      other.setInt(1, 4);

      assertNotSame(one, other);
      assertEquals(List.of(4, 5), ids(other));
      assertEquals(List.of(2, 3, 4, 5), ids(one));
    }
    assertEquals(List.of(5), from(5));
  }

  @Test
  void prepare_afterAHalfReadResult_beginsAnew() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setInt(1, 1);
      ResultSet rows = statement.executeQuery();
      assertTrue(rows.next());
    }

    assertEquals(List.of(3, 4, 5), from(3));
  }

  @Test
  void prepare_afterALimit_hasNoLimit() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setMaxRows(1);
      statement.setInt(1, 1);
      assertEquals(List.of(1), ids(statement));
    }

    assertEquals(List.of(1, 2, 3, 4, 5), from(1));
  }

  @Test
  void prepare_afterAValueWasSet_hasNone() throws SQLException {
    insert(6, "the last");
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setInt(1, 7);
      statement.executeUpdate();
    }

    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name FROM shot WHERE id = 7")) {
      assertTrue(row.next());
      assertEquals(null, row.getString(1));
    }
  }

  @Test
  void prepare_afterAnError_worksAgain() throws SQLException {
    assertThrows(SQLException.class, () -> insert(1, "there is one"));

    insert(8, "another");

    assertEquals(List.of(8), from(8));
  }

  @Test
  void prepare_afterTheTableChanged_seesIt() throws SQLException {
    from(1);
    try (var statement = connection.createStatement()) {
      statement.execute("ALTER TABLE shot ADD COLUMN backend TEXT");
      statement.execute("DELETE FROM shot WHERE id > 2");
    }

    assertEquals(List.of(1, 2), from(1));
  }

  @Test
  void prepare_manyDifferentWords_keepsTheLatest() throws SQLException {
    PreparedStatement first = closed(SELECT);
    for (int i = 0; i < 200; i++) {
      closed("SELECT " + i);
    }
    PreparedStatement latest = closed("SELECT 199");

    assertNotSame(first, connection.prepareStatement(SELECT));
    assertSame(latest, connection.prepareStatement("SELECT 199"));
  }

  @Test
  void transaction_statementWithOpenResultClosed_canCommit() throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setInt(1, 1);
      assertTrue(statement.executeQuery().next());
    }
    insert(9, "in a transaction");

    connection.commit();

    assertEquals(List.of(9), from(9));
  }

  @Test
  void close_withKeptStatements_closesTheDatabase() throws SQLException {
    PreparedStatement kept = closed(SELECT);

    connection.close();

    assertTrue(connection.isClosed());
    assertThrows(SQLException.class, kept::executeQuery);
    assertFalse(folder.resolve("jobs.db-wal").toFile().exists());
  }
}
