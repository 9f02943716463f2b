package dev.secondunit.job.sql;

import dev.secondunit.job.Pruning;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Pruning in SQL. Each removal is one transaction. */
public final class SqlPruning implements Pruning {
  private static final String OVER = "state IN ('succeeded', 'failed', 'cancelled', 'expired')";

  private final Database database;
  private final Transactions transactions;

  public SqlPruning(Database database) {
    this.database = database;
    this.transactions = database.transactions();
  }

  @Override
  public List<Ended> endedBefore(Instant moment, Ended after, int limit) {
    long finished = after == null ? Long.MIN_VALUE : after.finishedAt().toEpochMilli();
    String id = after == null ? "" : after.jobId();
    return transactions.read(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, backend, model, finished_at,"
                      + " (SELECT COALESCE(SUM(CASE WHEN ledger_entry.state = 'released' THEN 0"
                      + "   ELSE COALESCE(settled, reserved) END), 0) FROM ledger_entry"
                      + "   WHERE ledger_entry.job_id = job.id) AS spent,"
                      + " EXISTS (SELECT 1 FROM ledger_entry WHERE ledger_entry.job_id = job.id"
                      + "   AND ledger_entry.state <> 'released') AS paid,"
                      + " EXISTS (SELECT 1 FROM ledger_entry WHERE ledger_entry.job_id = job.id"
                      + "   AND ledger_entry.state <> 'released' AND settled IS NULL"
                      + "   AND reserved = 0) AS price_unknown"
                      + " FROM job WHERE "
                      + OVER
                      + " AND finished_at < ? AND (finished_at > ? OR finished_at = ? AND id > ?)"
                      + " ORDER BY finished_at, id LIMIT ?")) {
            JobRows.set(statement, moment, (Long) finished, (Long) finished, id, limit);
            try (ResultSet rows = statement.executeQuery()) {
              List<Ended> ended = new ArrayList<>();
              while (rows.next()) {
                ended.add(
                    new Ended(
                        rows.getString("id"),
                        rows.getString("backend"),
                        rows.getString("model"),
                        JobRows.instant(rows, "finished_at"),
                        rows.getBoolean("paid"),
                        rows.getBoolean("price_unknown")
                            ? null
                            : new UsdAmount(rows.getLong("spent"))));
              }
              return ended;
            }
          }
        });
  }

  @Override
  public boolean remove(String jobId) {
    return transactions.write(
        connection -> {
          // Its row is locked first, so that nobody takes it up again meanwhile.
          if (!isOver(connection, jobId)) {
            return false;
          }
          delete(connection, "DELETE FROM batch_member WHERE job_id = ?", jobId);
          delete(connection, "DELETE FROM document WHERE job_id = ?", jobId);
          return delete(connection, "DELETE FROM job WHERE id = ? AND " + OVER, jobId) == 1;
        });
  }

  private boolean isOver(Connection connection, String jobId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(database.dialect().selectForUpdate("state", "job", "id"))) {
      JobRows.set(statement, jobId);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && OVER.contains("'" + rows.getString(1) + "'");
      }
    }
  }

  private static int delete(Connection connection, String sql, String jobId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      JobRows.set(statement, jobId);
      return statement.executeUpdate();
    }
  }
}
