package dev.secondunit.understanding;

import static dev.secondunit.understanding.ScriptedModel.answered;
import static dev.secondunit.understanding.ScriptedModel.pending;
import static dev.secondunit.understanding.ScriptedModel.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.question.MediaModel.Availability;
import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import dev.secondunit.job.ForwardingJobStore;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.Turns;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * The life of one question, cranked step by step on a real store with a vendor that follows a
 * script. A minute of video costs $0.0292 and a million tokens of answer $7.50.
 */
class AnalysisWorkTest {
  private static final UsdAmount RESERVED = UsdAmount.ofUsd("0.05992");
  private static final UsdAmount PRICE = UsdAmount.ofUsd("0.02995");

  private static final int WORKERS = 8;

  @TempDir Path folder;
  private final ScriptedModel vendor = new ScriptedModel();
  private QuestionLife life;
  private Path video;

  @BeforeEach
  void open() throws Exception {
    video = Files.writeString(folder.resolve("film.mp4"), "a film of a minute");
    MediaFacts facts =
        new MediaFacts("video/mp4", 18, "5ha", 1280, 720, 60.0, 24.0, "h264", "aac", 2, 48_000);
    life = new QuestionLife(folder, vendor, path -> facts);
  }

  @AfterEach
  void close() {
    life.close();
  }

  private Accepted accept(String prompt, Manner manner) throws Exception {
    return life.accept(video, prompt, manner);
  }

  private Job accept() throws Exception {
    return accept("what is seen", Manner.usual()).job();
  }

  private Job steps(Job job, JobState... expected) {
    return life.steps(job, expected);
  }

  private void assertMoney(String state, UsdAmount settled) {
    assertEquals(RESERVED, life.money().reserved());
    life.assertMoney(state, settled);
  }

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
  void step_lostReply_isAskedAgainUnderTheSameKey() throws Exception {
    vendor.replies.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
        });
    vendor.replies.add(() -> pending());

    Job job = steps(accept(), JobState.SUBMITTING);
    vendor.copy = null;
    steps(job, JobState.RUNNING);

    assertEquals(2, vendor.questions.size());
    assertEquals(vendor.questions.get(0), vendor.questions.get(1));
    assertEquals(1, vendor.questions.get(1).attempt());
    assertEquals("reserved", life.money().state());
  }

  @Test
  void step_lostReplyOfHalfADayAgo_isNotSentAgain() throws Exception {
    vendor.replies.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
        });
    Job job = steps(accept(), JobState.SUBMITTING);

    life.clock.advance(Duration.ofHours(12));
    Job unknown = steps(job, JobState.SUBMIT_UNKNOWN);

    assertEquals(1, vendor.questions.size());
    assertEquals(Charged.UNKNOWN, unknown.failure().charged());
    assertTrue(unknown.failure().message().contains("12 hours"), unknown.failure().message());
    assertMoney("unknown", null);
  }

  @Test
  void step_lostReplyWithoutKey_isNeverSentAgain() throws Exception {
    vendor.resendable = false;
    vendor.replies.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
        });

    Job job = steps(accept(), JobState.SUBMIT_UNKNOWN);

    assertEquals(1, vendor.questions.size());
    assertEquals(Charged.UNKNOWN, job.failure().charged());
    assertMoney("unknown", null);
  }

  @Test
  void step_lostAgainAndAgain_isGivenUpAfterSixResendsAndCountsAsSpent() throws Exception {
    for (int i = 0; i < 20; i++) {
      vendor.replies.add(
          () -> {
            throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
          });
    }

    Job job = accept();
    for (int i = 0; i < Asks.MOST_RESENDS; i++) {
      job = steps(job, JobState.SUBMITTING);
    }
    job = steps(job, JobState.SUBMIT_UNKNOWN);

    assertEquals(1 + Asks.MOST_RESENDS, vendor.questions.size());
    assertMoney("unknown", null);
  }

  @Test
  void step_resendIsRefused_keepsTheMoneyBecauseTheFirstMayHaveArrived() throws Exception {
    vendor.replies.add(
        () -> {
          throw problem(Fate.UNKNOWN, ErrorCode.SUBMIT_UNKNOWN);
        });
    vendor.replies.add(
        () -> {
          Failure busy = Failure.of(ErrorCode.RATE_LIMITED, "slow down").withRetryAfter(30);
          throw new BackendException(Fate.NOT_ACCEPTED, busy);
        });
    vendor.replies.add(
        () -> {
          throw problem(Fate.REJECTED, ErrorCode.INVALID_ARGUMENT);
        });

    Job job = steps(accept(), JobState.SUBMITTING, JobState.SUBMITTING, JobState.SUBMIT_UNKNOWN);

    assertEquals(Charged.UNKNOWN, job.failure().charged());
    assertMoney("unknown", null);
  }

  @Test
  void step_notAccepted_waitsInTheQueueAndAsksUnderANewKey() throws Exception {
    vendor.replies.add(
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED);
        });
    vendor.replies.add(() -> pending());

    steps(accept(), JobState.QUEUED, JobState.RUNNING);

    assertEquals(1, vendor.questions.get(0).attempt());
    assertEquals(2, vendor.questions.get(1).attempt());
    assertEquals(1, vendor.uploads);
  }

  @Test
  void step_toldToWait_holdsBackAllQuestionsToThatModel() throws Exception {
    life.inTurn(new Turns(WORKERS));
    Job first = accept();
    Job second = accept("which colour", Manner.usual()).job();
    vendor.replies.add(AnalysisWorkTest::wait30Seconds);
    vendor.replies.add(() -> pending());

    assertEquals(Next.busy(Duration.ofSeconds(30)), life.next(first));
    steps(second, JobState.QUEUED);

    assertEquals(1, vendor.questions.size());
  }

  @Test
  void step_uploadToldToWait_holdsBackAllQuestionsToThatModel() throws Exception {
    life.inTurn(new Turns(WORKERS));
    Job first = accept();
    Job second = accept("which colour", Manner.usual()).job();
    vendor.availabilities.add(AnalysisWorkTest::wait30Seconds);
    vendor.replies.add(() -> pending());

    assertEquals(Next.busy(Duration.ofSeconds(30)), life.next(first));
    steps(second, JobState.QUEUED);

    assertEquals(0, vendor.questions.size());
  }

  private static <T> T wait30Seconds() throws BackendException {
    Failure busy = Failure.of(ErrorCode.RATE_LIMITED, "slow down").withRetryAfter(30);
    throw new BackendException(Fate.NOT_ACCEPTED, busy);
  }

  @Test
  void step_unreachableForLong_failsUnbilled() throws Exception {
    for (int i = 0; i < 20; i++) {
      vendor.replies.add(
          () -> {
            throw problem(Fate.NOT_ACCEPTED, ErrorCode.VENDOR_UNAVAILABLE);
          });
    }
    Job job = accept();
    for (int i = 0; i < 19; i++) {
      job = steps(job, JobState.QUEUED);
    }
    Job failed = steps(job, JobState.FAILED);

    assertEquals(Charged.NO, failed.failure().charged());
    assertEquals(Retry.NOW, failed.failure().retry());
    assertMoney("released", UsdAmount.ZERO);
  }

  @Test
  void step_backendLostItsKey_waitsAQuarterOfAnHourAndThenFailsUnbilled() throws Exception {
    Job job = accept();
    vendor.readiness = Readiness.missing("set TWELVELABS_API_KEY");
    // However long it was queued before.
    life.clock.advance(Duration.ofHours(20));
    job = steps(job, JobState.QUEUED);
    assertEquals("waiting for twelvelabs: set TWELVELABS_API_KEY", job.progressMessage());
    for (int i = 0; i < 18; i++) {
      job = steps(job, JobState.QUEUED);
    }
    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.BACKEND_UNAVAILABLE, failed.failure().code());
    assertEquals(0, vendor.questions.size());
    assertMoney("released", UsdAmount.ZERO);
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
  void step_cutOff_isAnAnswerThatSaysSo() throws Exception {
    vendor.replies.add(() -> answered("A boat lea", ModelAnswer.LENGTH));

    Job job = steps(accept(), JobState.DOWNLOADING, JobState.SUCCEEDED);

    ObjectNode report = AnalysisReport.of(job);
    assertTrue(report.path("truncated").asBoolean());
    assertEquals("length", report.path("finish_reason").asString());
    assertTrue(report.path("warnings").toString().contains("larger max_tokens"), report.toString());
    assertMoney("spent", PRICE);
  }

  @Test
  void step_dataThatFits_isParsed() throws Exception {
    String schema =
        "{'type':'object','properties':{'events':{'type':'array','items':{'type':'object',"
            + "'properties':{'start_time':{'type':'number'},'at':{'type':'timestamp','format':"
            + "'hh:mm:ss'},'what':{'type':'string'}},'required':['start_time']}}}}";
    String text = "{'events':[{'start_time':12.5,'at':'00:00:12','what':'a boat'}]}";
    vendor.replies.add(() -> answered(text.replace('\'', '"')));

    Job job =
        steps(
            accept("events", QuestionLife.fitting(schema)).job(),
            JobState.DOWNLOADING,
            JobState.SUCCEEDED);

    ObjectNode report = AnalysisReport.of(job);
    assertEquals(QuestionLife.json(text), report.path("data"));
    assertEquals(12.5, report.path("moments").path(0).path("start").asDouble());
    assertEquals("a boat", report.path("moments").path(0).path("what").asString());
  }

  @Test
  void step_dataThatDoesNotFit_wasBilledAndIsNotBoughtAgainByItself() throws Exception {
    Manner manner = QuestionLife.fitting("{'type':'object','required':['title']}");
    vendor.replies.add(() -> answered("{\"subject\": 1}"));

    Job job = steps(accept("title", manner).job(), JobState.FAILED);

    assertEquals(ErrorCode.RESPONSE_SCHEMA_MISMATCH, job.failure().code());
    assertEquals(Charged.YES, job.failure().charged());
    assertEquals("{\"subject\": 1}", AnalysisReport.of(job).path("text").asString());
    assertMoney("spent", PRICE);
    assertTrue(accept("title", manner).deduplicated());
    Retries retries = new Retries(life.store(), SpendingCaps.NONE);
    assertEquals(
        ErrorCode.ILLEGAL_STATE,
        org.junit.jupiter.api.Assertions.assertThrows(
                FailureException.class, () -> retries.retry(job, false))
            .failure()
            .code());
    vendor.replies.add(() -> answered("{\"title\": \"Harbour\"}"));
    retries.retry(job, true);
    Job bought = steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);
    assertNull(bought.failure());
    assertEquals("Harbour", AnalysisReport.of(bought).path("data").path("title").asString());
  }

  @Test
  void step_jsonCutOff_saysThatItWasCut() throws Exception {
    vendor.replies.add(() -> answered("{\"title\": \"Har", ModelAnswer.LENGTH));

    Job job =
        steps(accept("title", QuestionLife.fitting("{'type':'object'}")).job(), JobState.FAILED);

    assertTrue(job.failure().message().contains("cut off"), job.failure().message());
    assertTrue(job.failure().hint().contains("larger max_tokens"), job.failure().hint());
    assertTrue(AnalysisReport.of(job).path("truncated").asBoolean());
    assertMoney("spent", PRICE);
  }

  @Test
  void step_pieces_areShownWhileTheyArrive() throws Exception {
    vendor.pieces.addAll(List.of("A boat ", "leaves."));
    vendor.replies.add(
        () -> {
          throw problem(Fate.NOT_ACCEPTED, ErrorCode.RATE_LIMITED);
        });
    java.util.List<String> shown = new ArrayList<>();
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

  @Test
  void step_fileChangedSinceItWasAskedAbout_isNotSent() throws Exception {
    Job job = accept();
    Files.writeString(video, "another film altogether");

    Job failed = steps(job, JobState.FAILED);

    assertEquals(ErrorCode.ILLEGAL_STATE, failed.failure().code());
    assertEquals(0, vendor.uploads);
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

  @Test
  void step_answerAfterItWasGivenUp_isTaken() throws Exception {
    Job job = accept();
    vendor.replies.add(
        () -> {
          giveUp(job);
          return answered("A boat.");
        });

    steps(job, JobState.DOWNLOADING, JobState.SUCCEEDED);

    assertMoney("spent", PRICE);
  }

  @Test
  void step_answerAfterItWasAskedAnew_becomesAJobOfItsOwn() throws Exception {
    Job job = accept();
    vendor.replies.add(
        () -> {
          new Retries(life.store(), SpendingCaps.NONE).retry(giveUp(job), true);
          Job queued = life.store().find(job.id()).orElseThrow();
          life.store().change(JobChange.of(queued, JobState.SUBMITTING).beginAttempt());
          return answered("A boat.");
        });

    Job goneOn = steps(job, JobState.SUBMITTING);

    Job late = life.store().find(goneOn.lateJob()).orElseThrow();
    late = steps(late, JobState.SUCCEEDED);
    assertEquals("A boat.", AnalysisReport.of(late).path("text").asString());
    assertEquals(job.id(), late.lateAnswerOf());
  }

  private Job giveUp(Job job) {
    Job asked = life.store().find(job.id()).orElseThrow();
    return life.store()
        .change(
            JobChange.of(asked, JobState.SUBMIT_UNKNOWN)
                .failure(
                    Failure.of(ErrorCode.SUBMIT_UNKNOWN, "given up")
                        .withCharged(Charged.UNKNOWN, Retry.USE_JOB)))
        .orElseThrow();
  }
}
