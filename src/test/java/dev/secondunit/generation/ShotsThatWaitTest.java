package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static dev.secondunit.generation.ScriptedBackend.outcome;
import static dev.secondunit.generation.ScriptedBackend.problem;
import static dev.secondunit.generation.ScriptedBackend.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Readiness;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A shot that cannot be sent or asked for now waits; how long, and what that costs at the end. */
class ShotsThatWaitTest extends ShotLife {
  @Test
  void step_toldToWait_queuesAndSendsAgainLater() {
    vendor.submits.add(
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED, 7.0);
        });
    vendor.submits.add(() -> accepted());
    Job job = accept();

    assertEquals(Next.busy(Duration.ofSeconds(7)), engine.step(job.id()));
    assertEquals(JobState.QUEUED, store.find(job.id()).orElseThrow().state());
    Job running = steps(job, JobState.RUNNING);
    assertEquals(2, vendor.creates);
    assertEquals(2, running.attempt());
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_unreachableForLong_failsUnbilled() {
    for (int i = 0; i < 20; i++) {
      vendor.submits.add(
          () -> {
            throw problem(Fate.NOT_ACCEPTED, ErrorCode.VENDOR_UNAVAILABLE, null);
          });
    }
    Job job = accept();
    Duration waited = Duration.ZERO;
    for (int i = 0; i < 19; i++) {
      waited = waited.plus(engine.step(job.id()).after());
      assertEquals(JobState.QUEUED, store.find(job.id()).orElseThrow().state());
    }
    Job failed = steps(job, JobState.FAILED);

    assertTrue(waited.compareTo(Duration.ofMinutes(15)) > 0, waited.toString());
    assertEquals(20, vendor.creates);
    assertEquals(UsdAmount.ZERO, spent());
    assertEquals(Charged.NO, failed.failure().charged());
  }

  @Test
  void step_oldJobUnreachableOnce_waitsAndIsSent() {
    Job job = accept();
    clock.advance(Duration.ofHours(5));
    vendor.submits.add(
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    vendor.submits.add(() -> accepted());
    steps(job, JobState.QUEUED, JobState.RUNNING);
  }

  @Test
  void step_retriedOldJobToldToWait_waitsFromItsRetry() {
    vendor.submits.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.VENDOR_REFUSED, null);
        });
    Job failed = steps(accept(), JobState.FAILED);
    clock.advance(Duration.ofDays(3));
    new Retries(store, SpendingCaps.NONE).retry(failed, false);
    for (int i = 0; i < 2; i++) {
      vendor.submits.add(
          () -> {
            throw problem(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED, 7.0);
          });
    }
    steps(failed, JobState.QUEUED);
    clock.advance(Duration.ofHours(25));
    steps(failed, JobState.FAILED);

    assertEquals(UsdAmount.ZERO, spent());
  }

  @Test
  void step_backendLostItsKey_waitsAndThenFailsUnbilled() {
    vendor.readiness = Readiness.missing("set XAI_API_KEY");
    Job job = accept();
    Job waiting = steps(job, JobState.QUEUED);
    assertEquals("waiting for grok: set XAI_API_KEY", waiting.progressMessage());
    for (int i = 0; i < 18; i++) {
      assertEquals(JobState.QUEUED, step(job).state());
    }
    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.BACKEND_UNAVAILABLE, failed.failure().code());
    assertEquals(UsdAmount.ZERO, spent());
    assertEquals(0, vendor.creates);
  }

  @Test
  void step_noRoomForTheResult_buysNothingUntilThereIs() throws Exception {
    vendor.submits.add(() -> accepted());
    Path inTheWay = Files.writeString(folder.resolve("media"), "a file, not a folder");
    Job job = accept();
    // The folders of others may have room.
    assertEquals(Next.after(Duration.ofSeconds(15)), engine.step(job.id()));
    Job waiting = store.find(job.id()).orElseThrow();
    assertEquals(JobState.QUEUED, waiting.state());
    assertTrue(waiting.progressMessage().startsWith("waiting for room: "), waiting.toString());
    assertEquals(0, vendor.creates);

    Files.delete(inTheWay);
    steps(job, JobState.RUNNING);
    assertEquals(1, vendor.creates);
  }

  @Test
  void step_noRoomForWhatComesWithTheAnswer_buysNothingUntilThereIs() {
    vendor.submits.add(() -> accepted());
    ArtifactStore small = mock(ArtifactStore.class, delegatesTo(artifacts));
    Failure full = Failure.of(ErrorCode.STORAGE_FAILED, "Only 9 bytes are left.");
    doReturn(Optional.of(full), Optional.empty()).when(small).refusal(folder.resolve("scratch"));
    artifacts = small;
    engine = engineOn(store);
    Job waiting = steps(accept(), JobState.QUEUED);
    assertTrue(waiting.progressMessage().contains("Only 9 bytes"), waiting.toString());
    assertEquals(0, vendor.creates);

    steps(waiting, JobState.RUNNING);
    assertEquals(1, vendor.creates);
  }

  @Test
  void step_noRoomForADay_failsUnbilled() throws Exception {
    Files.writeString(folder.resolve("media"), "a file, not a folder");
    Job job = accept();
    clock.advance(Duration.ofHours(25));
    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.STORAGE_FAILED, failed.failure().code());
    assertEquals(Charged.NO, failed.failure().charged());
    assertEquals(UsdAmount.ZERO, spent());
    assertEquals(0, vendor.creates);
  }

  @Test
  void step_vendorCannotBeAsked_asksAgainAndLosesNothing() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    Job job = accept();
    Job asked = steps(job, JobState.RUNNING, JobState.RUNNING);
    assertEquals(1, asked.pollFailures());
    Job done = steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, done.settled());
  }

  @Test
  void step_neverFinished_failsWithMoneyHeldAndRetryAsksAgain() {
    vendor.submits.add(() -> accepted());
    for (int i = 0; i < 3; i++) {
      vendor.polls.add(() -> running(null));
    }
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    Job job = accept();
    steps(job, JobState.RUNNING, JobState.RUNNING);
    clock.advance(DEADLINE.plusSeconds(1));
    assertEquals(Next.after(Duration.ofMinutes(5)), engine.step(job.id()));
    Job late = store.find(job.id()).orElseThrow();
    assertTrue(late.progressMessage().contains("every 5 minutes"), late.progressMessage());
    clock.advance(Duration.ofHours(24));
    Job failed = steps(job, JobState.FAILED);
    assertEquals(ErrorCode.DEADLINE_EXCEEDED, failed.failure().code());
    assertEquals(Charged.UNKNOWN, failed.failure().charged());
    assertEquals(ESTIMATE, spent());

    Job again = new Retries(store, SpendingCaps.NONE).retry(failed, false);
    assertEquals(JobState.RUNNING, again.state());
    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);
    assertEquals(1, vendor.creates);
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_clockPutForward_doesNotEndWhatHasJustBegun() throws Exception {
    TestClock stopwatch = new TestClock();
    this.stopwatch = stopwatch;
    engine = engineOn(store);
    vendor.submits.add(() -> accepted());
    for (int i = 0; i < 4; i++) {
      vendor.polls.add(() -> running(null));
    }
    Job job = accept();
    steps(job, JobState.RUNNING);
    clock.advance(Duration.ofHours(1));
    steps(job, JobState.RUNNING);
    clock.advance(Duration.ofHours(-3));
    steps(job, JobState.RUNNING);
    stopwatch.advance(DEADLINE.plusHours(24).plusSeconds(1));
    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.DEADLINE_EXCEEDED, failed.failure().code());
  }
}
