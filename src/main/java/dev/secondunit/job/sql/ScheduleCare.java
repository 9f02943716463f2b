package dev.secondunit.job.sql;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends in the schedule what heartbeats cannot, or only late. Every call reads, and writes only
 * when there is something to mend; safe to repeat, also by several processes at once.
 */
final class ScheduleCare {
  /** Clocks of machines that share a database differ by less. */
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleCare.class);

  private final Database database;
  private final ProcessName process;
  private final Clock clock;

  ScheduleCare(Database database, ProcessName process, Clock clock) {
    this.database = database;
    this.process = process;
    this.clock = clock;
  }

  /** Steps that a killed process of this machine had begun can be begun again. */
  void releaseStepsOfEndedProcesses() {
    for (String name : database.transactions().read(ScheduleCare::namesOnSteps)) {
      boolean ended =
          ProcessName.parse(name).map(each -> each.hasEnded(process.host())).orElse(false);
      if (ended) {
        int released = database.transactions().write(connection -> release(connection, name));
        LOG.info("{} steps of the ended process {} go on here", released, name);
      }
    }
  }

  private static List<String> namesOnSteps(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT DISTINCT picked_by FROM scheduled_tasks WHERE picked = ?")) {
      statement.setBoolean(1, true);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (rows.getString(1) != null) {
            names.add(rows.getString(1));
          }
        }
      }
    }
    return names;
  }

  private static int release(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE scheduled_tasks SET picked = ?, picked_by = NULL, last_heartbeat = NULL,"
                + " version = version + 1 WHERE picked_by = ?")) {
      statement.setBoolean(1, false);
      statement.setString(2, name);
      return statement.executeUpdate();
    }
  }

  /**
   * A step that was scheduled at a time that has not come yet was scheduled by a clock that has
   * been put back since; it is due now, because how long it was meant to wait is not known any
   * more.
   */
  void bringForwardFromTheFuture() {
    Instant now = clock.instant();
    List<String> jobIds =
        database.transactions().read(connection -> scheduledAfter(connection, now.plus(TOLERANCE)));
    if (jobIds.isEmpty()) {
      return;
    }
    int moved =
        database
            .transactions()
            .write(
                connection -> {
                  int count = 0;
                  for (String jobId : jobIds) {
                    count += bringForward(connection, jobId, now);
                  }
                  return count;
                });
    LOG.warn("the clock was put back: {} steps that it had scheduled are taken now", moved);
  }

  private List<String> scheduledAfter(Connection connection, Instant future) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT task_instance FROM scheduled_tasks LEFT JOIN job ON job.id = task_instance"
                + " WHERE task_name = ? AND picked = ? AND execution_time > ?"
                + " AND (last_success > ? OR last_success IS NULL AND job.updated_at > ?)")) {
      statement.setString(1, DurableSchedule.TASK);
      statement.setBoolean(2, false);
      database.dialect().schedulerCustomization().setInstant(statement, 3, future);
      database.dialect().schedulerCustomization().setInstant(statement, 4, future);
      statement.setLong(5, future.toEpochMilli());
      return ids(statement);
    }
  }

  /** Makes a step that is to come due now, in one statement; one that has begun is left alone. */
  int bringForward(Connection connection, String jobId, Instant now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE scheduled_tasks SET execution_time = ?, version = version + 1"
                + " WHERE task_name = ? AND task_instance = ? AND picked = ?"
                + " AND execution_time > ?")) {
      database.dialect().schedulerCustomization().setInstant(statement, 1, now);
      statement.setString(2, DurableSchedule.TASK);
      statement.setString(3, jobId);
      statement.setBoolean(4, false);
      database.dialect().schedulerCustomization().setInstant(statement, 5, now);
      return statement.executeUpdate();
    }
  }

  /**
   * Jobs like this one that were stepped, are to come later and have not failed: a queued one was
   * never sent, as a vendor that refused it may have said when to come again, and tells of nothing
   * that it waits for, such as room or a film that is looked through.
   */
  List<String> waiting(Connection connection, Job like, Instant now, int most) throws SQLException {
    boolean queued = like.state() == JobState.QUEUED;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT id FROM job WHERE state = ? AND kind = ? AND backend = ?"
                + (queued ? " AND model = ? AND attempt = 0 AND progress_message IS NULL" : "")
                + " AND poll_failures = 0 AND EXISTS (SELECT 1 FROM scheduled_tasks"
                + " WHERE task_name = ? AND task_instance = job.id AND picked = ?"
                + " AND last_success IS NOT NULL AND execution_time > ?) ORDER BY id LIMIT ?")) {
      int column = 1;
      statement.setString(column++, like.state().word());
      statement.setString(column++, like.kind());
      statement.setString(column++, like.backend());
      if (queued) {
        statement.setString(column++, like.model());
      }
      statement.setString(column++, DurableSchedule.TASK);
      statement.setBoolean(column++, false);
      database.dialect().schedulerCustomization().setInstant(statement, column++, now);
      statement.setInt(column, most);
      return ids(statement);
    }
  }

  private static List<String> ids(PreparedStatement statement) throws SQLException {
    List<String> jobIds = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        jobIds.add(rows.getString(1));
      }
    }
    return jobIds;
  }
}
