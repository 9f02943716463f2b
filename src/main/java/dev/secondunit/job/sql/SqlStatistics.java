package dev.secondunit.job.sql;

import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStatistics;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Statistics in SQL. */
public final class SqlStatistics implements JobStatistics {
  private final Dialect dialect;
  private final Transactions transactions;
  private final Clock clock;

  public SqlStatistics(Database database, Clock clock) {
    this.dialect = database.dialect();
    this.transactions = database.transactions();
    this.clock = clock;
  }

  @Override
  public List<Count> jobs() {
    return transactions.read(
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement(
                      "SELECT state, backend, COUNT(*) AS jobs FROM job GROUP BY state, backend"
                          + " ORDER BY state, backend");
              ResultSet rows = statement.executeQuery()) {
            List<Count> counts = new ArrayList<>();
            while (rows.next()) {
              long jobs = rows.getLong("jobs");
              String backend = rows.getString("backend");
              JobState.of(rows.getString("state"))
                  .ifPresent(state -> counts.add(new Count(state, backend, jobs)));
            }
            return counts;
          }
        });
  }

  @Override
  public Queue queue() {
    Instant now = clock.instant();
    return transactions.read(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT COUNT(*) AS scheduled,"
                      + " COUNT(CASE WHEN execution_time <= ? THEN 1 END) AS due,"
                      + " MIN(CASE WHEN execution_time <= ? THEN execution_time END) AS oldest"
                      + " FROM scheduled_tasks WHERE task_name = ? AND picked = ?")) {
            dialect.schedulerCustomization().setInstant(statement, 1, now);
            dialect.schedulerCustomization().setInstant(statement, 2, now);
            statement.setString(3, DurableSchedule.TASK);
            statement.setBoolean(4, false);
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return new Queue(
                  row.getLong("scheduled"),
                  row.getLong("due"),
                  dialect.schedulerCustomization().getInstant(row, "oldest"));
            }
          }
        });
  }
}
