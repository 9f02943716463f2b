package dev.secondunit.job.sql;

import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;

/**
 * SQLite admits one writer at a time, so this process has one writing connection: its threads queue
 * for it fairly in memory instead of polling the file lock. Other processes are waited for by
 * {@code busy_timeout}.
 */
final class SqliteDialect implements Dialect {
  private final WriteAheadLog log;

  SqliteDialect(Path file) {
    this.log = new WriteAheadLog(file);
  }

  @Override
  public String migrations() {
    return "classpath:db/migration/sqlite";
  }

  @Override
  public JdbcCustomization schedulerCustomization() {
    return new SqliteJdbcCustomization();
  }

  @Override
  public void polling(SchedulerBuilder builder) {
    builder.pollUsingFetch(0.5, 3.0);
  }

  @Override
  public void lock(Connection connection, String key) {
    // A write transaction begins with BEGIN IMMEDIATE and already excludes every other one.
  }

  @Override
  public int writers() {
    return 1;
  }

  @Override
  public String selectForUpdate(String column, String table, String key) {
    return "SELECT " + column + " FROM " + table + " WHERE " + key + " = ?";
  }

  @Override
  public void announceEnded(Connection connection, String jobId) {
    // SQLite tells nobody; whoever waits looks again.
  }

  @Override
  public void awaitDisk() throws IOException {
    log.sync();
  }
}
