package dev.secondunit.job.sql;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.job.Document;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.LateAnswer;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.Shortfall;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Jobs in SQL. Each public method is one transaction. */
public final class SqlJobStore implements JobStore {
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

  private static final int MOST_IDS_PER_QUERY = 500;

  private final Database database;
  private final Transactions transactions;
  private final DurableSchedule schedule;
  private final Clock clock;
  private final JobRows rows;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  public SqlJobStore(Database database, DurableSchedule schedule, Clock clock) {
    this.database = database;
    this.transactions = database.transactions();
    this.schedule = schedule;
    this.clock = clock;
    this.rows = new JobRows(database.dialect());
    database.onEnded(this::changed);
  }

  @Override
  public Accepted accept(NewJob job, SpendingCaps caps, String batchId, int position) {
    schedule.called();
    Accepted accepted =
        transactions.writeNext(
            connection -> {
              Instant now = clock.instant();
              Optional<Job> equal = findEqual(connection, job, now);
              if (equal.isEmpty()) {
                insert(connection, job, now);
                Spending.reserve(connection, job, caps, now);
                schedule.schedule(job.id(), now);
              }
              String id = equal.map(Job::id).orElse(job.id());
              if (batchId != null) {
                insertMember(connection, batchId, position, id);
              }
              return new Accepted(
                  equal.isPresent() ? equal.get() : one(connection, id), equal.isPresent());
            });
    changed(accepted.job().id());
    return accepted;
  }

  @Override
  public Optional<Job> equal(NewJob job) {
    return transactions.read(
        connection -> {
          if (job.requestKey() == null) {
            return sameRequest(connection, job, clock.instant());
          }
          Optional<Job> same = sameKey(connection, job);
          return same.isPresent() && sameFingerprint(connection, same.get().id(), job.fingerprint())
              ? same
              : Optional.empty();
        });
  }

  @Override
  public Optional<Shortfall> shortfall(UsdAmount amount, String session, SpendingCaps caps) {
    return transactions.read(
        connection -> Spending.shortfall(connection, amount, session, caps, clock.instant()));
  }

  private Optional<Job> findEqual(Connection connection, NewJob job, Instant now)
      throws SQLException {
    if (job.requestKey() != null) {
      database.dialect().lock(connection, "request_key:" + job.owner() + ":" + job.requestKey());
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
      database.dialect().lock(connection, "fingerprint:" + job.owner() + ":" + job.fingerprint());
    }
    return sameRequest(connection, job, now);
  }

  private Optional<Job> sameKey(Connection connection, NewJob job) throws SQLException {
    return query(
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
    return query(
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

  private static void insert(Connection connection, NewJob job, Instant now) throws SQLException {
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

  private static void insertMember(
      Connection connection, String batchId, int position, String jobId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO batch_member (batch_id, position, job_id) VALUES (?, ?, ?)")) {
      JobRows.set(statement, batchId, position, jobId);
      statement.executeUpdate();
    }
  }

  @Override
  public Optional<Job> find(String jobId) {
    return transactions.read(connection -> Optional.ofNullable(one(connection, jobId)));
  }

  @Override
  public Optional<Job> at(String backend, ObjectNode vendorReference) {
    return transactions.read(
        connection ->
            query(
                    connection,
                    JobRows.SELECT + "WHERE job.backend = ? AND job.vendor_reference = ?",
                    backend,
                    vendorReference)
                .stream()
                .findFirst());
  }

  private Job one(Connection connection, String jobId) throws SQLException {
    List<Job> found = query(connection, JobRows.SELECT + "WHERE job.id = ?", jobId);
    return found.isEmpty() ? null : found.get(0);
  }

  @Override
  public List<Job> findAll(Collection<String> jobIds) {
    Map<String, Job> found = new LinkedHashMap<>();
    List<String> ids = List.copyOf(jobIds);
    for (int start = 0; start < ids.size(); start += MOST_IDS_PER_QUERY) {
      List<String> part = ids.subList(start, Math.min(ids.size(), start + MOST_IDS_PER_QUERY));
      String marks = String.join(", ", Collections.nCopies(part.size(), "?"));
      transactions
          .read(
              connection ->
                  query(
                      connection,
                      JobRows.SELECT + "WHERE job.id IN (" + marks + ")",
                      part.toArray()))
          .forEach(job -> found.put(job.id(), job));
    }
    return ids.stream().filter(found::containsKey).map(found::get).toList();
  }

  @Override
  public List<Job> batch(String batchId) {
    return transactions.read(
        connection ->
            query(
                connection,
                JobRows.SELECT
                    + "JOIN batch_member ON batch_member.job_id = job.id"
                    + " WHERE batch_member.batch_id = ? ORDER BY batch_member.position",
                batchId));
  }

  @Override
  public Page list(String owner, Set<JobState> states, String cursor, int limit) {
    List<Object> values = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    if (owner != null) {
      conditions.add("job.owner = ?");
      values.add(owner);
    }
    if (!states.isEmpty()) {
      conditions.add(
          "job.state IN (" + String.join(", ", Collections.nCopies(states.size(), "?")) + ")");
      states.forEach(state -> values.add(state.word()));
    }
    if (cursor != null) {
      conditions.add("job.id < ?");
      values.add(cursor);
    }
    String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    values.add(limit + 1);
    List<Job> found =
        transactions.read(
            connection ->
                query(
                    connection,
                    JobRows.SELECT + where + " ORDER BY job.id DESC LIMIT ?",
                    values.toArray()));
    if (found.size() <= limit) {
      return new Page(found, null);
    }
    List<Job> page = List.copyOf(found.subList(0, limit));
    return new Page(page, page.get(limit - 1).id());
  }

  private List<Job> query(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      JobRows.set(statement, values);
      try (ResultSet result = statement.executeQuery()) {
        List<Job> jobs = new ArrayList<>();
        while (result.next()) {
          jobs.add(rows.read(result));
        }
        return jobs;
      }
    }
  }

  @Override
  public Optional<Job> change(JobChange change) {
    Transactions.Work<Optional<Job>> work =
        connection -> {
          Instant now = clock.instant();
          if (!update(connection, change, now)) {
            return Optional.empty();
          }
          settle(connection, change, now);
          for (Document document : change.documents()) {
            SqlDocuments.put(connection, document);
          }
          if (change.nextStep() != null) {
            schedule.schedule(change.jobId(), now.plus(change.nextStep()));
          }
          if (change.to().terminal()) {
            database.dialect().announceEnded(connection, change.jobId());
          }
          return Optional.of(one(connection, change.jobId()));
        };
    Optional<Job> after =
        change.newsOnly() ? transactions.writeSoon(work) : transactions.write(work);
    if (after.isPresent()) {
      changed(change.jobId());
    }
    return after;
  }

  private static boolean update(Connection connection, JobChange change, Instant now)
      throws SQLException {
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
            + " cancel_requested = CASE WHEN state IN ('failed', 'submit_unknown') THEN 0"
            + " ELSE cancel_requested END WHERE id = ? AND state IN ("
            + states
            + ")"
            + (change.expectedAttempt() == null ? "" : " AND attempt = ?");
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
      statement.setString(next++, change.jobId());
      if (change.expectedAttempt() != null) {
        statement.setInt(next, change.expectedAttempt());
      }
      int count = statement.executeUpdate();
      if (count > 1) {
        throw new IllegalStateException(count + " rows have the id " + change.jobId());
      }
      return count == 1;
    }
  }

  private static void settle(Connection connection, JobChange change, Instant now)
      throws SQLException {
    if (change.settlement() instanceof Settlement.Reserve reserve) {
      Spending.reserveAgain(connection, change.jobId(), reserve.caps(), now);
      return;
    }
    Settlement settlement = change.settlement();
    if (settlement instanceof Settlement.Reclaim reclaim) {
      boolean boughtAnew = LateAnswers.forget(connection, change.jobId(), change.expectedAttempt());
      boolean unknown = change.from().equals(Set.of(JobState.SUBMIT_UNKNOWN));
      Spending.reclaim(connection, change.jobId(), boughtAnew, unknown, now);
      settlement = reclaim.then();
    }
    Spending.settle(connection, change.jobId(), settlement, change.to().terminal(), now);
  }

  @Override
  public Job takeIn(LateAnswer answer) {
    Job taken =
        transactions.write(
            connection -> {
              Job before = one(connection, answer.newJobId());
              if (before != null) {
                return before;
              }
              Instant now = clock.instant();
              LateAnswers.insert(connection, database.dialect(), answer, now);
              Spending.moveUnknown(connection, answer.jobId(), answer.newJobId(), now);
              Spending.settle(connection, answer.newJobId(), answer.settlement(), false, now);
              schedule.schedule(answer.newJobId(), now.plus(answer.nextStep()));
              return one(connection, answer.newJobId());
            });
    changed(taken.id());
    return taken;
  }

  @Override
  public Optional<Job> requestCancel(String jobId) {
    Optional<Job> job =
        transactions.write(
            connection -> {
              Instant now = clock.instant();
              int count;
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      "UPDATE job SET cancel_requested = 1, updated_at = ? WHERE id = ?"
                          + " AND state IN ('queued', 'submitting', 'running', 'downloading')")) {
                JobRows.set(statement, now, jobId);
                count = statement.executeUpdate();
              }
              if (count == 1) {
                schedule.hurry(jobId);
              }
              return Optional.ofNullable(one(connection, jobId));
            });
    changed(jobId);
    return job;
  }

  @Override
  public int scheduleForgotten() {
    return transactions.write(
        connection -> {
          List<String> forgotten = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT job.id FROM job LEFT JOIN scheduled_tasks"
                      + " ON scheduled_tasks.task_name = ?"
                      + " AND scheduled_tasks.task_instance = job.id"
                      + " WHERE job.state IN ('queued', 'submitting', 'running', 'downloading')"
                      + " AND scheduled_tasks.task_instance IS NULL"); ) {
            JobRows.set(statement, DurableSchedule.TASK);
            try (ResultSet result = statement.executeQuery()) {
              while (result.next()) {
                forgotten.add(result.getString(1));
              }
            }
          }
          forgotten.forEach(id -> schedule.schedule(id, clock.instant()));
          return forgotten.size();
        });
  }

  @Override
  public void onChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  private void changed(String jobId) {
    listeners.forEach(listener -> listener.accept(jobId));
  }
}
