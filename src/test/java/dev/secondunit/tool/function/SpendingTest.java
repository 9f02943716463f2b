package dev.secondunit.tool.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.ApprovalRequiredException;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.Ledger;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.tool.Agent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What calls may cost, through the tools and a real job store. Nobody works, so jobs stay queued
 * and nothing leaves this machine. A clip of 15 seconds costs $1.05.
 */
class SpendingTest {
  private static final String CLIP =
      "'mode':'video','backend_type':'grok','model':'grok-imagine-video','size':'720p',"
          + "'background':true,";
  private static final String THREE_SHOTS =
      "{"
          + CLIP
          + "'duration':5,'shots':[{'prompt':'a boat'},{'prompt':'a gull'},{'prompt':'a pier'}]}";

  @TempDir Path folder;
  private Wiring wiring;

  @AfterEach
  void close() {
    wiring.close();
  }

  private void open(String... settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SECOND_UNIT_HOME", folder.toString());
    environment.put("XAI_API_KEY", "never sent");
    environment.put("GOOGLE_API_KEY", "never sent");
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'duration':15,'takes':3,'prompt':'a boat'",
        "'duration':15,'shots':[{'prompt':'a boat'},{'prompt':'a gull'},{'prompt':'a pier'}]",
        "'duration':15,'shots':[{'prompt':'a boat'}],'takes':3",
      })
  void capPerCall_holdsForAllShotsAndTakesTogether(String shots) {
    open("SECOND_UNIT_MAX_USD_PER_CALL", "2", "SECOND_UNIT_APPROVE_ABOVE_USD", "0.5");

    Failure refused = refused("{" + CLIP + shots + "}");

    assertEquals(ErrorCode.BUDGET_EXCEEDED, refused.code(), "nobody is asked to approve it");
    assertEquals(
        "This would cost $3.15, and SECOND_UNIT_MAX_USD_PER_CALL ($2.00) leaves $2.00. Nothing was"
            + " sent.",
        refused.message());
    assertEquals(UsdAmount.ZERO, reserved());
    assertEquals(0, jobs());
  }

  @ParameterizedTest
  @CsvSource({
    "SECOND_UNIT_MAX_USD_PER_DAY",
    "SECOND_UNIT_MAX_USD_PER_SESSION",
    "SECOND_UNIT_MAX_USD_TOTAL"
  })
  void batch_thatDoesNotFitWhatIsLeft_buysNothing(String cap) throws Exception {
    open(cap, "1.2");
    call("{" + CLIP + "'duration':5,'prompt':'bought before'}");

    Failure refused = refused(THREE_SHOTS);

    assertEquals(ErrorCode.BUDGET_EXCEEDED, refused.code());
    assertEquals(
        "This would cost $1.05, and " + cap + " ($1.20) leaves $0.85. Nothing was sent.",
        refused.message());
    assertEquals(1, jobs());
  }

  @Test
  void batch_boughtBefore_isTheSameBatchAgain_howeverLittleIsLeft() throws Exception {
    open(
        "SECOND_UNIT_MAX_USD_PER_DAY", "1.05",
        "SECOND_UNIT_MAX_USD_PER_CALL", "1.05");
    List<String> bought = ids(call(THREE_SHOTS));

    assertEquals(bought, ids(call(THREE_SHOTS)));
    assertEquals(UsdAmount.ofUsd("1.05"), reserved());
  }

  @Test
  void batch_withABadShot_buysTheOthers_andCountsOnlyThem() throws Exception {
    open("SECOND_UNIT_MAX_USD_PER_CALL", "0.7");
    ObjectNode answer =
        call(
            "{"
                + CLIP
                + "'duration':5,'shots':[{'prompt':'a boat'},"
                + "{'prompt':'a gull','input_images':['missing.png']},{'prompt':'a pier'}]}");

    assertEquals("refused", answer.at("/jobs/1/status").asString(), answer.toString());
    assertEquals(UsdAmount.ofUsd("0.70"), reserved());
    assertEquals(2, jobs());
  }

  @Test
  void maxCost_isSharedByAllTakesAndShots_alsoForWhatIsMadeElsewhere() throws Exception {
    open("SECOND_UNIT_FALLBACK", "google");
    String call =
        "{'mode':'video','duration':5,'background':true,'max_cost_usd':4,'takes':2,"
            + "'shots':[{'prompt':'a boat'},{'prompt':'a gull'}]}";

    List<String> ids = ids(call(call));

    assertEquals(4, ids.size());
    for (Job job : wiring.services().jobs().findAll(ids)) {
      assertEquals(
          1_000_000, job.request().at("/fallback/most_micros").asLong(), job.request().toString());
    }
  }

  @Test
  void dryRun_withAMalformedFallback_saysWhatIsWrongWithIt() throws Exception {
    open("SECOND_UNIT_FALLBACK", "google/");

    ObjectNode dry = call("{'mode':'video','duration':5,'prompt':'a boat','dry_run':true}");

    assertEquals("google/", dry.at("/fallback/refused/0/to").asString(), dry.toString());
    assertEquals(
        "what SECOND_UNIT_FALLBACK names there has no model after the slash; write google alone,"
            + " or a model too, such as grok/grok-imagine-video",
        dry.at("/fallback/refused/0/reason").asString());
  }

  @Test
  void dryRun_overACap_isToldWhatTheCallWouldBeTold() throws Exception {
    open("SECOND_UNIT_MAX_USD_PER_CALL", "1");

    ObjectNode batch = call(THREE_SHOTS.replace("'background':true", "'dry_run':true"));
    ObjectNode single = call("{" + CLIP + "'duration':15,'prompt':'a boat','dry_run':true}");

    for (ObjectNode dry : List.of(batch, single)) {
      assertFalse(dry.path("ok").asBoolean(true), dry.toString());
      assertEquals(refused(THREE_SHOTS).message(), dry.at("/refused_by/message").asString());
      assertEquals("budget_exceeded", dry.at("/refused_by/code").asString());
    }
    assertEquals(0, jobs());
    assertEquals(UsdAmount.ZERO, reserved());
  }

  @Test
  void dryRun_aboveTheApproval_saysThatAPersonHasToAgree() throws Exception {
    open("SECOND_UNIT_APPROVE_ABOVE_USD", "0.5");

    ObjectNode dry = call(THREE_SHOTS.replace("'background':true", "'dry_run':true"));

    assertTrue(dry.path("ok").asBoolean(), dry.toString());
    assertFalse(dry.has("refused_by"));
    ApprovalRequiredException real =
        assertInstanceOf(ApprovalRequiredException.class, thrown(THREE_SHOTS));
    assertEquals(real.failure().message(), dry.at("/needs_approval/message").asString());
    assertEquals(real.failure().hint(), dry.at("/needs_approval/hint").asString());
  }

  @Test
  void dryRun_ofAnUnknownPriceUnderACap_saysThatALimitIsNeeded() throws Exception {
    open("SECOND_UNIT_MAX_USD_PER_DAY", "20");
    String image = "{'mode':'image','backend_type':'google','prompt':'a boat','dry_run':true}";

    assertTrue(
        call(image).at("/refused_by/hint").asString().contains("max_cost_usd"),
        call(image).toString());
    assertFalse(call(image.replace("}", ",'max_cost_usd':0.2}")).has("refused_by"));
  }

  @Test
  void unknownPrice_isHeldAndNotSaidToBeThePrice() throws Exception {
    open("SECOND_UNIT_MAX_USD_PER_DAY", "0.5");

    Failure refused =
        refused(
            "{'mode':'image','backend_type':'google','prompt':'a boat','background':true,"
                + "'max_cost_usd':1}");

    assertTrue(refused.message().startsWith("This would hold $1.00"), refused.message());
    assertEquals(0, jobs());
  }

  @Test
  void unknownPrice_withoutAnyCap_isInTheLedgerWithoutAnAmount() throws Exception {
    open();

    call("{'mode':'image','backend_type':'google','prompt':'a boat','background':true}");

    List<Ledger.Entry> entries = wiring.services().ledger().entries(null, null);
    assertEquals(1, entries.size());
    assertTrue(entries.get(0).priceUnknown());
    assertEquals(UsdAmount.ZERO, reserved());
  }

  @Test
  void readMedia_ofGrok_hasAPriceBeforehand_soThatCapsLetItPass() throws Exception {
    open("SECOND_UNIT_MAX_USD_PER_DAY", "20");
    TestMedia.image(folder.resolve("look.png"), 64, 64);

    call(
        "read_media",
        "{'inputs':['look.png'],'prompt':'What is it?','backend_type':'grok','wait_seconds':0}");

    // 1,792 tokens of picture, a few of the question, and the longest answer.
    assertEquals(0.0125, reserved().usd().doubleValue(), 0.0001);
  }

  @Test
  void readMedia_ofUnknownPrice_isToldToNameItsLimit_andThenPasses() throws Exception {
    open("SECOND_UNIT_MAX_USD_PER_DAY", "20");
    TestMedia.image(folder.resolve("look.png"), 64, 64);
    String question =
        "{'inputs':['look.png'],'prompt':'What is it?','backend_type':'google','wait_seconds':0}";

    Failure refused =
        assertThrows(FailureException.class, () -> call("read_media", question)).failure();
    call("read_media", question.replace("}", ",'max_cost_usd':0.25}"));

    assertTrue(refused.hint().contains("max_cost_usd"), refused.hint());
    assertEquals(UsdAmount.ofUsd("0.25"), reserved());
  }

  @Test
  void equalCall_saysThatItIsTheEarlierJob_andHowToGetAnother() throws Exception {
    open();
    String clip = "{" + CLIP + "'duration':5,'prompt':'a boat'}";
    String first = call(clip).path("job_id").asString();

    ObjectNode again = call(clip);

    assertEquals(first, again.path("job_id").asString());
    assertTrue(again.path("deduplicated").asBoolean());
    String warning = again.at("/warnings/0").asString();
    assertTrue(
        warning.matches("This is the earlier job of \\S+Z \\(\\d+ seconds ago\\): .*"), warning);
    assertTrue(warning.contains("takes") && warning.contains("request_key"), warning);
    assertEquals("", call(clip.replace("boat", "gull")).at("/warnings/0").asString());
    ObjectNode batch = call(clip.replace("'a boat'", "'a boat','takes':2"));
    assertEquals(
        warning.substring(0, 40), batch.at("/jobs/0/warnings/0").asString().substring(0, 40));
    assertFalse(batch.at("/jobs/1").has("deduplicated"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grok|video|grok cannot stop what it has accepted: the job goes on, may be billed, about"
            + " $0.35, and its result is kept.",
        "openai|image|openai is asked to stop it. If it cannot, the job goes on, may be billed (the"
            + " price is not known), and its result is kept; get_jobs shows which.",
        "previz|image|It is made on this machine and stops now; nothing is due.",
      })
  void cancel_saysWhatItMeansForTheMoney(String backend, String mode, String words)
      throws Exception {
    open("OPENAI_API_KEY", "never sent");
    String shot =
        mode.equals("video")
            ? "{" + CLIP + "'duration':5,'prompt':'a boat'}"
            : "{'prompt':'a boat','background':true,'backend_type':'" + backend + "'}";
    Job job = begun(call(shot).path("job_id").asString());

    ObjectNode answer = call("cancel_jobs", "{'job_ids':['" + job.id() + "']}");

    assertEquals(words, answer.at("/jobs/0/cancel").asString(), answer.toString());
  }

  @Test
  void key_isAskedForOnlyWhereItWouldHelp_andItIsSaidWhereItGoes() throws Exception {
    open();
    TestMedia.image(folder.resolve("look.png"), 64, 64);

    Failure useless =
        thrown("read_media", "{'inputs':['look.png'],'prompt':'?','backend_type':'twelvelabs'}")
            .failure();
    Failure question =
        thrown("read_media", "{'inputs':['look.png'],'prompt':'?','backend_type':'openai'}")
            .failure();
    Failure speech = refused("{'mode':'audio','prompt':'a','backend_type':'elevenlabs'}");

    assertEquals(ErrorCode.UNSUPPORTED_OPERATION, useless.code(), useless.message());
    for (Failure missing : List.of(question, speech)) {
      assertEquals(ErrorCode.BACKEND_UNAVAILABLE, missing.code(), missing.message());
      assertTrue(missing.hint().contains("environment of this server"), missing.hint());
    }
  }

  /** A job as it is while the vendor has it. */
  private Job begun(String id) {
    JobStore jobs = wiring.services().jobs();
    Job queued = jobs.find(id).orElseThrow();
    return jobs.change(JobChange.of(queued, JobState.SUBMITTING).beginAttempt()).orElseThrow();
  }

  private ObjectNode call(String arguments) throws Exception {
    return call("generate_media", arguments);
  }

  private ObjectNode call(String tool, String arguments) throws Exception {
    return new Agent(wiring.tools()).data(tool, arguments);
  }

  private FailureException thrown(String arguments) {
    return thrown("generate_media", arguments);
  }

  private FailureException thrown(String tool, String arguments) {
    return assertThrows(FailureException.class, () -> call(tool, arguments));
  }

  private Failure refused(String arguments) {
    return thrown(arguments).failure();
  }

  private static List<String> ids(JsonNode answer) {
    return answer.path("jobs").valueStream().map(job -> job.path("job_id").asString()).toList();
  }

  private UsdAmount reserved() {
    return wiring.services().ledger().entries(null, null).stream()
        .map(entry -> entry.reserved())
        .reduce(UsdAmount.ZERO, UsdAmount::plus);
  }

  private int jobs() {
    return wiring.services().jobs().list(java.util.Set.of(), null, 100).jobs().size();
  }
}
