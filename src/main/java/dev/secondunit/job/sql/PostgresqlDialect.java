package dev.secondunit.job.sql;

import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** PostgreSQL: many writers, serialised by key where that matters with advisory locks. */
final class PostgresqlDialect implements Dialect {
  @Override
  public String migrations() {
    return "classpath:db/migration/postgresql";
  }

  @Override
  public JdbcCustomization schedulerCustomization() {
    return new PostgreSqlJdbcCustomization(false, false);
  }

  /**
   * Rows are locked as they are found, so that nodes do not race for them; never more than there
   * are free threads, since a step that waits in memory here could not be taken by another node.
   */
  @Override
  public void polling(SchedulerBuilder builder) {
    builder.pollUsingLockAndFetch(0.5, 1.0);
  }

  @Override
  public void lock(Connection connection, String key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      statement.setString(1, key);
      statement.execute();
    }
  }

  @Override
  public int writers() {
    return 8;
  }

  @Override
  public String selectForUpdate(String column, String table, String key) {
    return "SELECT " + column + " FROM " + table + " WHERE " + key + " = ? FOR UPDATE";
  }

  @Override
  public void announceEnded(Connection connection, String jobId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
      statement.setString(1, PostgresqlNotices.CHANNEL);
      statement.setString(2, jobId);
      statement.execute();
    }
  }

  @Override
  public void awaitDisk() {
    // The server answers a commit when it is on disk; that is its own default, not changed here.
  }
}
