package dev.secondunit.job.sql;

import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Runs units of work on a connection. Whatever asks {@link #dataSource()} for a connection while
 * the same thread is inside {@link #write} gets that transaction's connection: so db-scheduler's
 * rows become durable together with ours.
 */
final class Transactions {
  private final Dialect dialect;
  private final Writers writers;
  private final DataSource readers;
  private final ThreadLocal<Unit> current = new ThreadLocal<>();
  private final DataSource joining = new JoiningDataSource();

  Transactions(Dialect dialect, Writers writers, DataSource readers) {
    this.dialect = dialect;
    this.writers = writers;
    this.readers = readers;
  }

  /** Something done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  private record Unit(Connection connection, List<Runnable> afterCommit) {}

  /**
   * Runs the work in one transaction, which survives a power cut once this returns; joins the one
   * of this thread when there is one.
   */
  <T> T write(Work<T> work) {
    return write(work, writers::inLine, true);
  }

  /** The same for what somebody waits for: it goes before the steps of jobs that wait to write. */
  <T> T writeNext(Work<T> work) {
    return write(work, writers::next, true);
  }

  /**
   * The same for what may be lost in a power cut, together with whatever was committed after it:
   * news of a vendor's progress, and the schedule, whose loss costs an early step.
   */
  <T> T writeSoon(Work<T> work) {
    return write(work, writers::inLine, false);
  }

  @FunctionalInterface
  private interface Entrance {
    Writers.Held enter() throws SQLException;
  }

  private <T> T write(Work<T> work, Entrance entrance, boolean durable) {
    Unit outer = current.get();
    try {
      if (outer != null) {
        return work.with(outer.connection());
      }
      return inNewTransaction(work, entrance, durable);
    } catch (SQLException | SQLRuntimeException e) {
      throw DatabaseFailures.of(e);
    }
  }

  private <T> T inNewTransaction(Work<T> work, Entrance entrance, boolean durable)
      throws SQLException {
    List<Runnable> afterCommit = new ArrayList<>();
    T result;
    try (Writers.Held held = entrance.enter()) {
      Connection connection = held.connection();
      connection.setAutoCommit(false);
      current.set(new Unit(connection, afterCommit));
      try {
        result = work.with(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      } finally {
        current.remove();
      }
    }
    if (durable) {
      awaitDisk();
    }
    afterCommit.forEach(Runnable::run);
    return result;
  }

  private void awaitDisk() {
    try {
      dialect.awaitDisk();
    } catch (IOException e) {
      throw DatabaseFailures.notOnDisk(e);
    }
  }

  /**
   * A full disk has ended the transaction already: what went wrong first is what is told, and the
   * connection, which no longer knows where it stands, is not used again.
   */
  private void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
      writers.discard(connection);
    }
  }

  /** Runs the work on a reading connection, outside any transaction of its own. */
  <T> T read(Work<T> work) {
    Unit unit = current.get();
    try {
      if (unit != null) {
        return work.with(unit.connection());
      }
      try (Connection connection = readers.getConnection()) {
        return work.with(connection);
      }
    } catch (SQLException e) {
      throw DatabaseFailures.of(e);
    }
  }

  /**
   * Runs something once the transaction of this thread is on disk, or at once when there is none.
   */
  void afterCommit(Runnable action) {
    Unit unit = current.get();
    if (unit == null) {
      action.run();
    } else {
      unit.afterCommit().add(action);
    }
  }

  /** Connections that join the transaction of the thread that asks. */
  DataSource dataSource() {
    return joining;
  }

  private final class JoiningDataSource implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
      Unit unit = current.get();
      if (unit != null) {
        return closing(unit.connection(), () -> {});
      }
      Writers.Held held = writers.inLine();
      return closing(held.connection(), held);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }

    /** The connection, with something else done when it is closed. */
    private Connection closing(Connection connection, AutoCloseable close) {
      AtomicBoolean open = new AtomicBoolean(true);
      return (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("close")) {
                  if (open.getAndSet(false)) {
                    close.close();
                  }
                  return null;
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      return writers.pool().getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
      writers.pool().setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
      writers.pool().setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
      return writers.pool().getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getLogger(Logger.GLOBAL_LOGGER_NAME);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      return writers.pool().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
      return writers.pool().isWrapperFor(type);
    }
  }
}
