package dev.secondunit.job.sql;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.StepCalls;
import dev.secondunit.job.StepListener;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedule of steps, kept by db-scheduler in the same database as the jobs: one row per job
 * that has a step to come. A step that was begun by a process which died is begun again elsewhere:
 * within seconds on the same machine, where it can be told that the process has ended, else when
 * its heartbeat stays away. A step whose process lives is left to it, whatever the clocks say.
 */
public final class DurableSchedule implements StepCalls, AutoCloseable {
  /** The name of the one task, in the column {@code task_name}. */
  static final String TASK = "job_step";

  private static final Logger LOG = LoggerFactory.getLogger(DurableSchedule.class);

  private static final Duration POLLING_INTERVAL = Duration.ofMillis(100);
  private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(2);
  private static final int MISSED_HEARTBEATS = 4;

  /** How long the steps of a killed process wait for another one of the same machine. */
  private static final Duration CARE_EVERY = Duration.ofSeconds(2);

  /** From accepted to stored takes fewer; more in a row would be a defect that must not spin. */
  private static final int MOST_STEPS_AT_ONCE = 6;

  /** A job that was asked to stop while a step of it was under way waits for no longer. */
  private static final Duration LONGEST_UNTIL_STOP = Duration.ofSeconds(1);

  /** A create that is on its way when the program ends gets this long to be answered. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

  private final Database database;
  private final Clock clock;
  private final ProcessName process;
  private final int threads;
  private final DueTimes dueTimes = new DueTimes(this::check);
  private final CallsFirst callsFirst;
  private final ScheduleCare care;
  private final StepHolders holders;
  private final ScheduledExecutorService caring =
      Executors.newSingleThreadScheduledExecutor(
          runnable -> {
            Thread thread = new Thread(runnable, "schedule-care");
            thread.setDaemon(true);
            return thread;
          });
  private Scheduler scheduler;
  private JobEngine engine;
  private volatile StepListener listener = StepListener.NONE;
  private volatile boolean closing;

  /**
   * @param threads how many steps this process takes at once
   */
  public DurableSchedule(Database database, Clock clock, int threads) {
    this(database, clock, threads, new CallsFirst(System::nanoTime));
  }

  DurableSchedule(Database database, Clock clock, int threads, CallsFirst callsFirst) {
    this.callsFirst = callsFirst;
    this.database = database;
    this.clock = clock;
    this.process = ProcessName.current();
    this.threads = threads;
    this.care = new ScheduleCare(database, process, clock);
    this.holders = new StepHolders(process, HEARTBEAT_INTERVAL.multipliedBy(2), System::nanoTime);
    this.scheduler = build();
  }

  private Scheduler build() {
    CustomTask<Void> step =
        Tasks.custom(TASK, Void.class)
            .onFailure(
                (FailureHandler<Void>)
                    (complete, operations) ->
                        operations.reschedule(
                            complete, complete.getTimeDone().plus(JobEngine.AFTER_DEFECT)))
            .onDeadExecution(this::revive)
            .execute(
                (instance, context) -> {
                  if (closing) {
                    return complete(new JobEngine.Step(Next.AT_ONCE, false));
                  }
                  Instant due = context.getExecution().getExecutionTime();
                  listener.began(Duration.between(due, clock.instant()));
                  return complete(steps(instance.getId()));
                });
    SchedulerBuilder builder = Scheduler.create(database.transactions().dataSource(), step);
    database.dialect().polling(builder);
    return builder
        .jdbcCustomization(database.dialect().schedulerCustomization())
        .schedulerName(new SchedulerName.Fixed(process.word()))
        .clock(clock::instant)
        .threads(threads)
        .executorService(
            Executors.newFixedThreadPool(
                threads,
                runnable -> {
                  Thread thread = new Thread(runnable, "job-step");
                  thread.setDaemon(true);
                  return thread;
                }))
        .pollingInterval(POLLING_INTERVAL)
        .heartbeatInterval(HEARTBEAT_INTERVAL)
        .missedHeartbeatsLimit(MISSED_HEARTBEATS)
        .shutdownMaxWait(LONGEST_DRAIN)
        .build();
  }

  /** What follows at once follows here, without a turn through the schedule. */
  private JobEngine.Step steps(String jobId) {
    JobEngine.Step step = engine.take(jobId);
    for (int taken = 1; taken < MOST_STEPS_AT_ONCE; taken++) {
      boolean atOnce = step.next().after() != null && step.next().after().isZero();
      if (!atOnce || closing || Thread.currentThread().isInterrupted()) {
        return step;
      }
      step = engine.take(jobId);
    }
    return step;
  }

  private CompletionHandler<Void> complete(JobEngine.Step step) {
    Duration after = step.next().after();
    if (after != null) {
      return (complete, operations) -> {
        operations.reschedule(complete, complete.getTimeDone().plus(after));
        dueTimes.in(after);
        if (!step.knewOfStop() && after.compareTo(LONGEST_UNTIL_STOP) > 0) {
          hurryIfToStop(complete.getExecution().taskInstance.getId());
        }
      };
    }
    // A retry may have revived the job while its last step was ending; its row is locked here so
    // that the schedule's row cannot be removed under a job that needs it.
    return (complete, operations) ->
        database
            .transactions()
            .writeSoon(
                connection -> {
                  String jobId = complete.getExecution().taskInstance.getId();
                  if (isTerminal(connection, jobId)) {
                    operations.stop();
                  } else {
                    operations.reschedule(complete, complete.getTimeDone());
                  }
                  return null;
                });
  }

  /** A request to stop that came while the step was under way could bring nothing forward. */
  private void hurryIfToStop(String jobId) {
    boolean toStop =
        database
            .transactions()
            .read(
                connection -> {
                  try (PreparedStatement statement =
                      connection.prepareStatement(
                          "SELECT 1 FROM job WHERE id = ? AND cancel_requested = 1")) {
                    statement.setString(1, jobId);
                    try (ResultSet rows = statement.executeQuery()) {
                      return rows.next();
                    }
                  }
                });
    if (toStop) {
      call(jobId);
    }
  }

  private boolean isTerminal(Connection connection, String jobId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(database.dialect().selectForUpdate("state", "job", "id"))) {
      statement.setString(1, jobId);
      try (ResultSet rows = statement.executeQuery()) {
        return !rows.next() || JobState.of(rows.getString(1)).map(JobState::terminal).orElse(false);
      }
    }
  }

  /**
   * Schedules a step in the transaction of this thread, and looks for it at its time once it is on
   * disk.
   */
  void schedule(String jobId, Instant at) {
    scheduler.scheduleIfNotExists(new TaskInstance<>(TASK, jobId), at);
    database
        .transactions()
        .afterCommit(
            () -> {
              Instant now = clock.instant();
              if (at.isAfter(now)) {
                dueTimes.in(Duration.between(now, at));
              } else {
                check();
              }
            });
  }

  /** A call that somebody waits for makes a job: after how long its first step is due. */
  Duration called() {
    return callsFirst.called();
  }

  private void check() {
    scheduler.triggerCheckForDueExecutions();
  }

  /**
   * Brings a job's next step forward to now; one that is being taken is left alone, also when it
   * begins at this moment.
   */
  public void hurry(String jobId) {
    Instant now = clock.instant();
    database
        .transactions()
        .writeSoon(
            connection -> {
              schedule(jobId, now);
              return care.bringForward(connection, jobId, now);
            });
  }

  @Override
  public boolean call(String jobId) {
    Instant now = clock.instant();
    boolean called =
        database.transactions().writeSoon(row -> care.bringForward(row, jobId, now) > 0);
    if (called) {
      check();
    }
    return called;
  }

  @Override
  public List<String> waiting(Job like, int most) {
    Instant now = clock.instant();
    return database.transactions().read(connection -> care.waiting(connection, like, now, most));
  }

  /** Tells this one of each step that begins in this process. */
  public void observedBy(StepListener stepListener) {
    listener = Objects.requireNonNull(stepListener, "stepListener");
  }

  /** Starts taking steps in this process. */
  public void start(JobEngine engine) {
    this.engine = engine;
    care.releaseStepsOfEndedProcesses();
    care.bringForwardFromTheFuture();
    scheduler.start();
    dueTimes.start();
    caring.scheduleWithFixedDelay(
        this::lookAfter, CARE_EVERY.toMillis(), CARE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What a killed process of this machine had begun need not wait for its missing heartbeat. */
  private void lookAfter() {
    try {
      care.releaseStepsOfEndedProcesses();
      care.bringForwardFromTheFuture();
    } catch (FailureException e) {
      LOG.warn("the schedule could not be looked after: {}", e.getMessage());
    }
  }

  private void revive(ExecutionComplete dead, ExecutionOperations<Void> operations) {
    if (holders.dead(dead.getExecution(), this::isExecuting)) {
      operations.reschedule(dead, clock.instant());
    }
  }

  private boolean isExecuting(String jobId) {
    return scheduler.getCurrentlyExecuting().stream()
        .anyMatch(each -> each.getTaskInstance().getId().equals(jobId));
  }

  /**
   * Begins no more steps. One that is under way may come to its end for 30 seconds, then it is
   * interrupted; what would follow it is left to the next start. To be closed before whatever steps
   * use.
   */
  @Override
  public void close() {
    closing = true;
    caring.shutdownNow();
    dueTimes.close();
    scheduler.stop();
  }
}
