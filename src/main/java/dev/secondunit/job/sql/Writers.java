package dev.secondunit.job.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The connections that write, of which SQLite has one. The steps of jobs stand in line for it, and
 * only as many of them as there are connections ask the pool; so a call that somebody waits for
 * stands behind one step, not behind all of them.
 *
 * <p>Safe for many threads.
 */
final class Writers {
  private final HikariDataSource pool;
  private final Duration patience;
  private final Semaphore line;

  /**
   * @param size how many connections the pool has
   * @param patience how long a step stands in line before it is told that there is no connection
   */
  Writers(HikariDataSource pool, int size, Duration patience) {
    this.pool = pool;
    this.patience = patience;
    this.line = new Semaphore(size, true);
  }

  /** A connection that is held until it is given back. */
  static final class Held implements AutoCloseable {
    private final Connection connection;
    private final Runnable leave;

    private Held(Connection connection, Runnable leave) {
      this.connection = connection;
      this.leave = leave;
    }

    Connection connection() {
      return connection;
    }

    /** Gives it back; once. */
    @Override
    public void close() throws SQLException {
      try {
        connection.close();
      } finally {
        leave.run();
      }
    }
  }

  /** Settings of the pool, for whoever asks a data source for them. */
  HikariDataSource pool() {
    return pool;
  }

  /** A connection for a call that somebody waits for. */
  Held next() throws SQLException {
    return new Held(pool.getConnection(), () -> {});
  }

  /** A connection in the order of asking. */
  Held inLine() throws SQLException {
    standInLine();
    try {
      return new Held(pool.getConnection(), line::release);
    } catch (SQLException | RuntimeException e) {
      line.release();
      throw e;
    }
  }

  private void standInLine() throws SQLException {
    try {
      if (!line.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLTransientConnectionException(
            "no writing connection became free within " + patience.toSeconds() + " seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for a writing connection", e);
    }
  }

  /** Closes a connection that no longer knows where it stands, instead of keeping it. */
  void discard(Connection connection) {
    pool.evictConnection(connection);
  }
}
