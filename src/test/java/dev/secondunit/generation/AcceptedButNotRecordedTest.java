package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static dev.secondunit.generation.ScriptedBackend.outcome;
import static dev.secondunit.generation.ScriptedBackend.running;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.backend.Poll;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.ForwardingJobStore;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.Identifiers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The vendor has accepted and the store is full: its id outlives that, and the process. */
class AcceptedButNotRecordedTest extends ShotLife {
  @Test
  void step_answerThatCannotBeRecorded_holdsUpNoOtherJob() {
    Job stuck = accept();
    engine =
        engineOn(
            new ForwardingJobStore(store) {
              @Override
              public Optional<Job> change(JobChange change) {
                if (change.jobId().equals(stuck.id()) && change.to() == JobState.RUNNING) {
                  throw Failure.of(ErrorCode.STORAGE_FAILED, "Not this one.").asException();
                }
                return super.change(change);
              }
            });
    vendor.submits.add(() -> accepted());
    vendor.submits.add(() -> accepted("v-2"));
    steps(stuck, JobState.SUBMITTING);

    Job other = steps(accept("job_01jd0000000000000000000001", 1), JobState.RUNNING);

    assertEquals("v-2", other.vendorReference().path("id").asString());
    assertEquals(2, vendor.creates);
  }

  @Test
  void step_storeFullAfterAccepted_keepsTheVendorsIdUntilItCanBeRecorded() {
    boolean[] full = {true};
    JobStore failing =
        new ForwardingJobStore(store) {
          @Override
          public Optional<Job> change(JobChange change) {
            if (full[0] && change.to() == JobState.RUNNING) {
              throw Failure.of(ErrorCode.STORAGE_FAILED, "The disk is full.").asException();
            }
            return super.change(change);
          }
        };
    engine = engineOn(failing);
    vendor.submits.add(() -> accepted());
    vendor.polls.add(() -> running(0.1));
    Job job = steps(accept(), JobState.SUBMITTING, JobState.SUBMITTING);
    full[0] = false;
    Job running = steps(job, JobState.RUNNING);

    assertEquals(1, vendor.creates);
    assertEquals("v-1", running.vendorReference().path("id").asString());
  }

  @Test
  void step_storeFullAfterAcceptedAndKilled_isFoundByItsNote() {
    JobStore failing =
        new ForwardingJobStore(store) {
          @Override
          public Optional<Job> change(JobChange change) {
            if (change.to() == JobState.RUNNING) {
              throw Failure.of(ErrorCode.STORAGE_FAILED, "The disk is full.").asException();
            }
            return super.change(change);
          }
        };
    engine = engineOn(failing);
    vendor.submits.add(() -> accepted());
    Job job = steps(accept(), JobState.SUBMITTING);
    engine = engineOn(store);
    Job running = steps(job, JobState.RUNNING);

    assertEquals(1, vendor.creates);
    assertEquals("v-1", running.vendorReference().path("id").asString());
  }

  @Test
  void retry_givenUpAndNoted_goesOnWithTheNotedAnswer() throws Exception {
    ScratchFolders scratch = new ScratchFolders(folder.resolve("scratch"));
    Job job = accept();
    died(job);
    Job unknown = steps(job, JobState.SUBMIT_UNKNOWN);
    new AnswerNotes(scratch).write(job.id(), unknown.attempt(), accepted());
    clock.advance(Duration.ofHours(2));
    new ScratchSweep(store, scratch, clock).run();

    Retries retries =
        new Retries(
            store,
            SpendingCaps.NONE,
            new NotedAnswers(store, scratch, Identifiers.system())::record,
            lost -> false);
    assertEquals(JobState.RUNNING, retries.retry(unknown, true).state());
    vendor.polls.add(() -> new Poll.Done(outcome(null, null)));
    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(0, vendor.creates);
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void step_scratchCannotBeMade_sendsNothing() throws Exception {
    Files.writeString(folder.resolve("scratch"), "a file in the way");
    Job job = accept();
    assertEquals(JobState.QUEUED, step(job).state());
    Files.delete(folder.resolve("scratch"));
    vendor.submits.add(() -> accepted());
    steps(job, JobState.RUNNING);

    assertEquals(1, vendor.creates);
  }
}
