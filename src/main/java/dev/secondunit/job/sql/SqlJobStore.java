package dev.secondunit.job.sql;

import dev.secondunit.job.Document;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.LateAnswer;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.Shortfall;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
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
import tools.jackson.databind.node.ObjectNode;

/** Jobs in SQL. Each public method is one transaction. */
public final class SqlJobStore implements JobStore {
  private static final int MOST_IDS_PER_QUERY = 500;

  private final Database database;
  private final Transactions transactions;
  private final DurableSchedule schedule;
  private final Clock clock;
  private final JobRows rows;
  private final EqualJobs equalJobs;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  public SqlJobStore(Database database, DurableSchedule schedule, Clock clock) {
    this.database = database;
    this.transactions = database.transactions();
    this.schedule = schedule;
    this.clock = clock;
    this.rows = new JobRows(database.dialect());
    this.equalJobs = new EqualJobs(database.dialect(), rows);
    database.onEnded(this::changed);
  }

  @Override
  public Accepted accept(NewJob job, SpendingCaps caps, String batchId, int position) {
    Duration untilFirstStep = schedule.called();
    Accepted accepted =
        transactions.writeNext(
            connection -> {
              Instant now = clock.instant();
              Optional<Job> equal = equalJobs.findLocking(connection, job, now);
              if (equal.isEmpty()) {
                JobWrites.insert(connection, job, now);
                LedgerEntries.reserve(connection, job, caps, now);
                schedule.schedule(job.id(), now.plus(untilFirstStep));
              }
              String id = equal.map(Job::id).orElse(job.id());
              if (batchId != null) {
                JobWrites.insertMember(connection, batchId, position, id);
              }
              return new Accepted(
                  equal.isPresent() ? equal.get() : rows.one(connection, id), equal.isPresent());
            });
    changed(accepted.job().id());
    return accepted;
  }

  @Override
  public Optional<Job> equal(NewJob job) {
    return transactions.read(connection -> equalJobs.find(connection, job, clock.instant()));
  }

  @Override
  public Optional<Shortfall> shortfall(UsdAmount amount, String session, SpendingCaps caps) {
    return transactions.read(
        connection -> Spending.shortfall(connection, amount, session, caps, clock.instant()));
  }

  @Override
  public Optional<Job> find(String jobId) {
    return transactions.read(connection -> Optional.ofNullable(rows.one(connection, jobId)));
  }

  @Override
  public Optional<Job> at(String backend, ObjectNode vendorReference) {
    return transactions.read(
        connection ->
            rows
                .all(
                    connection,
                    JobRows.SELECT + "WHERE job.backend = ? AND job.vendor_reference = ?",
                    backend,
                    vendorReference)
                .stream()
                .findFirst());
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
                  rows.all(
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
            rows.all(
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
                rows.all(
                    connection,
                    JobRows.SELECT + where + " ORDER BY job.id DESC LIMIT ?",
                    values.toArray()));
    if (found.size() <= limit) {
      return new Page(found, null);
    }
    List<Job> page = List.copyOf(found.subList(0, limit));
    return new Page(page, page.get(limit - 1).id());
  }

  @Override
  public Optional<Job> change(JobChange change) {
    Transactions.Work<Optional<Job>> work =
        connection -> {
          Instant now = clock.instant();
          if (!JobWrites.update(connection, change, now)) {
            return Optional.empty();
          }
          if (change.leftAs() != null) {
            PastAttemptRows.leave(connection, change);
          }
          if (change.route() != null) {
            JobWrites.reroute(connection, change, now);
          }
          JobWrites.settle(connection, change, now);
          for (Document document : change.documents()) {
            SqlDocuments.put(connection, document);
          }
          if (change.nextStep() != null) {
            schedule.schedule(change.jobId(), now.plus(change.nextStep()));
          }
          if (change.to().terminal()) {
            database.dialect().announceEnded(connection, change.jobId());
          }
          return Optional.of(rows.one(connection, change.jobId()));
        };
    Optional<Job> after =
        change.newsOnly() ? transactions.writeSoon(work) : transactions.write(work);
    if (after.isPresent()) {
      changed(change.jobId());
    }
    return after;
  }

  @Override
  public Job takeIn(LateAnswer answer) {
    Job taken =
        transactions.write(
            connection -> {
              Job before = rows.one(connection, answer.newJobId());
              if (before != null) {
                return before;
              }
              Instant now = clock.instant();
              boolean kept = LateAnswers.insert(connection, database.dialect(), answer, now);
              LedgerEntries.takeIn(connection, answer.jobId(), answer.newJobId(), kept, now);
              LedgerEntries.settle(connection, answer.newJobId(), answer.settlement(), false, now);
              schedule.schedule(answer.newJobId(), now.plus(answer.nextStep()));
              return rows.one(connection, answer.newJobId());
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
              return Optional.ofNullable(rows.one(connection, jobId));
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
