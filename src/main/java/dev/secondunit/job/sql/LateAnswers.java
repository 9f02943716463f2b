package dev.secondunit.job.sql;

import dev.secondunit.job.LateAnswer;
import dev.secondunit.job.PastAttempt;
import dev.secondunit.job.PastAttempts;
import dev.secondunit.job.Route;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of answers that came after their job had gone on. Inside the caller's transaction. */
final class LateAnswers {
  private LateAnswers() {}

  /**
   * Writes the new job beside the old one, into the same batches.
   *
   * @return whether money may be kept with the old job for this very attempt; what is kept there as
   *     unknown belongs to another one where this one was never given up
   */
  static boolean insert(Connection connection, Dialect dialect, LateAnswer answer, Instant now)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(dialect.selectForUpdate("state", "job", "id"))) {
      statement.setString(1, answer.jobId());
      statement.executeQuery().close();
    }
    boolean present = isPresent(connection, answer);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO job (id, kind, state, owner, session, backend, model, request, plan,"
                + " fingerprint, attempt, vendor_reference, outcome, created_at, submitted_at,"
                + " updated_at, queued_at, late_answer_of) SELECT ?, kind, ?, owner, session,"
                + " ?, ?, ?, ?, fingerprint, 1, ?, ?, ?, ?, ?, ?, id FROM job"
                + " WHERE id = ?")) {
      Route route = answer.route();
      JobRows.set(
          statement,
          answer.newJobId(),
          answer.state().word(),
          route.backend(),
          route.model(),
          route.request(),
          route.plan(),
          answer.vendorReference(),
          answer.outcome(),
          now,
          now,
          now,
          now,
          answer.jobId());
      if (statement.executeUpdate() != 1) {
        throw new IllegalStateException("no job has the id " + answer.jobId());
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE job SET late_job = ? WHERE id = ?")) {
      JobRows.set(statement, answer.newJobId(), answer.jobId());
      statement.executeUpdate();
    }
    joinBatches(connection, answer);
    Late late = new Late(answer.newJobId(), answer.route());
    return forget(connection, answer.jobId(), answer.attempt(), late) || present;
  }

  /** Whether no attempt was begun, and none answered, since this one. */
  private static boolean isPresent(Connection connection, LateAnswer answer) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT 1 FROM job WHERE id = ? AND attempt = ? AND vendor_reference IS NULL")) {
      JobRows.set(statement, answer.jobId());
      statement.setInt(2, answer.attempt());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void joinBatches(Connection connection, LateAnswer answer) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO batch_member (batch_id, position, job_id) SELECT member.batch_id,"
                + " (SELECT MAX(position) + 1 FROM batch_member"
                + "   WHERE batch_member.batch_id = member.batch_id), ?"
                + " FROM batch_member AS member WHERE member.job_id = ?"
                + " GROUP BY member.batch_id")) {
      JobRows.set(statement, answer.newJobId(), answer.jobId());
      statement.executeUpdate();
    }
  }

  /**
   * Takes an attempt off the unknown ones, and off those the job has gone on from.
   *
   * @param late the job that its answer became, or null when it is the present attempt again
   * @return whether it was one of the unknown ones
   */
  static boolean forget(Connection connection, String jobId, int attempt, Late late)
      throws SQLException {
    String before;
    PastAttempts past;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT unknown_attempts, past_attempts FROM job WHERE id = ?")) {
      JobRows.set(statement, jobId);
      try (ResultSet row = statement.executeQuery()) {
        boolean found = row.next();
        before = found ? row.getString(1) : null;
        past = PastAttemptRows.read(found ? row.getString(2) : null);
      }
    }
    PastAttempts now = late == null ? past.without(attempt) : late.keptIn(past, attempt);
    if (!now.equals(past)) {
      PastAttemptRows.write(connection, jobId, now);
    }
    List<String> unknown =
        before == null ? new ArrayList<>() : new ArrayList<>(Arrays.asList(before.split(",")));
    if (!unknown.remove(Integer.toString(attempt))) {
      return false;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE job SET unknown_attempts = ? WHERE id = ?")) {
      JobRows.set(statement, unknown.isEmpty() ? null : String.join(",", unknown), jobId);
      statement.executeUpdate();
    }
    return true;
  }

  /** The job that a late answer became, and the way of the attempt that it answers. */
  record Late(String jobId, Route route) {
    /** What was billed before the answer came stays with the job it was billed to. */
    private PastAttempts keptIn(PastAttempts past, int attempt) {
      UsdAmount billed =
          past.number(attempt)
              .map(PastAttempt::cost)
              .filter(cost -> cost.micros() > 0)
              .orElse(null);
      return attempt < 1
          ? past
          : past.with(
              new PastAttempt(
                  attempt,
                  route.backend(),
                  route.model(),
                  PastAttempt.Fate.ANSWERED_LATE,
                  billed,
                  jobId));
    }
  }
}
