package dev.secondunit.understanding;

import static dev.secondunit.understanding.ScriptedModel.answered;
import static dev.secondunit.understanding.ScriptedModel.pending;
import static dev.secondunit.understanding.ScriptedModel.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.question.MediaModel.Availability;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.job.ForwardingJobStore;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The life of one question, cranked step by step on a real store, to each of its ends. */
class AnalysisWorkTest extends ScriptedQuestions {
  @Test
  void step_task_isBroughtAskedWaitedForAndRead() throws Exception {
    vendor.availabilities.add(() -> Availability.PROCESSING);
    vendor.replies.add(() -> pending());
    vendor.looks.add(() -> pending());
    vendor.looks.add(() -> answered("A boat leaves the harbour."));

    Job queued = steps(accept(), JobState.QUEUED);
    assertEquals("twelvelabs is looking through it", queued.progressMessage());
    Job running = steps(queued, JobState.RUNNING, JobState.RUNNING, JobState.DOWNLOADING);
    assertMoney("spent", PRICE);
    Job done = steps(running, JobState.SUCCEEDED);

    ObjectNode report = AnalysisReport.of(done);
    assertEquals("A boat leaves the harbour.", report.path("text").asString());
    assertTrue(report.path("data").isNull());
    assertEquals("stop", report.path("finish_reason").asString());
    assertFalse(report.path("truncated").asBoolean());
    assertEquals(5_400, report.path("usage").path("input_tokens").asInt());
    assertEquals("pegasus1.5", report.path("model").asString());
    assertEquals(0.02995, report.path("cost").path("actual_usd").asDouble());
    assertEquals(1, vendor.uploads);
    assertEquals(1, vendor.questions.size());
    assertEquals("copy-1", vendor.questions.get(0).media().get(0).upload().reference().get("id"));
  }

  @Test
  void step_pieces_areShownWhileTheyArrive() throws Exception {
    vendor.pieces.addAll(List.of("A boat ", "leaves."));
    vendor.replies.add(
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED);
        });
    List<String> shown = new ArrayList<>();
    JobStore watched =
        new ForwardingJobStore(life.store()) {
          @Override
          public Optional<Job> change(JobChange change) {
            if (change.progress() != null) {
              shown.add(change.progressMessage());
            }
            return super.change(change);
          }
        };
    life.workOn(watched);

    steps(accept(), JobState.QUEUED);

    assertEquals(List.of("A boat "), shown);
  }

  @Test
  void step_refused_failsFree() throws Exception {
    vendor.replies.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.INVALID_ARGUMENT);
        });

    Job job = steps(accept(), JobState.FAILED);

    assertEquals(Charged.NO, job.failure().charged());
    assertMoney("released", UsdAmount.ZERO);
  }

  @Test
  void step_cancelledWhileRunning_asksTheVendorToStop() throws Exception {
    vendor.replies.add(() -> pending());
    vendor.cancellation = () -> true;
    vendor.looks.add(() -> pending());
    Job job = steps(accept(), JobState.RUNNING);
    life.store().requestCancel(job.id());

    steps(job, JobState.CANCELLED);

    assertMoney("unknown", null);
  }

  @Test
  void step_neverAnswered_failsAfterTheDeadlineAndCanBeLookedForAgain() throws Exception {
    vendor.replies.add(() -> pending());
    vendor.looks.add(() -> pending());
    vendor.looks.add(() -> pending());
    vendor.looks.add(() -> answered("A boat."));
    Job job = steps(accept(), JobState.RUNNING);
    life.clock.advance(Duration.ofHours(2));
    Job late = steps(job, JobState.RUNNING);
    assertTrue(late.progressMessage().contains("every 5 minutes"), late.progressMessage());
    life.clock.advance(Duration.ofHours(24));

    Job failed = steps(job, JobState.FAILED);
    assertEquals(ErrorCode.DEADLINE_EXCEEDED, failed.failure().code());
    new Retries(life.store(), SpendingCaps.NONE).retry(failed, false);
    steps(failed, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(1, vendor.questions.size());
    assertMoney("spent", PRICE);
  }
}
