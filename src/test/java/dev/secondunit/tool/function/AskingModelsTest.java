package dev.secondunit.tool.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.backend.question.Questions;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import dev.secondunit.tool.Agent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Questions through the tools to simulated models, which see what they are really sent and nothing
 * else: no answer is written down anywhere.
 */
@Timeout(300)
class AskingModelsTest {
  private static final String EVENT =
      "{'type':'object','properties':{'start':{'type':'number'},'what':{'type':'string'}},"
          + "'required':['start','what'],'additionalProperties':false}";

  @TempDir static Path made;
  private static VendorSimulators simulators;

  /** A minute of grey noise; red from second 50.3 to 50.7 alone. */
  private static Path film;

  @TempDir Path folder;
  private Wiring wiring;

  @BeforeAll
  static void start() throws Exception {
    simulators = VendorSimulators.start(SimulatorOptions.defaults());
    film = made.resolve("film.mp4");
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated(
                "color=c=gray:s=320x180:r=10:d=60,noise=alls=40:allf=t,"
                    + "drawbox=c=red:t=fill:enable='between(t,50.25,50.65)'")
            .output(
                film, "-c:v", "libopenh264", "-b:v", "900k", "-pix_fmt", "yuv420p", "-g", "10"));
    assertTrue(Files.size(film) > 3 << 20, "the film is small: " + Files.size(film));
  }

  @AfterAll
  static void stop() {
    simulators.close();
  }

  @BeforeEach
  void open() throws Exception {
    simulators.reset();
    Files.copy(film, folder.resolve("film.mp4"));
    open(Map.of());
  }

  private void open(Map<String, String> more, String... keys) {
    Map<String, String> environment = new HashMap<>(simulators.environment());
    environment.keySet().removeIf(name -> name.startsWith("TWELVELABS"));
    if (keys.length > 0) {
      environment.keySet().removeIf(name -> name.endsWith("_API_KEY"));
      for (String key : keys) {
        environment.put(key, "simulated");
      }
    }
    environment.put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    environment.putAll(more);
    environment.values().removeIf(String::isEmpty);
    if (wiring != null) {
      wiring.close();
    }
    wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), true);
  }

  @AfterEach
  void close() {
    wiring.close();
  }

  @Test
  void analyzeDryRun_withoutAnyKey_saysThatItWouldOnlyBeMeasuredAndMeasuresNothing()
      throws Exception {
    open(
        Map.of(
            "GOOGLE_API_KEY", "", "OPENAI_API_KEY", "", "OPENAI_BASE_URL", "", "XAI_API_KEY", ""));

    ObjectNode foretold =
        agent()
            .data("analyze_video", "{'video':'film.mp4','prompt':'What happens?','dry_run':true}");

    assertTrue(foretold.path("dry_run").asBoolean(), foretold.toString());
    assertEquals("local", foretold.path("backend").asString());
    assertEquals(0, foretold.at("/cost/estimate_usd").asInt(-1));
    assertTrue(foretold.path("moments").isMissingNode(), foretold.toString());
    assertTrue(foretold.at("/warnings/0").asString().contains("would be measured"));
  }

  @ParameterizedTest
  @CsvSource({
    "google, GOOGLE, gemini-3.8-flash",
    "openai, OPENAI, gpt-6-luna",
    "grok, XAI, grok-4.3"
  })
  void analyze_onlyEventOfAMinute_isFoundAndBoughtOnce(String backend, Vendor vendor, String model)
      throws Exception {
    String question =
        "{'video':'film.mp4','prompt':'What happens, and when?','wait_seconds':45,"
            + (backend.equals("google") ? "'response_format':" + EVENT + "," : "")
            + "'backend_type':'"
            + backend
            + "'}";

    ObjectNode answer = data("analyze_video", question);
    ObjectNode again = data("analyze_video", question);

    assertEquals("succeeded", answer.path("status").asString(), answer.toString());
    assertEquals(model, answer.path("model").asString());
    assertEquals("stop", answer.path("finish_reason").asString());
    assertFalse(answer.path("truncated").asBoolean());
    assertTrue(answer.at("/usage/input_tokens").asLong() > 0);
    JsonNode event = answer.path("moments").path(0);
    for (JsonNode moment : answer.path("moments")) {
      event = moment.path("what").asString().contains("red") ? moment : event;
    }
    assertEquals(50.5, event.path("start").asDouble(), 0.55, answer.toString());
    assertTrue(
        Files.isRegularFile(Path.of(event.path("evidence_frame").asString())), answer.toString());
    assertEquals(answer.path("text"), again.path("text"));
    assertEquals(answer.path("job_id"), again.path("job_id"));
    assertTrue(again.path("deduplicated").asBoolean());
    assertEquals(1, simulators.counters().of(vendor).createsReceived());
    assertEquals(0, simulators.counters().of(vendor).keysLeaked());
  }

  @ParameterizedTest
  @CsvSource({"google,schema_broken", "openai,schema_broken", "grok,length_cut"})
  void analyze_answerThatDoesNotFit_isAFailureThatKeepsTheWords(String backend, String fault)
      throws Exception {
    ObjectNode answer =
        data(
            "analyze_video",
            "{'video':'film.mp4','prompt':'When? [[fault:"
                + fault
                + "]]','response_format':"
                + EVENT
                + ",'wait_seconds':45,'backend_type':'"
                + backend
                + "'}");

    assertEquals("failed", answer.path("status").asString(), answer.toString());
    assertEquals("response_schema_mismatch", answer.at("/error/code").asString());
    assertEquals("yes", answer.at("/error/charged").asString());
    assertFalse(answer.path("text").asString("").isEmpty(), answer.toString());
    assertEquals(fault.equals("length_cut"), answer.path("truncated").asBoolean());
  }

  @Test
  void analyze_part_isAllThatFramesShow() throws Exception {
    ObjectNode answer =
        data(
            "analyze_video",
            "{'video':'film.mp4','prompt':'What?','start_time':10,'end_time':20,'wait_seconds':45,"
                + "'backend_type':'openai'}");

    assertTrue(answer.path("text").asString().contains("[10.00s-20.00s] grey"), answer.toString());
    assertFalse(answer.path("text").asString().contains("red"), answer.toString());
  }

  @Test
  void analyze_rateLimited_waitsAndIsAnswered() throws Exception {
    ObjectNode answer =
        data(
            "analyze_video",
            "{'video':'film.mp4','prompt':'What? [[fault:rate_limited=1]]','wait_seconds':45,"
                + "'backend_type':'google'}");

    assertEquals("succeeded", answer.path("status").asString(), answer.toString());
    assertEquals(2, simulators.counters().of(Vendor.GOOGLE).createsReceived());
    assertEquals(1, simulators.counters().of(Vendor.GOOGLE).createsAccepted());
  }

  @Test
  void analyze_fileThatTheVendorCannotRead_costsNothing() throws Exception {
    Files.copy(film, folder.resolve("[[fault:file_failed]].mp4"));

    ObjectNode answer =
        data(
            "analyze_video",
            "{'video':'[[fault:file_failed]].mp4','prompt':'What?','wait_seconds':45,"
                + "'backend_type':'google'}");

    assertEquals("media_corrupt", answer.at("/error/code").asString(), answer.toString());
    assertEquals("no", answer.at("/error/charged").asString());
    assertEquals(0, simulators.counters().of(Vendor.GOOGLE).createsReceived());
  }

  @Test
  void read_namedFilesOfAllKinds_areAnsweredAndWhatCannotBeReadIsTold() throws Exception {
    Questions.picture(folder, "green", null, null);
    TestMedia.sound(folder.resolve("a.wav"), 2);

    String words =
        words(
            "{'inputs':[{'path':'green.png','name':'the plan'},{'path':'no.png'},"
                + "{'path':'a.wav','name':'the noise'},{'path':'film.mp4','name':'the take'}],"
                + "'prompt':'Does the take follow the plan?','wait_seconds':45}");

    assertTrue(words.contains("google, gemini-3.8-flash, answers:\nShown were"), words);
    assertTrue(words.contains("\"the plan\": green"), words);
    assertTrue(words.contains("\"the noise\": a sound of 2.0 s"), words);
    assertTrue(words.contains("[0.00s-"), words);
    assertTrue(words.contains("2. no.png\n   Not read: {\"code\":\"file_not_found\""), words);
    assertTrue(sent("google").contains("Be honest and exact"), sent("google"));
  }

  @Test
  void read_otherInstructions_replaceTheCritic() throws Exception {
    Questions.picture(folder, "green", null, null);

    words(
        "{'inputs':['green.png'],'prompt':'What?','instructions':'Rhyme.','wait_seconds':45,"
            + "'backend_type':'openai'}");

    assertTrue(sent("openai").contains("Rhyme."), sent("openai"));
    assertFalse(sent("openai").contains("Be honest"), sent("openai"));
  }

  @ParameterizedTest
  @CsvSource({"google", "openai", "grok"})
  void read_furtherQuestionAfterARestart_stillHasTheMedia(String backend) throws Exception {
    Questions.picture(folder, "green", null, null);
    Questions.picture(folder, "red", null, null);
    String first =
        words(
            "{'inputs':[{'path':'green.png','name':'A'}],'prompt':'What is A?','wait_seconds':45,"
                + "'backend_type':'"
                + backend
                + "'}");
    String id = first.replaceFirst("(?s).*continue_from (\\S+)\\..*", "$1");
    open(Map.of());

    String second =
        words(
            "{'continue_from':'"
                + id
                + "','inputs':[{'path':'red.png','name':'B'}],'prompt':'And B?',"
                + "'wait_seconds':45}");

    assertTrue(
        second.contains(
            backend + ", " + first.replaceFirst("(?s).*, (\\S+), answers.*", "$1") + ", answers:"),
        second);
    assertTrue(
        second.contains("Question 2. Shown were 2 things:\n\"A\": green\n\"B\": red"), second);
  }

  @Test
  void read_kindThatNobodyWithAKeyReads_isMeasuredAndSaysWhatWouldHelp() throws Exception {
    TestMedia.sound(folder.resolve("a.wav"), 2);
    open(Map.of("OPENAI_BASE_URL", ""), "XAI_API_KEY");

    String words = words("{'inputs':['a.wav'],'prompt':'What is said?'}");

    assertTrue(words.contains("No model answered the prompt."), words);
    assertTrue(words.contains("GOOGLE_API_KEY"), words);
    assertEquals(0, simulators.counters().of(Vendor.XAI).createsReceived());
  }

  @Test
  void read_withoutAnyKey_measuresAndSaysWhichKeyAddsWhat() throws Exception {
    Questions.picture(folder, "green", null, null);
    open(Map.of("OPENAI_BASE_URL", "", "NO_API_KEY", "x"), "NO_API_KEY");

    String words = words("{'inputs':['green.png'],'prompt':'What?'}");

    assertTrue(words.contains("set GOOGLE_API_KEY (images, video and sound)"), words);
    Failure named =
        refused("read_media", "{'inputs':['green.png'],'prompt':'x','backend_type':'grok'}");
    assertEquals(ErrorCode.BACKEND_UNAVAILABLE, named.code());
  }

  @Test
  void read_priceUnknownUnderACap_needsAWordFirst() throws Exception {
    Questions.picture(folder, "green", null, null);
    open(Map.of("SECOND_UNIT_MAX_USD_PER_DAY", "1"));
    String question = "{'inputs':['green.png'],'prompt':'What?','backend_type':'openai'%s}";

    Failure failure = refused("read_media", question.formatted(""));

    assertEquals(ErrorCode.BUDGET_EXCEEDED, failure.code());
    assertEquals(0, simulators.counters().of(Vendor.OPENAI).createsReceived());
    assertTrue(words(question.formatted(",'max_cost_usd':0.1")).contains("answers:"));
  }

  @Test
  void read_grok_isSettledOnTheVendorsOwnFigure() throws Exception {
    Questions.picture(folder, "green", null, null);

    String words =
        words("{'inputs':['green.png'],'prompt':'What?','backend_type':'grok','wait_seconds':45}");

    assertTrue(words.contains("Cost: 0.002 USD."), words);
  }

  private Agent agent() {
    return new Agent(wiring.tools());
  }

  private ObjectNode data(String tool, String arguments) throws Exception {
    return agent().finished(tool, arguments);
  }

  private String words(String arguments) throws Exception {
    return agent().finishedWords("read_media", arguments);
  }

  private Failure refused(String tool, String arguments) {
    return assertThrows(FailureException.class, () -> agent().call(tool, arguments)).failure();
  }

  /** The texts of the requests that a vendor got. */
  private static String sent(String vendor) throws Exception {
    URI uri = URI.create(simulators.controlUrl() + "/requests?operation=create&vendor=" + vendor);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
