package dev.secondunit.job.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears which jobs ended through other processes, by {@code LISTEN} on a connection of its own. It
 * begins with the first listener. When the connection is lost, it is made anew and the listeners
 * are told that any job may have changed; news is a hint, the rows are the truth.
 */
final class PostgresqlNotices implements AutoCloseable {
  static final String CHANNEL = "second_unit_job_ended";

  /** Also how long closing may take to be noticed by a driver that does not notice by itself. */
  private static final int LISTEN_MILLIS = 5_000;

  private static final int RECONNECT_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(PostgresqlNotices.class);

  private final DataSource source;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private Thread thread;
  private Connection listening;
  private boolean closed;

  PostgresqlNotices(DataSource source) {
    this.source = source;
  }

  /**
   * @param listener told ids on the thread of this object; null means that any job may have ended
   */
  synchronized void listen(Consumer<String> listener) {
    listeners.add(listener);
    if (thread == null && !closed) {
      thread = new Thread(this::run, "job-notices");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void run() {
    while (!isClosed()) {
      try (Connection connection = source.getConnection()) {
        if (begin(connection)) {
          hear(connection);
        }
      } catch (SQLException e) {
        if (!isClosed()) {
          LOG.warn("the database tells of no ended jobs just now: {}", e.getMessage());
          pause();
        }
      } catch (RuntimeException e) {
        LOG.error("a listener to ended jobs failed", e);
        pause();
      }
    }
  }

  /** Returns false when it was closed meanwhile. */
  private boolean begin(Connection connection) throws SQLException {
    synchronized (this) {
      if (closed) {
        return false;
      }
      listening = connection;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
    }
    tell(null);
    return true;
  }

  private void hear(Connection connection) throws SQLException {
    PGConnection notified = connection.unwrap(PGConnection.class);
    while (!isClosed()) {
      PGNotification[] news = notified.getNotifications(LISTEN_MILLIS);
      if (news == null || news.length == 0) {
        insistOnLife(connection);
        continue;
      }
      for (PGNotification each : news) {
        tell(each.getParameter());
      }
    }
  }

  /** A connection that a firewall forgot is silent for ever. */
  private static void insistOnLife(Connection connection) throws SQLException {
    if (!connection.isValid(LISTEN_MILLIS / 1_000)) {
      throw new SQLException("the connection is dead");
    }
  }

  private void tell(String jobId) {
    listeners.forEach(listener -> listener.accept(jobId));
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void pause() {
    try {
      wait(RECONNECT_MILLIS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    Connection open;
    synchronized (this) {
      closed = true;
      open = listening;
      notifyAll();
    }
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("the listening connection did not close cleanly", e);
      }
    }
  }
}
