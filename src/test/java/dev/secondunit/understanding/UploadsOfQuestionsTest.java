package dev.secondunit.understanding;

import static dev.secondunit.understanding.ScriptedModel.answered;
import static dev.secondunit.understanding.ScriptedModel.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.question.MediaModel.Availability;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The film travels to the vendor before it is asked about, and need not travel twice. */
class UploadsOfQuestionsTest extends ScriptedQuestions {
  @Test
  void accept_equalQuestion_isTheSameJobAndAnotherOneUsesTheUploadAgain() throws Exception {
    vendor.replies.add(() -> answered("A boat."));
    vendor.replies.add(() -> answered("Blue."));
    Job first = steps(accept(), JobState.DOWNLOADING, JobState.SUCCEEDED);

    life.clock.advance(Duration.ofDays(20));
    Accepted again = accept("what is seen", Manner.usual());
    assertTrue(again.deduplicated());
    assertEquals(first.id(), again.job().id());

    steps(accept("which colour", Manner.usual()).job(), JobState.DOWNLOADING, JobState.SUCCEEDED);
    assertEquals(1, vendor.uploads);
    assertEquals(2, vendor.questions.size());
  }

  @Test
  void step_uploadIsGone_bringsItAnew() throws Exception {
    vendor.replies.add(() -> answered("A boat."));
    steps(accept(), JobState.DOWNLOADING, JobState.SUCCEEDED);
    vendor.availabilities.add(() -> Availability.GONE);
    vendor.replies.add(() -> answered("Blue."));

    steps(
        accept("which colour", Manner.usual()).job(),
        JobState.QUEUED,
        JobState.DOWNLOADING,
        JobState.SUCCEEDED);

    assertEquals(2, vendor.uploads);
  }

  @Test
  void step_uploadCannotBeRead_failsFreeAndForgetsIt() throws Exception {
    vendor.availabilities.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.MEDIA_CORRUPT);
        });

    Job failed = steps(accept(), JobState.FAILED);

    assertEquals(ErrorCode.MEDIA_CORRUPT, failed.failure().code());
    assertEquals(Charged.NO, failed.failure().charged());
    assertMoney("released", UsdAmount.ZERO);
    assertEquals(0, vendor.questions.size());
    vendor.replies.add(() -> answered("A boat."));
    steps(accept(), JobState.DOWNLOADING);
    assertEquals(2, vendor.uploads);
  }

  @Test
  void step_fileChangedSinceItWasAskedAbout_isNotSent() throws Exception {
    Job job = accept();
    Files.writeString(video, "another film altogether");

    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.ILLEGAL_STATE, failed.failure().code());
    assertEquals(0, vendor.uploads);
    assertMoney("released", UsdAmount.ZERO);
  }
}
