package dev.secondunit.tool.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.ApprovalRequiredException;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import dev.secondunit.tool.Agent;
import dev.secondunit.understanding.Analyses;
import dev.secondunit.understanding.Manner;
import dev.secondunit.understanding.SceneRequest;
import dev.secondunit.understanding.Scenes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Films scene by scene, by simulated models that see the pictures they are sent. */
@Timeout(300)
class ScenesTest {
  private static final String TEMPLATE =
      "{title}, scene {number} of {count} from {start} to {end}: {transcript} Describe it.";

  private static final String SEEN = "Scene {number}: describe it.";

  @TempDir Path folder;
  private VendorSimulators simulators;
  private Wiring wiring;

  @BeforeEach
  void open() throws Exception {
    simulators = VendorSimulators.start(SimulatorOptions.defaults());
    film("film.mp4", true);
    open(Map.of());
  }

  private void open(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(simulators.environment());
    environment.put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    environment.putAll(more);
    environment.values().removeIf(String::isEmpty);
    wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), true);
  }

  @AfterEach
  void close() {
    wiring.close();
    simulators.close();
  }

  /** Two seconds each of red, green and blue. */
  private void film(String name, boolean sound) throws InterruptedException {
    FfmpegCommand command =
        FfmpegCommand.create()
            .generated(
                "color=c=red:s=320x180:r=10:d=2[a];color=c=green:s=320x180:r=10:d=2[b];"
                    + "color=c=blue:s=320x180:r=10:d=2[c];[a][b][c]concat=n=3:v=1:a=0");
    if (sound) {
      command.generated("sine=f=440:d=6");
    }
    TestMedia.FFMPEG.run(
        command.output(
            folder.resolve(name), "-c:v", "libopenh264", "-pix_fmt", "yuv420p", "-g", "10"));
  }

  @Test
  void scenes_ofAFilm_areHeardSeenAndDescribed_andFreeTheSecondTime() throws Exception {
    ObjectNode first = ask("openai", TEMPLATE, "");
    long bought = created(Vendor.OPENAI);
    wiring.close();
    open(Map.of());
    ObjectNode second = ask("openai", TEMPLATE, "");

    assertEquals("succeeded", first.path("status").asString(), first.toString());
    assertEquals(3, first.path("scenes").size(), first.toString());
    String[] colours = {"red", "green", "blue"};
    for (int i = 0; i < 3; i++) {
      JsonNode scene = first.path("scenes").path(i);
      assertEquals(2 * i, scene.path("start").asDouble(), 0.15);
      assertEquals(2 * i + 2, scene.path("end").asDouble(), 0.15);
      assertTrue(scene.path("text").asString().endsWith(": " + colours[i]), scene.toString());
      assertTrue(scene.path("transcript").asString().startsWith("A steady tone for 2."));
      assertTrue(Files.isRegularFile(Path.of(scene.path("frame").asString())));
    }
    assertEquals(6, bought);
    assertEquals(bought, created(Vendor.OPENAI));
    assertEquals(first.path("scenes"), second.path("scenes"));
    assertFalse(first.path("job_id").equals(second.path("job_id")));
  }

  @Test
  void scenes_begunAgainWhereNoAnswersAreKept_askNothingTwice() throws Exception {
    wiring.close();
    Map<String, String> keepingNothing = Map.of("SECOND_UNIT_ANSWER_SECONDS", "0");
    open(keepingNothing);
    String id = ask("openai", "Scene {number}: describe it.", "").path("job_id").asString();
    wiring.close();
    killedBeforeItsEnd(id);
    open(keepingNothing);

    JsonNode again = new Agent(wiring.tools()).waitedFor(id);

    assertEquals("succeeded", again.path("status").asString(), again.toString());
    assertEquals(0, again.path("failed_scenes").asInt(0), again.toString());
    assertEquals(3, received(Vendor.OPENAI));
    ask("openai", "Scene {number}: describe it.", "");
    assertEquals(6, received(Vendor.OPENAI), "another call asks anew");
  }

  /** Leaves a job as a server does that is killed when the last question was answered. */
  private void killedBeforeItsEnd(String id) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/jobs.db"));
        PreparedStatement statement =
            connection.prepareStatement(
                "UPDATE job SET state = 'running', result = NULL, finished_at = NULL"
                    + " WHERE id = ?")) {
      statement.setString(1, id);
      assertEquals(1, statement.executeUpdate());
    }
  }

  @Test
  void scenes_oneRefused_leavesTheOthersAndIsTheOnlyOneAskedAgain() throws Exception {
    simulators.strike(
        FaultRule.next(Vendor.OPENAI, Operation.CREATE, Fault.QUOTA_EXCEEDED).withFirst(2));

    ObjectNode first = ask("openai", "Scene {number}: describe it.", "");
    long asked = received(Vendor.OPENAI);
    ObjectNode second = ask("openai", "Scene {number}: describe it.", "");

    assertEquals(1, first.path("failed_scenes").asInt(), first.toString());
    int failures = 0;
    for (JsonNode scene : first.path("scenes")) {
      failures += scene.at("/error/code").asString("").equals("vendor_quota") ? 1 : 0;
    }
    assertEquals(1, failures, first.toString());
    assertEquals(3, asked);
    assertEquals(0, second.path("failed_scenes").asInt(), second.toString());
    assertEquals(4, received(Vendor.OPENAI));
  }

  @Test
  void scenes_bySchemaAtAnOffset_giveDataEach() throws Exception {
    ObjectNode answer =
        ask(
            "grok",
            "Which colour is scene {number}?",
            ",'response_format':{'type':'object','properties':{'colour':{'type':'string'}},"
                + "'required':['colour'],'additionalProperties':false}");

    assertEquals("blue", answer.at("/scenes/2/data/colour").asString(), answer.toString());
    String frame = answer.at("/scenes/1/frame").asString();
    assertEquals(2.5, Double.parseDouble(frame.replaceAll(".*frame-|\\.jpg", "")), 0.11, frame);
    assertEquals(0.006, answer.at("/cost/actual_usd").asDouble(), 1e-9);
  }

  @Test
  void scenes_ofAFilmWithoutSound_saySo() throws Exception {
    film("silent.mp4", false);

    ObjectNode answer =
        call(
            "{'video':'silent.mp4','prompt':'{transcript} Describe it.','scenes':true,"
                + "'backend_type':'grok','wait_seconds':45}");

    assertEquals("(no sound)", answer.at("/scenes/0/transcript").asString(), answer.toString());
  }

  @Test
  void scenes_thatCannotBeAskedAbout_areRefusedBeforeAnything() {
    open(Map.of("GOOGLE_API_KEY", "", "OPENAI_API_KEY", "", "OPENAI_BASE_URL", ""));

    assertEquals(ErrorCode.INVALID_ARGUMENT, refused("{plot}", "{}").code());
    assertEquals(ErrorCode.NO_BACKEND_AVAILABLE, refused("{transcript}", "{}").code());
    assertEquals("scenes.offset", refused("x", "{'offset':'early'}").field());
    assertEquals("scenes.when", refused("x", "{'when':1}").field());
    assertEquals(0, received(Vendor.XAI));
  }

  @Test
  void scenes_dryRun_namesThePriceOfWhatIsMissing_andSendsNothing() throws Exception {
    openWithPricedListener();
    ObjectNode before = dryRun("grok", TEMPLATE, "");
    long sent = received(Vendor.XAI) + received(Vendor.OPENAI);
    double spent = ask("grok", TEMPLATE, "").at("/cost/actual_usd").asDouble();
    ObjectNode after = dryRun("grok", TEMPLATE, "");

    assertEquals(0, sent);
    assertEquals(3, before.path("scenes").asInt(), before.toString());
    assertEquals(6, before.path("questions").asInt(), before.toString());
    double estimate = before.at("/cost/estimate_usd").asDouble();
    assertTrue(estimate >= spent && spent > 0, estimate + " for " + spent);
    assertTrue(before.at("/cost/as_of").isString(), before.toString());
    assertTrue(before.at("/budget/day/spent_usd").isNumber(), before.toString());
    assertEquals(0, after.path("questions").asInt(), after.toString());
    assertEquals(6, after.path("answered_before").asInt(), after.toString());
    assertEquals(0, after.at("/cost/estimate_usd").asDouble(1), after.toString());
  }

  @Test
  void scenes_thatCostTooMuchTogether_areRefusedBeforeAnythingIsSent() throws Exception {
    double each = perScene();
    String tooLittle = ",'max_cost_usd':" + 2.5 * each;

    Failure refused =
        assertThrows(FailureException.class, () -> ask("grok", SEEN, tooLittle)).failure();
    ObjectNode dry = dryRun("grok", SEEN, tooLittle);

    assertEquals(ErrorCode.BUDGET_EXCEEDED, refused.code());
    assertFalse(dry.path("ok").asBoolean(true), dry.toString());
    assertEquals(refused.message(), dry.at("/refused_by/message").asString(), dry.toString());
    assertEquals(0, received(Vendor.XAI));
    assertEquals(0, new Agent(wiring.tools()).data("get_jobs", "{}").path("jobs").size());
    ObjectNode enough = ask("grok", SEEN, ",'max_cost_usd':" + 3.01 * each);
    assertEquals("succeeded", enough.path("status").asString(), enough.toString());
  }

  @Test
  void scenes_aboveWhatNeedsApproval_waitForAPerson() throws Exception {
    double each = perScene();
    wiring.close();
    open(Map.of("SECOND_UNIT_APPROVE_ABOVE_USD", Double.toString(2.5 * each)));

    ApprovalRequiredException needed =
        assertThrows(ApprovalRequiredException.class, () -> ask("grok", SEEN, ""));
    assertEquals(0, received(Vendor.XAI));
    ObjectNode dry = dryRun("grok", SEEN, "");
    assertTrue(dry.has("needs_approval"), dry.toString());
    ObjectNode agreed =
        new Agent(wiring.tools(), needed.estimate())
            .finished("analyze_video", arguments("grok", SEEN, ""));

    assertEquals("succeeded", agreed.path("status").asString(), agreed.toString());
    assertEquals(3, received(Vendor.XAI));
  }

  @Test
  void scenes_thatCouldNotBeCounted_arePricedEach() throws Exception {
    openWithPricedListener();
    Services services = wiring.services();
    Scenes scenes = new Scenes(services.analyses(), services.films());
    Scenes.Planned planned =
        scenes.plan(
            new SceneRequest(
                "film.mp4",
                TEMPLATE,
                Map.of("title", "x"),
                0.7,
                Manner.usual(),
                "grok",
                null,
                false,
                null),
            null);

    ObjectNode preview =
        planned.preview(
            scenes.bill(planned, new Analyses.Run("local", "test", null, null), Duration.ZERO));

    assertTrue(preview.at("/cost/estimate_usd").isNull(), preview.toString());
    assertTrue(preview.at("/cost/each_scene_usd").asDouble() > 0, preview.toString());
    assertTrue(preview.at("/cost/transcripts_usd").asDouble() > 0, preview.toString());
    assertTrue(preview.at("/warnings/0").asString().contains("checks the sum"));
  }

  private ObjectNode dryRun(String backend, String prompt, String more) throws Exception {
    return new Agent(wiring.tools())
        .data("analyze_video", arguments(backend, prompt, more + ",'dry_run':true"));
  }

  /** Words are heard by a model with a price. */
  private void openWithPricedListener() {
    wiring.close();
    open(Map.of("GOOGLE_API_KEY", ""));
  }

  /** What one scene of the film costs without words. */
  private double perScene() throws Exception {
    ObjectNode dry = dryRun("grok", SEEN, "");
    return dry.at("/cost/estimate_usd").asDouble() / dry.path("questions").asInt();
  }

  private Failure refused(String prompt, String scenes) {
    return assertThrows(
            FailureException.class,
            () ->
                call(
                    "{'video':'film.mp4','prompt':'"
                        + prompt
                        + "','backend_type':'grok','scenes':"
                        + scenes
                        + "}"))
        .failure();
  }

  private ObjectNode ask(String backend, String prompt, String more) throws Exception {
    return call(arguments(backend, prompt, more));
  }

  private static String arguments(String backend, String prompt, String more) {
    return "{'video':'film.mp4','prompt':'"
        + prompt
        + "','scenes':{'offset':0.5,'fields':{'title':'Three colours'}},'wait_seconds':45,"
        + "'backend_type':'"
        + backend
        + "'"
        + more
        + "}";
  }

  private ObjectNode call(String arguments) throws Exception {
    return new Agent(wiring.tools()).finished("analyze_video", arguments);
  }

  private long created(Vendor vendor) {
    return simulators.counters().of(vendor).createsAccepted();
  }

  private long received(Vendor vendor) {
    return simulators.counters().of(vendor).createsReceived();
  }
}
