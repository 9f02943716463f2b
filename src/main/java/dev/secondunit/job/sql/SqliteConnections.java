package dev.secondunit.job.sql;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * Connections to one SQLite file that keep the statements they have prepared. SQLite compiles a
 * statement each time it is prepared, its driver keeps none, and for our few and long statements
 * that took a quarter of a busy server's time.
 */
final class SqliteConnections extends SQLiteDataSource {
  private static final int STATEMENTS_KEPT = 64;

  private final Path file;

  SqliteConnections(SQLiteConfig config, Path file) {
    super(config);
    this.file = file;
    setUrl("jdbc:sqlite:" + file);
  }

  @Override
  public SQLiteConnection getConnection(String user, String password) throws SQLException {
    return new Keeping(getUrl(), file.toString(), getConfig().toProperties());
  }

  /** Used, like every connection of the driver, by one thread at a time. */
  private static final class Keeping extends JDBC4Connection {
    private final Map<String, Kept> idle = new LinkedHashMap<>(16, 0.75f, true);

    Keeping(String url, String file, Properties properties) throws SQLException {
      super(url, file, properties);
    }

    @Override
    public PreparedStatement prepareStatement(
        String sql, int type, int concurrency, int holdability) throws SQLException {
      checkOpen();
      checkCursor(type, concurrency, holdability);
      Kept kept = idle.remove(sql);
      return kept == null ? new Kept(this, sql) : kept.again();
    }

    private void keep(String sql, Kept statement) throws SQLException {
      Kept other = idle.put(sql, statement);
      if (other != null) {
        other.end();
      }
      if (idle.size() > STATEMENTS_KEPT) {
        Iterator<Kept> eldest = idle.values().iterator();
        Kept ended = eldest.next();
        eldest.remove();
        ended.end();
      }
    }

    @Override
    public void close() throws SQLException {
      for (Kept statement : idle.values()) {
        statement.end();
      }
      idle.clear();
      super.close();
    }
  }

  /** Closing it makes it ready for the next who prepares the same. */
  private static final class Kept extends JDBC4PreparedStatement {
    private final Keeping keeper;
    private final String text;
    private boolean inUse = true;

    Kept(Keeping keeper, String text) throws SQLException {
      super(keeper, text);
      this.keeper = keeper;
      this.text = text;
    }

    Kept again() {
      inUse = true;
      return this;
    }

    @Override
    public void close() throws SQLException {
      if (!inUse) {
        return;
      }
      inUse = false;
      // The driver has given up a statement after some errors.
      if (keeper.isClosed() || pointer.isClosed()) {
        end();
        return;
      }
      rs.close();
      clearParameters();
      clearBatch();
      setMaxRows(0);
      setFetchSize(0);
      setQueryTimeout(0);
      keeper.keep(text, this);
    }

    private void end() throws SQLException {
      super.close();
    }
  }
}
