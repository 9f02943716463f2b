package dev.secondunit.job.sql;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to date with Flyway, once, however many processes start together. A database
 * that a newer program made is refused and left alone.
 */
final class SchemaMigration {
  /** The newest migration in this program; a test compares it with the files. */
  static final int LATEST = 6;

  private static final Object IN_THIS_PROCESS = new Object();

  private final Dialect dialect;
  private final Path lockFile;

  /**
   * @param lockFile what processes lock while they migrate, for a database that cannot lock itself;
   *     else null
   */
  SchemaMigration(Dialect dialect, Path lockFile) {
    this.dialect = dialect;
    this.lockFile = lockFile;
  }

  void run(DataSource source) {
    OptionalInt version = version(source);
    if (version.isPresent() && version.getAsInt() == LATEST) {
      return;
    }
    refuseNewer(version);
    synchronized (IN_THIS_PROCESS) {
      if (lockFile == null) {
        migrate(source);
        return;
      }
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid()) {
          migrate(source);
        }
      } catch (IOException e) {
        throw DatabaseFailures.of(e);
      }
    }
  }

  private void migrate(DataSource source) {
    refuseNewer(version(source));
    try {
      Flyway.configure()
          .dataSource(source)
          .locations(dialect.migrations())
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw DatabaseFailures.of(e);
    }
  }

  private static void refuseNewer(OptionalInt version) {
    if (version.isPresent() && version.getAsInt() > LATEST) {
      throw Failure.of(
              ErrorCode.DATABASE_UNAVAILABLE,
              "The job database has schema version "
                  + version.getAsInt()
                  + " and this program knows only up to "
                  + LATEST
                  + ". Nothing was changed.")
          .withHint("Start the newer program again, or point SECOND_UNIT_HOME elsewhere.")
          .asException();
    }
  }

  /** The newest applied migration, or empty for a database without a history. */
  private static OptionalInt version(DataSource source) {
    try (Connection connection = source.getConnection();
        ResultSet tables =
            connection.getMetaData().getTables(null, null, "flyway_schema_history", null)) {
      if (!tables.next()) {
        return OptionalInt.empty();
      }
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history"
                      + " WHERE success AND version IS NOT NULL")) {
        return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
      }
    } catch (SQLException e) {
      throw DatabaseFailures.of(e);
    }
  }
}
