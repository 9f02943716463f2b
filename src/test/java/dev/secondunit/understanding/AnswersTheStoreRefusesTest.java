package dev.secondunit.understanding;

import static dev.secondunit.understanding.ScriptedModel.answered;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.ForwardingJobStore;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A paid answer arrives while the store cannot take it. */
class AnswersTheStoreRefusesTest extends ScriptedQuestions {
  @Test
  void step_answerThatTheStoreCannotTake_isKeptAndRecordedLater() throws Exception {
    vendor.replies.add(() -> answered("A boat."));
    boolean[] full = {true};
    life.workOn(
        new ForwardingJobStore(life.store()) {
          @Override
          public Optional<Job> change(JobChange change) {
            if (full[0] && change.to() == JobState.DOWNLOADING) {
              throw Failure.of(ErrorCode.DATABASE_UNAVAILABLE, "disk full").asException();
            }
            return super.change(change);
          }
        });

    Job job = steps(accept(), JobState.SUBMITTING);
    full[0] = false;
    job = steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals(1, vendor.questions.size());
    assertEquals("A boat.", AnalysisReport.of(job).path("text").asString());
  }

  @Test
  void step_answerThatCannotBeRecorded_holdsUpNoOtherQuestion() throws Exception {
    vendor.replies.add(() -> answered("A boat."));
    vendor.replies.add(() -> answered("A harbour."));
    Job stuck = accept();
    life.workOn(
        new ForwardingJobStore(life.store()) {
          @Override
          public Optional<Job> change(JobChange change) {
            if (change.jobId().equals(stuck.id()) && change.to() == JobState.DOWNLOADING) {
              throw Failure.of(ErrorCode.DATABASE_UNAVAILABLE, "not this one").asException();
            }
            return super.change(change);
          }
        });
    steps(stuck, JobState.SUBMITTING);

    Job other =
        steps(
            accept("where is it", Manner.usual()).job(), JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals("A harbour.", AnalysisReport.of(other).path("text").asString());
  }

  @Test
  void step_storeFailsWhileTextArrives_theAnswerIsTaken() throws Exception {
    vendor.pieces.addAll(List.of("A boat ", "leaves."));
    vendor.replies.add(() -> answered("A boat leaves."));
    life.workOn(
        new ForwardingJobStore(life.store()) {
          @Override
          public Optional<Job> change(JobChange change) {
            if (change.progress() != null && change.to() == JobState.SUBMITTING) {
              throw Failure.of(ErrorCode.DATABASE_UNAVAILABLE, "locked").asException();
            }
            return super.change(change);
          }
        });

    Job job = steps(accept(), JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertEquals("A boat leaves.", AnalysisReport.of(job).path("text").asString());
  }

  @Test
  void step_misfitRecordedTwice_becomesNoOtherJob() throws Exception {
    Manner manner = QuestionLife.fitting("{'type':'object','required':['title']}");
    vendor.replies.add(() -> answered("{\"subject\": 1}"));
    boolean[] first = {true};
    life.workOn(
        new ForwardingJobStore(life.store()) {
          @Override
          public Optional<Job> change(JobChange change) {
            Optional<Job> changed = super.change(change);
            if (change.to() == JobState.FAILED && first[0]) {
              first[0] = false;
              throw Failure.of(ErrorCode.DATABASE_UNAVAILABLE, "lost after the commit")
                  .asException();
            }
            return changed;
          }
        });
    Job job = steps(accept("title", manner).job(), JobState.FAILED);

    vendor.replies.add(() -> answered("A boat."));
    steps(accept("another", Manner.usual()).job(), JobState.DOWNLOADING);

    assertEquals(null, life.store().find(job.id()).orElseThrow().lateJob());
    assertEquals(2, life.store().list(null, Set.of(), null, 10).jobs().size());
  }
}
