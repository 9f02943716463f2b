package dev.secondunit.understanding;

import static dev.secondunit.understanding.QuestionLife.manner;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every fault of the vendor, with where the job ends, how often the question left, and what that
 * cost.
 */
class TwelveLabsFaultsTest extends TwelveLabsBench {
  private static final String SCHEMA =
      "{'type':'object','properties':{'title':{'type':'string'},"
          + "'at':{'type':'timestamp','format':'hh:mm:ss'}},'required':['title','at']}";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "                           , SUCCEEDED, 1, 1, NO,      spent,    true",
    "RATE_LIMITED               , SUCCEEDED, 2, 1, NO,      spent,    true",
    "RATE_LIMITED_WITHOUT_DELAY , SUCCEEDED, 2, 1, NO,      spent,    true",
    "SERVER_ERROR               , SUCCEEDED, 2, 1, NO,      spent,    true",
    "BAD_GATEWAY                , SUCCEEDED, 2, 1, NO,      spent,    true",
    "GATEWAY_TIMEOUT            , SUCCEEDED, 2, 1, NO,      spent,    true",
    "LOST_REQUEST               , SUCCEEDED, 2, 1, NO,      spent,    true",
    "LOST_REPLY                 , SUCCEEDED, 2, 1, NO,      spent,    true",
    "ACCEPT_THEN_500            , SUCCEEDED, 2, 1, NO,      spent,    true",
    "ACCEPT_THEN_504            , SUCCEEDED, 2, 1, NO,      spent,    true",
    "MALFORMED_JSON             , SUCCEEDED, 2, 1, NO,      spent,    true",
    "EMPTY_ANSWER               , SUCCEEDED, 2, 1, NO,      spent,    true",
    "HTML_ANSWER                , SUCCEEDED, 2, 1, NO,      spent,    true",
    "LENGTH_CUT                 , SUCCEEDED, 1, 1, NO,      spent,    true",
    "FAILED                     , FAILED,    1, 1, UNKNOWN, unknown,  false",
    "EXPIRED                    , EXPIRED,   1, 1, UNKNOWN, unknown,  false",
  })
  void task_struck_endsKnown(
      Fault fault,
      JobState end,
      int posts,
      int accepted,
      Charged charged,
      String ledger,
      boolean answered)
      throws Exception {
    if (fault != null) {
      strike(Operation.CREATE, fault);
    }

    Job job = over(life.accept(video, "what is seen", Manner.usual()).job());

    ObjectNode report = AnalysisReport.of(job);
    assertAll(
        () -> assertEquals(end, job.state(), String.valueOf(job.failure())),
        () -> assertEquals(posts, seen().createsReceived(), "questions that left"),
        () -> assertEquals(accepted, seen().createsAccepted(), "questions taken"),
        () -> assertEquals(answered, report.path("text").isString()),
        () -> assertEquals(charged, job.failure() == null ? Charged.NO : job.failure().charged()),
        () -> assertEquals(ledger, life.money().state()),
        () -> assertEquals(fault == Fault.LENGTH_CUT, report.path("truncated").asBoolean(false)),
        () -> assertEquals(0, seen().keysLeaked()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "                   , SUCCEEDED,      1, 1, NO,      spent",
    "RATE_LIMITED       , SUCCEEDED,      2, 1, NO,      spent",
    "LENGTH_CUT         , SUCCEEDED,      1, 1, NO,      spent",
    "STREAM_CUT         , SUBMIT_UNKNOWN, 1, 1, UNKNOWN, unknown",
    "STREAM_WITHOUT_END , SUBMIT_UNKNOWN, 1, 1, UNKNOWN, unknown",
    "LOST_REPLY         , SUBMIT_UNKNOWN, 1, 1, UNKNOWN, unknown",
    "SERVER_ERROR       , SUBMIT_UNKNOWN, 1, 0, UNKNOWN, unknown",
  })
  void stream_struck_leavesOnceUnlessRefused(
      Fault fault, JobState end, int posts, int accepted, Charged charged, String ledger)
      throws Exception {
    if (fault != null) {
      strike(Operation.CREATE, fault);
    }

    Job job = over(life.accept(video, "what is seen", manner(null, true, NO_OPTIONS)).job());

    ObjectNode report = AnalysisReport.of(job);
    assertAll(
        () -> assertEquals(end, job.state(), String.valueOf(job.failure())),
        () -> assertEquals(posts, seen().createsReceived(), "questions that left"),
        () -> assertEquals(accepted, seen().createsAccepted(), "questions taken"),
        () -> assertEquals(charged, job.failure() == null ? Charged.NO : job.failure().charged()),
        () -> assertEquals(ledger, life.money().state()),
        () -> assertEquals(fault == Fault.LENGTH_CUT, report.path("truncated").asBoolean(false)));
  }

  @ParameterizedTest
  @CsvSource({
    "             , SUCCEEDED, NO,  false",
    "SCHEMA_BROKEN, FAILED,    YES, false",
    "LENGTH_CUT   , FAILED,    YES, true",
  })
  void schema_brokenByTheModel_wasBilledAndKeepsTheWords(
      Fault fault, JobState end, Charged charged, boolean cut) throws Exception {
    if (fault != null) {
      strike(Operation.CREATE, fault);
    }

    Job job = over(life.accept(video, "title", QuestionLife.fitting(SCHEMA)).job());

    ObjectNode report = AnalysisReport.of(job);
    assertEquals(end, job.state(), String.valueOf(job.failure()));
    assertEquals(charged, job.failure() == null ? Charged.NO : job.failure().charged());
    assertEquals(1, seen().createsReceived());
    assertEquals("spent", life.money().state());
    assertFalse(report.path("text").asString().isBlank());
    assertEquals(cut, report.path("truncated").asBoolean());
    assertEquals(end == JobState.SUCCEEDED, report.path("data").path("title").isString());
  }

  @Test
  void asset_cannotBeRead_failsFreeAndAsksNothing() throws Exception {
    Path broken = Files.copy(video, folder.resolve("[[fault:file_failed]].mp4"));

    Job job = over(life.accept(broken, "what is seen", Manner.usual()).job());

    assertEquals(JobState.FAILED, job.state());
    assertEquals(ErrorCode.MEDIA_CORRUPT, job.failure().code());
    assertEquals(Charged.NO, job.failure().charged());
    assertEquals(0, seen().createsReceived());
    life.assertMoney("released", UsdAmount.ZERO);
  }

  @ParameterizedTest
  @CsvSource({"RATE_LIMITED", "SERVER_ERROR", "LOST_REPLY", "GATEWAY_TIMEOUT"})
  void upload_struck_isBroughtOnceMoreBeforeAnythingIsAsked(Fault fault) throws Exception {
    strike(Operation.UPLOAD, fault);

    Job job = over(life.accept(video, "what is seen", Manner.usual()).job());

    assertEquals(JobState.SUCCEEDED, job.state(), String.valueOf(job.failure()));
    assertEquals(2, seen().received(Operation.UPLOAD));
    assertEquals(1, seen().createsReceived());
  }
}
