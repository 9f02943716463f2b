package dev.secondunit.job.sql;

import dev.secondunit.failure.FailureJson;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.Route;
import dev.secondunit.job.Settlement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the row of a job, as a new one and at each change. */
final class JobWrites {
  private JobWrites() {}

  /** A new job, queued. */
  static void insert(Connection connection, NewJob job, Instant now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO job (id, kind, state, owner, session, backend, model, request, plan,"
                + " fingerprint, request_key, created_at, updated_at, queued_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      JobRows.set(
          statement,
          job.id(),
          job.kind(),
          JobState.QUEUED.word(),
          job.owner(),
          job.session(),
          job.backend(),
          job.model(),
          job.request(),
          job.plan(),
          job.fingerprint(),
          job.requestKey(),
          now,
          now,
          now);
      statement.executeUpdate();
    }
  }

  /** A place in a batch. */
  static void insertMember(Connection connection, String batchId, int position, String jobId)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO batch_member (batch_id, position, job_id) VALUES (?, ?, ?)")) {
      JobRows.set(statement, batchId, position, jobId);
      statement.executeUpdate();
    }
  }

  /** Makes a guarded change; false when the job stands elsewhere by now. */
  static boolean update(Connection connection, JobChange change, Instant now) throws SQLException {
    boolean anew = change.to() == JobState.QUEUED;
    boolean takenUp = anew || change.to() == JobState.SUBMITTING;
    String states =
        change.from().stream()
            .map(state -> "'" + state.word() + "'")
            .collect(Collectors.joining(", "));
    String sql =
        "UPDATE job SET state = ?, failure = ?, progress_message = ?, updated_at = ?,"
            + " vendor_reference = "
            + (anew ? "?" : "COALESCE(?, vendor_reference)")
            + ", outcome = "
            + (anew ? "?" : "COALESCE(?, outcome)")
            + ", result = COALESCE(?, result), progress = ?, finished_at = ?, poll_failures = ?,"
            + " attempt = attempt + ?,"
            + (change.leavesAttemptUnknown()
                ? " unknown_attempts = COALESCE(unknown_attempts || ',', '') || attempt,"
                : "")
            + (takenUp
                ? " queued_at = CASE WHEN state IN ('failed', 'submit_unknown') THEN ?"
                    + " ELSE queued_at END,"
                : "")
            + (change.beginsAttempt() ? " submitted_at = ?," : "")
            + (change.isRefused() ? " refused_since = COALESCE(refused_since, ?)," : "")
            + (change.takesUpAgain() ? " refused_since = NULL," : "")
            + " cancel_requested = CASE WHEN state IN ('failed', 'submit_unknown') THEN 0"
            + " ELSE cancel_requested END WHERE id = ? AND state IN ("
            + states
            + ")"
            + (change.expectedAttempt() == null ? "" : " AND attempt = ?")
            + (change.leftRoute() == null ? "" : " AND backend = ? AND model = ?");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      JobRows.set(
          statement,
          change.to().word(),
          change.failure() == null ? null : FailureJson.write(change.failure()),
          change.progressMessage(),
          now,
          change.vendorReference(),
          change.outcome(),
          change.result());
      JobRows.setNumber(statement, 8, change.progress());
      JobRows.setNumber(statement, 9, change.to().terminal() ? now.toEpochMilli() : null);
      statement.setInt(10, change.pollFailures());
      statement.setInt(11, change.beginsAttempt() ? 1 : 0);
      int next = 12;
      if (takenUp) {
        statement.setLong(next++, now.toEpochMilli());
      }
      if (change.beginsAttempt()) {
        statement.setLong(next++, now.toEpochMilli());
      }
      if (change.isRefused()) {
        statement.setLong(next++, now.toEpochMilli());
      }
      statement.setString(next++, change.jobId());
      if (change.expectedAttempt() != null) {
        statement.setInt(next++, change.expectedAttempt());
      }
      if (change.leftRoute() != null) {
        statement.setString(next++, change.leftRoute().backend());
        statement.setString(next, change.leftRoute().model());
      }
      int count = statement.executeUpdate();
      if (count > 1) {
        throw new IllegalStateException(count + " rows have the id " + change.jobId());
      }
      return count == 1;
    }
  }

  /** Does with the money of a changed job what the change says. */
  static void settle(Connection connection, JobChange change, Instant now) throws SQLException {
    if (change.settlement() instanceof Settlement.Reserve reserve) {
      LedgerEntries.reserveAgain(connection, change.jobId(), reserve.caps(), now);
      return;
    }
    if (change.settlement() instanceof Settlement.Rebook anew) {
      LedgerEntries.rebook(connection, change.jobId(), anew, now);
      return;
    }
    Settlement settlement = change.settlement();
    if (settlement instanceof Settlement.Reclaim reclaim) {
      boolean boughtAnew =
          LateAnswers.forget(connection, change.jobId(), change.expectedAttempt(), null);
      boolean unknown = change.from().equals(Set.of(JobState.SUBMIT_UNKNOWN));
      LedgerEntries.reclaim(connection, change.jobId(), boughtAnew, unknown, now);
      settlement = reclaim.then();
    }
    LedgerEntries.settle(connection, change.jobId(), settlement, change.to().terminal(), now);
  }

  /** Puts a job on another way, where it waits from now on. */
  static void reroute(Connection connection, JobChange change, Instant now) throws SQLException {
    Route route = change.route();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE job SET backend = ?, model = ?, request = ?, plan = ?, queued_at = ?,"
                + " refused_since = NULL WHERE id = ?")) {
      JobRows.set(
          statement,
          route.backend(),
          route.model(),
          route.request(),
          route.plan(),
          now,
          change.jobId());
      statement.executeUpdate();
    }
  }
}
