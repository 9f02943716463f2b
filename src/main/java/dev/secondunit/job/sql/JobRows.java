package dev.secondunit.job.sql;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.PastAttempts;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between rows of the table {@code job} and {@link Job}. What a row holds is checked, not trusted.
 */
final class JobRows {
  /** The columns of a job with its money and its next step. */
  static final String SELECT =
      "SELECT job.*, scheduled_tasks.execution_time AS due_at,"
          + " (SELECT reserved FROM ledger_entry WHERE ledger_entry.job_id = job.id"
          + "   ORDER BY sequence DESC LIMIT 1) AS reserved,"
          + " (SELECT MIN(first.batch_id) FROM batch_member AS first"
          + "   WHERE first.job_id = job.id) AS batch_of,"
          + " (SELECT CASE WHEN MAX(CASE WHEN state = 'reserved' THEN 1 ELSE 0 END) = 0"
          + "   AND MAX(CASE WHEN settled IS NULL THEN 0 ELSE sequence END) = MAX(sequence)"
          + "   THEN SUM(settled) END"
          + "   FROM ledger_entry WHERE ledger_entry.job_id = job.id) AS settled"
          + " FROM job LEFT JOIN scheduled_tasks ON scheduled_tasks.task_name = '"
          + DurableSchedule.TASK
          + "' AND scheduled_tasks.task_instance = job.id ";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Dialect dialect;

  JobRows(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Jobs that a statement beginning with {@link #SELECT} finds, in its order. */
  List<Job> all(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      try (ResultSet result = statement.executeQuery()) {
        List<Job> jobs = new ArrayList<>();
        while (result.next()) {
          jobs.add(read(result));
        }
        return jobs;
      }
    }
  }

  /** Null when there is none. */
  Job one(Connection connection, String jobId) throws SQLException {
    List<Job> found = all(connection, SELECT + "WHERE job.id = ?", jobId);
    return found.isEmpty() ? null : found.get(0);
  }

  private Job read(ResultSet row) throws SQLException {
    String id = row.getString("id");
    String word = row.getString("state");
    JobState state =
        JobState.of(word).orElseThrow(() -> damaged(id, "its state is \"" + word + "\"", null));
    ObjectNode failure = json(row, id, "failure");
    Long reserved = number(row, "reserved");
    Long settled = number(row, "settled");
    Instant queuedAt = instant(row, "queued_at");
    return new Job(
        id,
        row.getString("kind"),
        state,
        row.getString("owner"),
        row.getString("session"),
        row.getString("backend"),
        row.getString("model"),
        required(row, id, "request"),
        required(row, id, "plan"),
        row.getInt("attempt"),
        json(row, id, "vendor_reference"),
        json(row, id, "outcome"),
        json(row, id, "result"),
        failure == null ? null : failure(id, failure),
        decimal(row, "progress"),
        row.getString("progress_message"),
        row.getInt("cancel_requested") != 0,
        row.getInt("poll_failures"),
        new UsdAmount(reserved == null ? 0 : reserved),
        settled == null ? null : new UsdAmount(settled),
        instant(row, "created_at"),
        instant(row, "submitted_at"),
        dialect.schedulerCustomization().getInstant(row, "due_at"),
        instant(row, "updated_at"),
        instant(row, "finished_at"),
        queuedAt == null ? instant(row, "created_at") : queuedAt,
        attempts(row, id),
        pastAttempts(row, id),
        instant(row, "refused_since"),
        row.getString("late_job"),
        row.getString("late_answer_of"),
        row.getString("batch_of"));
  }

  private static Set<Integer> attempts(ResultSet row, String id) throws SQLException {
    String text = row.getString("unknown_attempts");
    Set<Integer> attempts = new TreeSet<>();
    if (text == null || text.isEmpty()) {
      return attempts;
    }
    try {
      for (String each : text.split(",")) {
        attempts.add(Integer.valueOf(each));
      }
      return attempts;
    } catch (NumberFormatException e) {
      throw damaged(id, "its unknown attempts are not numbers", e);
    }
  }

  private static PastAttempts pastAttempts(ResultSet row, String id) throws SQLException {
    try {
      return PastAttemptRows.read(row.getString("past_attempts"));
    } catch (IllegalArgumentException e) {
      throw damaged(id, e.getMessage(), e);
    }
  }

  private static Failure failure(String id, ObjectNode json) {
    try {
      return FailureJson.read(json);
    } catch (IllegalArgumentException e) {
      throw damaged(id, "its failure cannot be read", e);
    }
  }

  private static ObjectNode required(ResultSet row, String id, String column) throws SQLException {
    ObjectNode value = json(row, id, column);
    if (value == null) {
      throw damaged(id, "its " + column + " is missing", null);
    }
    return value;
  }

  private static ObjectNode json(ResultSet row, String id, String column) throws SQLException {
    String text = row.getString(column);
    if (text == null) {
      return null;
    }
    try {
      JsonNode value = JSON.readTree(text);
      if (value instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw damaged(id, "its " + column + " is not JSON", e);
    }
    throw damaged(id, "its " + column + " is not an object", null);
  }

  private static FailureException damaged(String id, String what, Exception cause) {
    Failure failure =
        Failure.of(
                ErrorCode.DATABASE_UNAVAILABLE,
                "The row of job " + id + " is damaged: " + what + ". Other jobs are not affected.")
            .withJobId(id)
            .withHint("Finished files have a sidecar beside them with the same facts.");
    return new FailureException(failure, cause);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    Long millis = number(row, column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  static Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static Double decimal(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  /** Sets the parameters of a statement in order. Supports what the tables hold. */
  static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      int index = i + 1;
      if (value == null) {
        statement.setNull(index, Types.VARCHAR);
      } else if (value instanceof Instant instant) {
        statement.setLong(index, instant.toEpochMilli());
      } else if (value instanceof ObjectNode json) {
        statement.setString(index, json.toString());
      } else if (value instanceof UsdAmount amount) {
        statement.setLong(index, amount.micros());
      } else if (value instanceof Integer number) {
        statement.setInt(index, number);
      } else if (value instanceof Long number) {
        statement.setLong(index, number);
      } else if (value instanceof Double number) {
        statement.setDouble(index, number);
      } else {
        statement.setString(index, (String) value);
      }
    }
  }

  /** Null with a type, which PostgreSQL wants for columns that hold numbers. */
  static void setNumber(PreparedStatement statement, int index, Number value) throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.BIGINT);
    } else if (value instanceof Double number) {
      statement.setDouble(index, number);
    } else {
      statement.setLong(index, value.longValue());
    }
  }
}
