package dev.secondunit.generation;

import static dev.secondunit.generation.ScriptedBackend.accepted;
import static dev.secondunit.generation.ScriptedBackend.outcome;
import static dev.secondunit.generation.ScriptedBackend.problem;
import static dev.secondunit.generation.ScriptedBackend.running;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.ForwardingJobStore;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.LateAnswer;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a vendor answered is paid for: an answer that comes too late is still not lost. */
class LateAnswersTest extends ShotLife {
  private static final UsdAmount TWICE = UsdAmount.ofUsd("0.04");

  private Job only(JobState state) {
    List<Job> found = store.list(null, Set.of(state), null, 10).jobs();
    assertEquals(1, found.size(), found.toString());
    return found.get(0);
  }

  /** Another process believes that this one died, and gives the job up meanwhile. */
  private void givenUp(Job job) {
    Job submitting = store.find(job.id()).orElseThrow();
    Failure lost =
        Failure.of(ErrorCode.SUBMIT_UNKNOWN, "lost").withCharged(Charged.UNKNOWN, Retry.USE_JOB);
    store.change(JobChange.of(submitting, JobState.SUBMIT_UNKNOWN).failure(lost)).orElseThrow();
  }

  private void boughtAnew(Job job) {
    new Retries(store, SpendingCaps.NONE).retry(store.find(job.id()).orElseThrow(), true);
  }

  private Submission delivered(Job job, int attempt) {
    try {
      Path file = folder.resolve("scratch/" + job.id() + "/" + attempt + "/picture.png");
      Files.write(file, vendor.picture);
      return new Submission.Delivered(
          new VendorReference("sync-" + attempt, Map.of()),
          new Outcome(
              List.of(new RemoteFile(file.toString(), "image/png", null, Map.of())),
              null,
              UsdAmount.ofUsd("0.03"),
              null,
              List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void accepted_afterGivenUp_goesOn() {
    Job job = accept();
    vendor.submits.add(
        () -> {
          givenUp(job);
          return accepted();
        });
    Job running = steps(job, JobState.RUNNING);

    assertEquals("v-1", running.vendorReference().path("id").asString());
    assertNull(running.failure());
    assertEquals(ESTIMATE, spent());
    assertEquals("reserved", ledger.entries(null, null).get(0).state());
  }

  @Test
  void accepted_beforeTheRetryIsSent_goesOnAndGivesTheSecondReservationBack() {
    Job job = accept();
    vendor.submits.add(
        () -> {
          givenUp(job);
          boughtAnew(job);
          assertEquals(TWICE, spent());
          return accepted();
        });
    vendor.polls.add(() -> new Poll.Done(outcome(UsdAmount.ofUsd("0.03"), null)));
    Job running = steps(job, JobState.RUNNING);
    assertEquals(ESTIMATE, spent());
    assertEquals(Set.of(), running.unknownAttempts());
    Job done = steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(1, vendor.creates);
    assertEquals(UsdAmount.ofUsd("0.03"), spent());
    assertEquals(UsdAmount.ofUsd("0.03"), done.settled());
    assertEquals(
        List.of("spent", "released"),
        ledger.entries(null, null).stream().map(Ledger.Entry::state).toList());
  }

  @Test
  void delivered_beforeTheRetryIsSent_isStoredAndPaidOnce() {
    Job job = accept();
    vendor.submits.add(
        () -> {
          givenUp(job);
          boughtAnew(job);
          return delivered(job, 1);
        });
    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(1, vendor.creates);
    assertEquals(UsdAmount.ofUsd("0.03"), spent());
  }

  /** The first attempt is answered only when the second one is running at the vendor. */
  private Job answeredAfterTheRetryWasSent(Job job) {
    vendor.submits.add(
        () -> {
          givenUp(job);
          boughtAnew(job);
          engine.step(job.id());
          return accepted("v-late");
        });
    vendor.submits.add(() -> accepted());
    return steps(job, JobState.RUNNING);
  }

  @Test
  void accepted_afterTheRetryWasSent_becomesAJobOfItsOwn() {
    Job job = accept();
    Job running = answeredAfterTheRetryWasSent(job);

    assertEquals("v-1", running.vendorReference().path("id").asString());
    Job late = store.find(running.lateJob()).orElseThrow();
    assertEquals(JobState.RUNNING, late.state());
    assertEquals("v-late", late.vendorReference().path("id").asString());
    assertEquals(job.id(), late.lateAnswerOf());
    assertEquals(TWICE, spent());
    vendor.polls.add(() -> new Poll.Done(outcome(UsdAmount.ofUsd("0.03"), null)));
    vendor.polls.add(() -> new Poll.Done(outcome(UsdAmount.ofUsd("0.01"), null)));
    steps(late, JobState.DOWNLOADING, JobState.SUCCEEDED);
    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(2, vendor.creates);
    assertEquals(UsdAmount.ofUsd("0.04"), spent());
    assertEquals(
        UsdAmount.ofUsd("0.03"), store.find(late.id()).orElseThrow().settled(), "of the late one");
    ObjectNode report = JobReport.of(store.find(job.id()).orElseThrow());
    assertEquals(late.id(), report.path("late_job_id").asString());
    assertTrue(report.path("warnings").toString().contains(late.id()), report.toString());
    ObjectNode lateReport = JobReport.of(store.find(late.id()).orElseThrow());
    assertEquals(job.id(), lateReport.path("late_answer_of").asString());
    assertEquals(1, assets.ofJob(late.id()).size());
    assertEquals(1, assets.ofJob(job.id()).size());
  }

  @Test
  void delivered_afterTheRetryWasDelivered_keepsBothFiles() throws Exception {
    Job job = accept();
    vendor.submits.add(
        () -> {
          givenUp(job);
          boughtAnew(job);
          engine.step(job.id());
          return delivered(job, 1);
        });
    vendor.submits.add(() -> delivered(job, 2));
    steps(job, JobState.DOWNLOADING);
    Job done = steps(job, JobState.SUCCEEDED);
    Job late = steps(store.find(done.lateJob()).orElseThrow(), JobState.SUCCEEDED);

    assertEquals(UsdAmount.ofUsd("0.06"), spent());
    Path one = assets.local(assets.ofJob(job.id()).get(0));
    Path other = assets.local(assets.ofJob(late.id()).get(0));
    assertArrayEquals(vendor.picture, Files.readAllBytes(one));
    assertArrayEquals(vendor.picture, Files.readAllBytes(other));
    assertNotEquals(one, other);
    try (Stream<Path> left = Files.walk(folder.resolve("scratch"))) {
      assertEquals(List.of(), left.filter(Files::isRegularFile).toList(), "no scratch stays");
    }
  }

  @Test
  void accepted_afterTheRetryWasCancelled_becomesAJobOfItsOwn() {
    Job job = accept();
    vendor.submits.add(
        () -> {
          givenUp(job);
          boughtAnew(job);
          store.requestCancel(job.id());
          engine.step(job.id());
          return accepted();
        });
    Job cancelled = steps(job, JobState.CANCELLED);

    Job late = only(JobState.RUNNING);
    assertEquals(late.id(), cancelled.lateJob());
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void accepted_afterReconcileFoundIt_isTheSame() {
    Job job = accept();
    vendor.reconciliation = () -> Optional.of(accepted());
    vendor.submits.add(
        () -> {
          engine.step(job.id());
          return accepted();
        });
    Job running = steps(job, JobState.RUNNING);

    assertNull(running.lateJob());
    assertEquals(1, store.list(null, Set.of(), null, 10).jobs().size());
    assertEquals(ESTIMATE, spent());
  }

  @Test
  void accepted_whileTheStoreIsFull_isTakenInOnceByTheNextStep() {
    boolean[] full = {false};
    JobStore failing =
        new ForwardingJobStore(store) {
          @Override
          public Job takeIn(LateAnswer answer) {
            if (full[0]) {
              throw Failure.of(ErrorCode.STORAGE_FAILED, "The disk is full.").asException();
            }
            return super.takeIn(answer);
          }
        };
    engine = engineOn(failing);
    Job job = accept();
    vendor.submits.add(
        () -> {
          givenUp(job);
          boughtAnew(job);
          engine.step(job.id());
          full[0] = true;
          return accepted("v-late");
        });
    vendor.submits.add(() -> accepted());
    step(job);
    step(job);
    assertEquals(1, store.list(null, Set.of(), null, 10).jobs().size());
    full[0] = false;
    step(job);
    vendor.polls.add(() -> running(0.1));
    step(job);

    assertEquals(2, store.list(null, Set.of(), null, 10).jobs().size());
    assertEquals(TWICE, spent());
  }

  @Test
  void takenIn_joinsTheBatches() {
    Job job = accept("batch_1");
    Job running = answeredAfterTheRetryWasSent(job);

    assertEquals(
        List.of(job.id(), running.lateJob()),
        store.batch("batch_1").stream().map(Job::id).toList());
  }

  @Test
  void report_attemptRefusedAfterAnUnknownOne_saysThatMoneyMayBeDue() {
    vendor.submits.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.VENDOR_UNAVAILABLE, null);
        });
    vendor.submits.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.VENDOR_REFUSED, null);
        });
    Job job = steps(accept(), JobState.SUBMIT_UNKNOWN);
    boughtAnew(job);
    Job failed = steps(job, JobState.FAILED);
    ObjectNode report = JobReport.of(failed);

    assertEquals(ESTIMATE, spent());
    assertEquals("unknown", report.at("/error/charged").asString());
    assertEquals("use_job", report.at("/error/retry").asString());
    assertEquals("submit_unknown", report.at("/attempts/0/outcome").asString());
    assertEquals("not_accepted", report.at("/attempts/1/outcome").asString());
    // The word was given for the first attempt; the second one cost nothing.
    new Retries(store, SpendingCaps.NONE).retry(failed, false);
    assertEquals(Set.of(1), store.find(job.id()).orElseThrow().unknownAttempts());
  }

  @Test
  void report_attemptRefusedAfterABilledOne_saysThatMoneyIsDue() {
    vendor.submits.add(() -> accepted());
    vendor.polls.add(
        () ->
            new Poll.Failed(
                Failure.of(ErrorCode.VENDOR_REFUSED, "Blocked after generation.")
                    .withCharged(Charged.YES, Retry.NEVER)));
    vendor.submits.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.VENDOR_REFUSED, null);
        });
    Job job = steps(accept(), JobState.RUNNING, JobState.FAILED);
    boughtAnew(job);
    ObjectNode report = JobReport.of(steps(job, JobState.FAILED));

    assertEquals("yes", report.at("/error/charged").asString());
    assertEquals(ESTIMATE, spent());
  }
}
