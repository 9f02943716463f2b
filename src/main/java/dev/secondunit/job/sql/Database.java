package dev.secondunit.job.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.sqlite.SQLiteConfig;

/**
 * An open database: pools of connections, migrated to the schema of this program. Opening does I/O
 * and may wait for another process that migrates.
 *
 * <p>SQLite runs in WAL mode with {@code synchronous=NORMAL} and syncs the log itself, so that one
 * sync serves many commits (see {@link WriteAheadLog}): a change that was told to a caller survives
 * a crash of the program and of the machine.
 */
public final class Database implements AutoCloseable {
  private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

  /** Longer than the database itself waits, so that its own word is heard. */
  private static final Duration LONGEST_WAIT = BUSY_TIMEOUT.plusSeconds(5);

  private static final int READERS = 4;

  /** Of a connection, as far as it is used: ten thousand open jobs do not fit the usual two. */
  private static final int CACHE_KIBIBYTES = 8 << 10;

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** For progress, which is not announced, and in case the announcing connection is lost. */
  private static final Duration LOOK_EVERY_WITH_NOTICES = Duration.ofSeconds(1);

  private final Dialect dialect;
  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final Transactions transactions;
  private final PostgresqlNotices notices;

  private Database(
      Dialect dialect,
      HikariDataSource writers,
      HikariDataSource readers,
      PostgresqlNotices notices) {
    this.dialect = dialect;
    this.notices = notices;
    this.writers = writers;
    this.readers = readers;
    this.transactions =
        new Transactions(dialect, new Writers(writers, dialect.writers(), LONGEST_WAIT), readers);
  }

  /**
   * Opens, or creates, the SQLite database in a file.
   *
   * @throws FailureException {@code database_unavailable} when it is damaged, locked for long or
   *     newer than this program; {@code storage_failed} when the folder cannot be written
   */
  public static Database sqlite(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
                  ErrorCode.STORAGE_FAILED,
                  "The data folder " + folder + " cannot be created: " + e.getMessage() + ".")
              .withHint("Point SECOND_UNIT_HOME at a folder that can be written."),
          e);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
    config.setGetGeneratedKeys(false);
    config.setCacheSize(-CACHE_KIBIBYTES);
    SqliteConnections source = new SqliteConnections(config, file.toAbsolutePath());
    SqliteDialect dialect = new SqliteDialect(file.toAbsolutePath());
    return open(
        dialect,
        pool("writers", dialect.writers(), source),
        pool("readers", READERS, source),
        new SchemaMigration(dialect, file.resolveSibling(file.getFileName() + ".migrating")),
        null);
  }

  /** Opens a PostgreSQL database by its JDBC URL, user and password included. */
  public static Database postgresql(String url) {
    org.postgresql.ds.PGSimpleDataSource source = new org.postgresql.ds.PGSimpleDataSource();
    source.setUrl(url);
    PostgresqlDialect dialect = new PostgresqlDialect();
    return open(
        dialect,
        pool("writers", dialect.writers(), source),
        pool("readers", READERS, source),
        new SchemaMigration(dialect, null),
        new PostgresqlNotices(source));
  }

  private static Database open(
      Dialect dialect,
      HikariDataSource writers,
      HikariDataSource readers,
      SchemaMigration migration,
      PostgresqlNotices notices) {
    Database database = new Database(dialect, writers, readers, notices);
    try {
      migration.run(writers);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static HikariDataSource pool(String name, int size, javax.sql.DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("second-unit-" + name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(LONGEST_WAIT.toMillis());
    config.setIdleTimeout(Duration.ofMinutes(10).toMillis());
    config.setMaxLifetime(0);
    return new HikariDataSource(config);
  }

  Dialect dialect() {
    return dialect;
  }

  Transactions transactions() {
    return transactions;
  }

  /**
   * How soon a change that another process made should be looked for: the longer where this
   * database tells of it.
   */
  public Duration lookEvery() {
    return notices == null ? LOOK_EVERY : LOOK_EVERY_WITH_NOTICES;
  }

  /** Tells of jobs that ended through other processes, where the database can. */
  void onEnded(Consumer<String> listener) {
    if (notices != null) {
      notices.listen(listener);
    }
  }

  @Override
  public void close() {
    if (notices != null) {
      notices.close();
    }
    writers.close();
    readers.close();
  }
}
