package dev.secondunit.understanding;

import static dev.secondunit.understanding.QuestionLife.manner;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.twelvelabs.TwelveLabsClient;
import dev.secondunit.backend.twelvelabs.TwelveLabsQuestions;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.Vendor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A question at TwelveLabs through time: given up, restarted, cancelled, asked twice. */
class TwelveLabsJobsTest extends TwelveLabsBench {
  @Test
  void job_neverAnswered_isGivenUpAfterItsDeadlineWithTheMoneyOpen() throws Exception {
    strike(Operation.CREATE, Fault.NEVER_ENDING);
    Job job = life.accept(video, "what is seen", Manner.usual()).job();
    while (job.state() != JobState.RUNNING) {
      job = life.step(job);
      REHEARSAL.simulators().advance(Duration.ofSeconds(30));
    }
    life.clock.advance(Duration.ofHours(2));
    assertEquals(JobState.RUNNING, life.step(job).state());
    life.clock.advance(Duration.ofHours(24));

    Job failed = life.step(job);

    assertEquals(ErrorCode.DEADLINE_EXCEEDED, failed.failure().code());
    assertEquals(Charged.UNKNOWN, failed.failure().charged());
    life.assertMoney("unknown", null);
  }

  @Test
  void task_notKnownAtAnotherAddress_isAskedAgainAndAnswered() throws Exception {
    Job job = life.accept(video, "what is seen", Manner.usual()).job();
    while (job.state() != JobState.RUNNING) {
      job = life.step(job);
      REHEARSAL.simulators().advance(Duration.ofSeconds(30));
    }
    life.talkingTo(elsewhere());
    job = life.steps(job, JobState.RUNNING);
    assertTrue(job.progressMessage().contains("does not know"), job.progressMessage());
    job = over(job);
    assertEquals(JobState.EXPIRED, job.state());

    life.talkingTo(REHEARSAL.mediaModel(Dialect.TWELVELABS, folder));
    job = over(new Retries(life.store(), SpendingCaps.NONE).retry(job, false));

    assertEquals(JobState.SUCCEEDED, job.state(), String.valueOf(job.failure()));
    assertEquals(1, seen().createsReceived());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void task_notKnownAgainAfterOtherNews_isWaitedForAnew(boolean known) throws Exception {
    Job job = life.accept(video, "what is seen", Manner.usual()).job();
    while (job.state() != JobState.RUNNING) {
      job = life.step(job);
      REHEARSAL.simulators().advance(Duration.ofSeconds(30));
    }
    for (int time = 0; time < 3; time++) {
      life.turningTo(elsewhere());
      for (int minute = 0; minute < 10; minute++) {
        assertEquals(JobState.RUNNING, life.step(job).state());
        life.clock.advance(Duration.ofMinutes(1));
      }
      life.turningTo(REHEARSAL.mediaModel(Dialect.TWELVELABS, folder));
      if (!known) {
        REHEARSAL
            .simulators()
            .strike(
                FaultRule.next(Vendor.TWELVELABS, Operation.POLL, Fault.UNAVAILABLE)
                    .withTimes(Integer.MAX_VALUE));
      }
      assertEquals(JobState.RUNNING, life.step(job).state());
      REHEARSAL.simulators().clearFaults();
    }
  }

  @Test
  void cancel_afterTheVendorAnswered_keepsTheBilledAnswer() throws Exception {
    Job job = life.accept(video, "what is seen", Manner.usual()).job();
    while (job.state() != JobState.RUNNING) {
      job = life.step(job);
      REHEARSAL.simulators().advance(Duration.ofSeconds(30));
    }
    REHEARSAL.simulators().completeJobs();
    life.store().requestCancel(job.id());

    job = over(job);

    assertEquals(JobState.SUCCEEDED, job.state(), String.valueOf(job.failure()));
    assertEquals(0, seen().received(Operation.DELETE) + seen().received(Operation.CANCEL));
  }

  @Test
  void question_askedTwice_makesOneVendorCall() throws Exception {
    Job first = over(life.accept(video, "what is seen", Manner.usual()).job());
    Path moved = Files.move(video, folder.resolve("same-film-elsewhere.mp4"));

    var again = life.accept(moved, "what is seen", manner(null, true, NO_OPTIONS));
    assertEquals(first.id(), again.job().id());
    over(again.job());
    assertEquals(1, seen().createsReceived());

    over(life.accept(moved, "and which colours", Manner.usual()).job());
    assertEquals(2, seen().createsReceived());
    assertEquals(1, seen().received(Operation.UPLOAD), "the film travelled once");
  }

  @Test
  void restart_atEveryStep_goesOnAndAsksOnce() throws Exception {
    strike(Operation.CREATE, Fault.LOST_REPLY);
    Job job = life.accept(video, "what is seen", Manner.usual()).job();
    for (int step = 0; step < 60 && !job.state().terminal(); step++) {
      job = life.step(job);
      life.restart();
      goOn();
    }

    assertEquals(JobState.SUCCEEDED, job.state(), String.valueOf(job.failure()));
    assertEquals(1, seen().createsAccepted());
    assertEquals(2, seen().createsReceived());
    assertEquals(1, seen().received(Operation.UPLOAD));
    assertEquals("spent", life.money().state());
  }

  @Test
  void moments_namedByTheAnswer_haveEvidenceFrames() throws Exception {
    String prompt = "[[answer:00:01 - 00:02: the pattern turns\n0:04 it turns back\n9:59 no]]";

    Job job = over(life.accept(video, prompt, Manner.usual()).job());

    ObjectNode report = AnalysisReport.of(job);
    assertEquals(2, report.path("moments").size(), report.toString());
    assertEquals(1.0, report.at("/moments/0/start").asDouble());
    assertEquals(2.0, report.at("/moments/0/end").asDouble());
    assertEquals("the pattern turns", report.at("/moments/0/what").asString());
    assertTrue(
        Files.size(Path.of(report.at("/moments/1/evidence_frame").asString())) > 1_000,
        report.toString());
  }

  /** The same vendor, asked one path segment beside it: it knows nothing there. */
  private MediaModel elsewhere() {
    String base = REHEARSAL.simulators().baseUrl(Dialect.TWELVELABS) + "/elsewhere";
    Settings settings =
        new Settings(
            Map.of("TWELVELABS_API_KEY", TestLayer.KEY, "TWELVELABS_BASE_URL", base), folder);
    return new TwelveLabsQuestions(new TwelveLabsClient(settings, REHEARSAL.layer()));
  }
}
