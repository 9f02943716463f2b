package dev.secondunit.job.sql;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** Says what a database error means for the caller and what to do about it. */
final class DatabaseFailures {
  private DatabaseFailures() {}

  /** Nothing was changed when a transaction fails, so nothing was charged. */
  static FailureException of(Exception cause) {
    return new FailureException(failure(cause), cause);
  }

  /** A commit that may not survive a power cut: it stands now, and nothing more can be promised. */
  static FailureException notOnDisk(IOException cause) {
    return new FailureException(
        Failure.of(
                ErrorCode.STORAGE_FAILED,
                "The disk of the job database failed while a change was brought to it: "
                    + cause.getMessage()
                    + ".")
            .withHint(
                "Look at get_jobs before asking again: the change may stand. See to the disk of"
                    + " SECOND_UNIT_HOME, then start the server anew: it goes on from what is"
                    + " on the disk."),
        cause);
  }

  private static Failure failure(Exception cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof SQLiteException sqlite) {
        return failure(sqlite);
      }
    }
    String words = cause.getMessage();
    if (cause instanceof SQLException sql && sql.getSQLState() != null) {
      words = words + " (SQL state " + sql.getSQLState() + ")";
    }
    return Failure.of(
            ErrorCode.DATABASE_UNAVAILABLE, "The job database did not answer: " + words + ".")
        .withHint("Check SECOND_UNIT_DB_URL and that the database server runs.")
        .withRetryAfter(5);
  }

  private static Failure failure(SQLiteException cause) {
    return switch (cause.getResultCode()) {
      case SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC ->
          Failure.of(
                  ErrorCode.STORAGE_FAILED,
                  "The job database cannot be written: the disk is full or failing. Nothing was"
                      + " changed.")
              .withHint("Free some space in SECOND_UNIT_HOME.");
      case SQLITE_READONLY, SQLITE_READONLY_DIRECTORY, SQLITE_READONLY_DBMOVED, SQLITE_CANTOPEN ->
          Failure.of(
                  ErrorCode.STORAGE_FAILED,
                  "The job database cannot be written: the file or its folder is read-only.")
              .withHint("Point SECOND_UNIT_HOME at a folder that can be written.");
      case SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_TIMEOUT, SQLITE_LOCKED ->
          Failure.of(
                  ErrorCode.DATABASE_UNAVAILABLE,
                  "The job database is locked by another program. Nothing was changed.")
              .withRetryAfter(2);
      case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB, SQLITE_CORRUPT_INDEX ->
          Failure.of(
                  ErrorCode.DATABASE_UNAVAILABLE,
                  "The job database is damaged or not a database: " + cause.getMessage() + ".")
              .withHint(
                  "Keep the file, move it aside together with its -wal and -shm files, and start"
                      + " again; finished media and their sidecars are not affected.");
      default ->
          Failure.of(
              ErrorCode.DATABASE_UNAVAILABLE,
              "The job database reported " + cause.getResultCode() + ": " + cause.getMessage());
    };
  }
}
