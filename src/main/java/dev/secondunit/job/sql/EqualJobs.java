package dev.secondunit.job.sql;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.Job;
import dev.secondunit.job.NewJob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Finds the job that a new one would only repeat: by the caller's own key, or by what is asked. */
final class EqualJobs {
  /** The equal job of an owner; one whose fate is open or that may have been billed counts too. */
  static final String SAME_REQUEST =
      JobRows.SELECT
          + "WHERE job.owner = ? AND job.fingerprint = ? AND (job.created_at >= ?"
          + " OR job.state IN ('queued', 'submitting', 'running', 'downloading',"
          + " 'submit_unknown'))"
          + " AND job.request_key IS NULL"
          + " AND (job.state NOT IN ('failed', 'cancelled', 'expired')"
          + " OR EXISTS (SELECT 1 FROM ledger_entry WHERE ledger_entry.job_id = job.id"
          + " AND ledger_entry.state <> 'released'))"
          + " ORDER BY job.created_at DESC, job.id DESC LIMIT 1";

  private final Dialect dialect;
  private final JobRows rows;

  EqualJobs(Dialect dialect, JobRows rows) {
    this.dialect = dialect;
    this.rows = rows;
  }

  /** The job that stands for this one already; changes nothing. */
  Optional<Job> find(Connection connection, NewJob job, Instant now) throws SQLException {
    if (job.requestKey() == null) {
      return sameRequest(connection, job, now);
    }
    Optional<Job> same = sameKey(connection, job);
    return same.isPresent() && sameFingerprint(connection, same.get().id(), job.fingerprint())
        ? same
        : Optional.empty();
  }

  /**
   * The same, and until the transaction ends no other one makes such a job.
   *
   * @throws dev.secondunit.failure.FailureException {@code conflicting_arguments} when the key was
   *     used for something else
   */
  Optional<Job> findLocking(Connection connection, NewJob job, Instant now) throws SQLException {
    if (job.requestKey() != null) {
      dialect.lock(connection, "request_key:" + job.owner() + ":" + job.requestKey());
      Optional<Job> equal = sameKey(connection, job);
      if (equal.isPresent() && !sameFingerprint(connection, equal.get().id(), job.fingerprint())) {
        throw Failure.of(
                ErrorCode.CONFLICTING_ARGUMENTS,
                "The request_key was used for a different request, job " + equal.get().id() + ".")
            .withField("request_key", job.requestKey())
            .withJobId(equal.get().id())
            .withHint("Use a new request_key for a new request, or get_jobs for the old one.")
            .asException();
      }
      return equal;
    }
    if (!job.deduplicateWithin().isZero()) {
      dialect.lock(connection, "fingerprint:" + job.owner() + ":" + job.fingerprint());
    }
    return sameRequest(connection, job, now);
  }

  private Optional<Job> sameKey(Connection connection, NewJob job) throws SQLException {
    return rows
        .all(
            connection,
            JobRows.SELECT + "WHERE job.owner = ? AND job.request_key = ?",
            job.owner(),
            job.requestKey())
        .stream()
        .findFirst();
  }

  private Optional<Job> sameRequest(Connection connection, NewJob job, Instant now)
      throws SQLException {
    if (job.deduplicateWithin().isZero()) {
      return Optional.empty();
    }
    return rows
        .all(
            connection,
            SAME_REQUEST,
            job.owner(),
            job.fingerprint(),
            now.minus(job.deduplicateWithin()))
        .stream()
        .findFirst();
  }

  private static boolean sameFingerprint(Connection connection, String id, String fingerprint)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT fingerprint FROM job WHERE id = ?")) {
      JobRows.set(statement, id);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && fingerprint.equals(result.getString(1));
      }
    }
  }
}
