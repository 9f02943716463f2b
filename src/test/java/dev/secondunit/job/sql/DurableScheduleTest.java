package dev.secondunit.job.sql;

import static dev.secondunit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.StepCalls;
import dev.secondunit.job.Turns;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** The schedule of one process, with what happens at its edges. */
@Timeout(120)
class DurableScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @TempDir Path folder;

  private final Interrupted clock = new Interrupted();
  private Database database;
  private DurableSchedule schedule;
  private SqlJobStore store;

  /** Stands still, and at one of the next looks at it something else comes between. */
  private static final class Interrupted extends TestClock {
    private int looksBefore;
    private Runnable between;

    Interrupted() {
      super(NOW);
    }

    synchronized void interruptAt(int look, Runnable action) {
      looksBefore = look;
      between = action;
    }

    @Override
    public synchronized Instant instant() {
      if (between != null && --looksBefore == 0) {
        Runnable action = between;
        between = null;
        action.run();
      }
      return super.instant();
    }
  }

  @BeforeEach
  void open() {
    database = Database.sqlite(folder.resolve("jobs.db"));
    schedule = SeparateCalls.schedule(database, clock, 1);
    store = new SqlJobStore(database, schedule, clock);
  }

  @AfterEach
  void close() {
    schedule.close();
    database.close();
  }

  private Job accept(String id) {
    NewJob job =
        new NewJob(
            id,
            "test",
            "local",
            "session",
            "grok",
            "model",
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.objectNode(),
            id,
            null,
            Duration.ZERO,
            UsdAmount.ZERO);
    return store.accept(job, SpendingCaps.NONE, null, 0).job();
  }

  /** Writes into the schedule as its own process or another one does. */
  private int update(String columns, Instant at, String jobId) {
    return database
        .transactions()
        .write(
            connection -> {
              try (var statement =
                  connection.prepareStatement(
                      "UPDATE scheduled_tasks SET " + columns + " WHERE task_instance = ?")) {
                database.dialect().schedulerCustomization().setInstant(statement, 1, at);
                statement.setString(2, jobId);
                return statement.executeUpdate();
              }
            });
  }

  /** As a step does that gets no turn. */
  private void refuse(String jobId) {
    update("last_success = execution_time, execution_time = ?", NOW.plusSeconds(60), jobId);
  }

  private Instant due(String jobId) {
    return store.find(jobId).orElseThrow().dueAt();
  }

  @Test
  void hurry_stepToCome_isBroughtForwardAndOneThatIsDueIsNot() {
    accept("job_later");
    update("execution_time = ?", NOW.plusSeconds(60), "job_later");
    accept("job_due");
    update("execution_time = ?", NOW.minusSeconds(60), "job_due");

    schedule.hurry("job_later");
    schedule.hurry("job_due");

    assertEquals(NOW, due("job_later"));
    assertEquals(NOW.minusSeconds(60), due("job_due"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void hurry_stepBegunWhileItLooks_isLeftAlone(int look) {
    accept("job_1");
    Instant later = NOW.plusSeconds(60);
    update("execution_time = ?", later, "job_1");

    clock.interruptAt(
        look, () -> update("picked = 1, picked_by = 'x', last_heartbeat = ?", later, "job_1"));
    schedule.hurry("job_1");

    assertTrue(store.requestCancel("job_1").orElseThrow().cancelRequested());
  }

  /** While the first job is stepped, the others ask for a turn and are refused it. */
  private JobEngine engineRefusing(StepCalls calls, String... others) {
    JobEngine[] engine = new JobEngine[1];
    JobWork meetsOthers =
        new JobWork() {
          @Override
          public String kind() {
            return "test";
          }

          @Override
          public Next step(Job job) {
            for (String other : others) {
              engine[0].step(other);
            }
            return Next.AT_ONCE;
          }
        };
    engine[0] = new JobEngine(store, List.of(meetsOthers), new Turns(5), calls);
    return engine[0];
  }

  @Test
  void step_jobThatWaitedCannotBeCalled_keepsWhatFollows() {
    accept("job_1");
    accept("job_2");
    List<String> called = new ArrayList<>();
    StepCalls failing =
        new StepCalls() {
          @Override
          public boolean call(String jobId) {
            called.add(jobId);
            throw new IllegalStateException("it begins at this moment");
          }

          @Override
          public List<String> waiting(Job like, int most) {
            return List.of();
          }
        };

    assertEquals(JobWork.Next.AT_ONCE, engineRefusing(failing, "job_2").step("job_1"));
    assertEquals(List.of("job_2"), called);
  }

  @Test
  void step_jobThatWaitedWasTakenElsewhere_callsTheNext() {
    accept("job_1");
    accept("job_2");
    accept("job_3");
    update("execution_time = ?", NOW.plusSeconds(60), "job_3");
    update("picked = 1, picked_by = 'x', last_heartbeat = ?", NOW, "job_2");

    engineRefusing(schedule, "job_2", "job_3").step("job_1");

    assertEquals(NOW, due("job_3"));
  }

  @Test
  void step_jobThatWaitedWasStopped_callsNobodyForIt() {
    accept("job_1");
    accept("job_2");
    List<String> called = new ArrayList<>();
    StepCalls recording =
        new StepCalls() {
          @Override
          public boolean call(String jobId) {
            return called.add(jobId);
          }

          @Override
          public List<String> waiting(Job like, int most) {
            return List.of();
          }
        };
    JobEngine[] engine = new JobEngine[1];
    JobWork meetsAnother =
        new JobWork() {
          @Override
          public String kind() {
            return "test";
          }

          @Override
          public Next step(Job job) {
            if (job.cancelRequested()) {
              store.change(JobChange.of(job, JobState.CANCELLED));
              return Next.NONE;
            }
            engine[0].step("job_2");
            store.requestCancel("job_2");
            engine[0].step("job_2");
            return Next.AT_ONCE;
          }
        };
    engine[0] = new JobEngine(store, List.of(meetsAnother), new Turns(5), recording);
    engine[0].step("job_1");

    assertEquals(JobState.CANCELLED, store.find("job_2").orElseThrow().state());
    assertEquals(List.of(), called);
  }

  @Test
  void step_manyWait_callsTwo() {
    List<String> others = List.of("job_2", "job_3", "job_4", "job_5");
    accept("job_1");
    for (String other : others) {
      accept(other);
      refuse(other);
    }
    JobEngine engine =
        new JobEngine(store, List.of(new StoppedWhileSent()), new Turns(24), schedule);
    engine.step("job_1");

    assertEquals(
        List.of(NOW, NOW, NOW.plusSeconds(60), NOW.plusSeconds(60)),
        others.stream().map(this::due).toList());
  }

  @Test
  void step_othersWereRefusedByAnotherProcess_areCalledHere() {
    accept("job_1");
    accept("job_2");
    refuse("job_2");

    engineRefusing(schedule).step("job_1");

    assertEquals(NOW, due("job_2"));
  }

  @Test
  void step_downloadThatAnotherProcessRefused_isCalledHereAndAQuestionIsNot() {
    for (String id : List.of("job_1", "job_2", "job_3", "job_4")) {
      accept(id);
      JobState state = id.compareTo("job_3") < 0 ? JobState.DOWNLOADING : JobState.RUNNING;
      Job sending =
          store
              .change(
                  JobChange.of(store.find(id).orElseThrow(), JobState.SUBMITTING).beginAttempt())
              .orElseThrow();
      store.change(JobChange.of(sending, state)).orElseThrow();
    }
    refuse("job_2");
    refuse("job_4");
    JobEngine engine = engineRefusing(schedule);
    engine.step("job_1");
    engine.step("job_3");

    assertEquals(NOW, due("job_2"));
    assertEquals(NOW.plusSeconds(60), due("job_4"));
  }

  @Test
  void waiting_sentOrFailedOrWaitsForSomethingOrNeverStepped_isLeftToItsTime() {
    List<String> stepped = List.of("job_failed", "job_film", "job_sent", "job_refused");
    accept("job_1");
    accept("job_new");
    for (String later : stepped) {
      accept(later);
      refuse(later);
    }
    Job film = store.find("job_film").orElseThrow();
    store.change(JobChange.of(film, JobState.QUEUED).progress(null, "its film is looked through"));
    update("execution_time = ?", NOW.plusSeconds(1), "job_new");
    Job failed = store.find("job_failed").orElseThrow();
    store.change(JobChange.of(failed, JobState.QUEUED).pollFailures(1));
    Job sent = store.find("job_sent").orElseThrow();
    store.change(JobChange.of(sent, JobState.SUBMITTING).beginAttempt());
    sent = store.find("job_sent").orElseThrow();
    store.change(JobChange.of(sent, JobState.QUEUED));

    Job like = store.find("job_1").orElseThrow();
    assertEquals(List.of("job_refused"), schedule.waiting(like, 10));
  }

  /** Is asked to stop while it is sent; told to wait for an hour then, and again as it ends. */
  private final class StoppedWhileSent implements JobWork {
    private final ConcurrentLinkedQueue<Boolean> stepsThatKnew = new ConcurrentLinkedQueue<>();

    @Override
    public String kind() {
      return "test";
    }

    @Override
    public Next step(Job job) {
      stepsThatKnew.add(job.cancelRequested());
      if (!job.cancelRequested()) {
        store.requestCancel(job.id());
      }
      return Next.after(Duration.ofHours(1));
    }
  }

  @Test
  void step_askedToStopMeanwhile_isFollowedByOneThatKnowsAndThenWaits() {
    StoppedWhileSent work = new StoppedWhileSent();
    accept("job_1");
    schedule.start(new JobEngine(store, List.of(work)));
    await("it knows").until(() -> work.stepsThatKnew.size() > 1);
    await("it waits").until(() -> due("job_1").equals(NOW.plus(Duration.ofHours(1))));

    assertEquals(List.of(false, true), List.copyOf(work.stepsThatKnew));
  }

  /** Counts its steps; each waits until it is told to go on, and would go on at once. */
  private static final class Waiting implements JobWork {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<String> begun = new ConcurrentLinkedQueue<>();
    private volatile boolean interrupted;

    @Override
    public String kind() {
      return "test";
    }

    @Override
    public Next step(Job job) throws InterruptedException {
      begun.add(job.id());
      try {
        goOn.await();
      } catch (InterruptedException e) {
        interrupted = true;
        throw e;
      }
      return Next.AT_ONCE;
    }
  }

  @Test
  void close_stepUnderWay_isAwaitedAndNothingElseBegins() throws Exception {
    Waiting work = new Waiting();
    accept("job_1");
    accept("job_2");
    schedule.start(new JobEngine(store, List.of(work)));
    await("a step has begun").until(() -> work.begun.size() == 1);

    Thread closing = new Thread(schedule::close);
    closing.start();
    await("it waits").until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    work.goOn.countDown();
    closing.join();

    assertEquals(1, work.begun.size(), work.begun.toString());
    assertFalse(work.interrupted);
    for (String job : List.of("job_1", "job_2")) {
      assertEquals(JobState.QUEUED, store.find(job).orElseThrow().state());
      assertEquals(NOW, due(job));
    }
  }
}
