package dev.secondunit.crash;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What a dead server's database says, read from the file itself. */
final class Stored {
  private Stored() {}

  /**
   * A job's row.
   *
   * @param key the order's key
   * @param attempts how many creates were begun
   */
  record Row(
      String id,
      String key,
      String state,
      int attempts,
      String backend,
      JsonNode plan,
      JsonNode failure,
      JsonNode outcome,
      JsonNode result) {
    boolean terminal() {
      return !List.of("queued", "submitting", "running", "downloading").contains(state);
    }
  }

  /** A ledger entry in micro-dollars; {@code settled} is null while unknown. */
  record Entry(String jobId, int sequence, String state, long reserved, Long settled) {
    /** Whether nobody knew the price and no bill said it. */
    boolean withoutAmount() {
      return reserved == 0 && settled == null;
    }
  }

  /** What jobs say of themselves, by id; nothing of those that are silent. */
  static Map<String, String> messages(Path database) throws SQLException {
    Map<String, String> messages = new HashMap<>();
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT id, progress_message FROM job WHERE progress_message IS NOT NULL")) {
      while (result.next()) {
        messages.put(result.getString(1), result.getString(2));
      }
    }
    return messages;
  }

  static List<Row> jobs(Path database) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM job ORDER BY id")) {
      while (result.next()) {
        String key = result.getString("request_key");
        rows.add(
            new Row(
                result.getString("id"),
                key == null ? "" : key.substring(0, key.indexOf('#')),
                result.getString("state"),
                result.getInt("attempt"),
                result.getString("backend"),
                json(result.getString("plan")),
                json(result.getString("failure")),
                json(result.getString("outcome")),
                json(result.getString("result"))));
      }
    }
    return rows;
  }

  static List<Entry> ledger(Path database) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT * FROM ledger_entry ORDER BY job_id, sequence")) {
      while (result.next()) {
        long settled = result.getLong("settled");
        Long known = result.wasNull() ? null : (Long) settled;
        entries.add(
            new Entry(
                result.getString("job_id"),
                result.getInt("sequence"),
                result.getString("state"),
                result.getLong("reserved"),
                known));
      }
    }
    return entries;
  }

  /** What counts as spent, by scope. */
  static Map<String, Long> spending(Path database) throws SQLException {
    Map<String, Long> spending = new HashMap<>();
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT scope, amount FROM spending")) {
      while (result.next()) {
        spending.put(result.getString(1), result.getLong(2));
      }
    }
    return spending;
  }

  /** How many steps are scheduled that belong to no unfinished job, or are held by nobody alive. */
  static int scheduledSteps(Path database) throws SQLException {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM scheduled_tasks")) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  /** Whether the file is a whole database. */
  static String integrity(Path database) throws SQLException {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      return result.next() ? result.getString(1) : "no answer";
    }
  }

  private static Connection open(Path database) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + database);
  }

  private static JsonNode json(String text) {
    return text == null ? MissingNode.getInstance() : JsonMapper.shared().readTree(text);
  }
}
