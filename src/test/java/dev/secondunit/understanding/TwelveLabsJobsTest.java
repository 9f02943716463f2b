package dev.secondunit.understanding;

import static dev.secondunit.understanding.QuestionLife.json;
import static dev.secondunit.understanding.QuestionLife.manner;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Rehearsal;
import dev.secondunit.backend.http.TestLayer;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.twelvelabs.TwelveLabsClient;
import dev.secondunit.backend.twelvelabs.TwelveLabsQuestions;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobState;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.simulate.Counters;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.Vendor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our job and our client against the simulated vendor: a real video, a real store, and every fault
 * with where the job ends, how often the question left, and what that cost.
 */
class TwelveLabsJobsTest {
  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal();

  @TempDir static Path films;
  private static final ObjectNode NO_OPTIONS = JsonNodeFactory.instance.objectNode();
  private static final String SCHEMA =
      "{'type':'object','properties':{'title':{'type':'string'},"
          + "'at':{'type':'timestamp','format':'hh:mm:ss'}},'required':['title','at']}";

  @TempDir Path folder;
  private QuestionLife life;
  private Path video;

  @BeforeAll
  static void make() throws Exception {
    new Ffmpeg(new Settings(Map.of(), films))
        .run(
            FfmpegCommand.create()
                .generated("testsrc2=s=480x480:d=6:r=10")
                .output(films.resolve("film.mp4")));
  }

  @BeforeEach
  void open() throws Exception {
    video = Files.copy(films.resolve("film.mp4"), folder.resolve("film.mp4"));
    MediaModel vendor = REHEARSAL.mediaModel(Dialect.TWELVELABS, folder);
    life = new QuestionLife(folder, vendor, REHEARSAL::measure);
  }

  @AfterEach
  void close() {
    life.close();
  }

  private static Counters.OfVendor seen() {
    return REHEARSAL.simulators().counters().of(Vendor.TWELVELABS);
  }

  private static void strike(Operation operation, Fault fault) {
    REHEARSAL.simulators().strike(FaultRule.next(Vendor.TWELVELABS, operation, fault));
  }

  /** The same vendor, asked one path segment beside it: it knows nothing there. */
  private MediaModel elsewhere() {
    String base = REHEARSAL.simulators().baseUrl(Dialect.TWELVELABS) + "/elsewhere";
    Settings settings =
        new Settings(
            Map.of("TWELVELABS_API_KEY", TestLayer.KEY, "TWELVELABS_BASE_URL", base), folder);
    return new TwelveLabsQuestions(new TwelveLabsClient(settings, REHEARSAL.layer()));
  }

  /** Steps until the job is over, with both clocks going on. */
  private Job over(Job job) {
    Job current = job;
    for (int step = 0; step < 60 && !current.state().terminal(); step++) {
      current = life.step(current);
      goOn();
    }
    return current;
  }

  /** Half a minute passes for everybody, and the vendor gets done whatever it was asked. */
  private void goOn() {
    REHEARSAL.simulators().advance(Duration.ofSeconds(30));
    REHEARSAL.simulators().completeJobs();
    REHEARSAL.advance(Duration.ofSeconds(30));
    life.clock.advance(Duration.ofSeconds(30));
  }

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

  @Test
  void segments_areAskedForAsATaskAndComeAsData() throws Exception {
    ObjectNode options =
        json("{'segment_definitions':[{'id':'turn','description':'it turns'}],'custom_id':'c-1'}");

    Job job = over(life.accept(video, "turns", manner(null, true, options)).job());

    ObjectNode report = AnalysisReport.of(job);
    assertEquals(JobState.SUCCEEDED, job.state(), String.valueOf(job.failure()));
    assertTrue(report.path("data").isArray(), report.toString());
    assertEquals("stream", report.at("/ignored/0/field").asString());
    assertEquals(32_768, report.at("/effective/max_tokens").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'segment_definitions':[]} | vendor_options.segment_definitions",
        "{'custom_id':''} | vendor_options.custom_id",
        "{'fps':3} | vendor_options.fps",
        "{'min_segment_duration':3} | vendor_options.min_segment_duration",
        "{'media_sources':[{'name':'a'}]} | vendor_options.media_sources",
      })
  void option_thatTheVendorWouldRefuse_isRefusedBeforeAnythingLeaves(String options, String field) {
    Failure failure =
        assertThrows(
                FailureException.class,
                () -> life.accept(video, "turns", manner(null, false, json(options))))
            .failure();

    assertEquals(field, failure.field(), failure.toString());
    assertEquals(0, seen().received(Operation.UPLOAD));
  }

  @Test
  void schema_thatTheVendorDoesNotTake_isRefusedBeforeAnythingLeaves() {
    Failure failure =
        assertThrows(
                FailureException.class,
                () ->
                    life.accept(
                        video,
                        "title",
                        QuestionLife.fitting(
                            "{'type':'object','properties':{'a':{'type':'string','maxLength':3}}}")))
            .failure();

    assertEquals(ErrorCode.INVALID_ARGUMENT, failure.code());
    assertTrue(failure.message().contains("maxLength"), failure.message());
  }

  @ParameterizedTest
  @CsvSource({
    "0123456789abcdef01234567, what is seen, SUCCEEDED,",
    "marengo-6789abcdef012345, what is seen, FAILED, INDEX_NOT_SUPPORTED_FOR_GENERATE",
    "0123456789abcdef01234567, LONG, FAILED, TOKEN_LIMIT_EXCEEDED",
  })
  void indexedVideo_inTheOlderShape_isAnsweredAtOnceOrRefusedByName(
      String videoId, String prompt, JobState end, ErrorCode code) throws Exception {
    QuestionLife older =
        new QuestionLife(
            Files.createDirectory(folder.resolve("older")),
            REHEARSAL.mediaModel(Dialect.TWELVELABS_LEGACY, folder),
            REHEARSAL::measure);
    try (older) {
      ObjectNode options = NO_OPTIONS.deepCopy().put("video_id", videoId);
      AnalysisRequest request =
          new AnalysisRequest(
              "analyze_video",
              List.of(),
              prompt.equals("LONG") ? "word ".repeat(4_000) : prompt,
              manner(null, false, options),
              "twelvelabs",
              "pegasus1.2",
              null,
              false,
              null);
      Job job = older.accept(request).job();
      for (int step = 0; step < 20 && !job.state().terminal(); step++) {
        job = older.step(job);
      }

      assertEquals(end, job.state(), String.valueOf(job.failure()));
      assertEquals(code, job.failure() == null ? null : job.failure().code());
      assertEquals(1, seen().createsReceived());
    }
  }
}
