package dev.secondunit.tool.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.artifact.Artifact;
import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.CallTime;
import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.LocalArtifactStore;
import dev.secondunit.artifact.Provenance;
import dev.secondunit.artifact.Staged;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.Assets;
import dev.secondunit.generation.ShotRequest;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobChange;
import dev.secondunit.job.JobState;
import dev.secondunit.job.NewJobs;
import dev.secondunit.job.Settlement;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.Database;
import dev.secondunit.job.sql.DurableSchedule;
import dev.secondunit.job.sql.SqlDocuments;
import dev.secondunit.job.sql.SqlJobStore;
import dev.secondunit.media.Mode;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolCall.ProgressListener;
import dev.secondunit.understanding.AnalysisRequest;
import dev.secondunit.understanding.Manner;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** However a tool comes to a file or waits, it does so in the time of its call. */
@Timeout(30)
class TimeOfOneCallTest {
  private static final String ADDRESS = "https://example.com/boat.png";
  private static final String ID = "job_01jd0000000000000000000000";

  @TempDir Path folder;
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicLong now = new AtomicLong();
  private Wiring wiring;
  private Database database;
  private DurableSchedule schedule;

  @BeforeEach
  void open() {
    Map<String, String> environment =
        Map.of("SECOND_UNIT_HOME", folder.resolve("home").toString(), "XAI_API_KEY", "never sent");
    wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), false);
    database = Database.sqlite(folder.resolve("others.db"));
    schedule = new DurableSchedule(database, Clock.systemUTC(), 1);
  }

  @AfterEach
  void close() {
    schedule.close();
    database.close();
    wiring.close();
  }

  private ToolCall call(String arguments) {
    return new ToolCall(
        (ObjectNode) JsonMapper.shared().readTree(arguments.replace('\'', '"')),
        Caller.onThisMachine("test"),
        ProgressListener.NONE,
        false,
        null,
        CallTime.starting(now::get));
  }

  @Test
  void fetch_byWhateverWay_endsWithTheTimeOfTheCall() throws Exception {
    Services services = withFilesThatNeverCome();
    ToolCall call = call("{}");
    Services open = ((Services.Source) caller -> services).of(call);
    now.addAndGet(CallTime.LONGEST_FETCH.toNanos());

    late(() -> open.inputs().resolve(ADDRESS, "inputs[0]"));
    late(() -> open.inputs().resolve(ID, "inputs[0]"));
    late(() -> open.assets().path(ID));
    late(() -> open.generations().plan(fromPicture()));
    late(() -> open.analyses().plan(aboutPicture(), Set.of(Mode.IMAGE)));
  }

  private static void late(Executable fetch) {
    Failure failure = assertThrows(FailureException.class, fetch).failure();

    assertEquals(ErrorCode.DOWNLOAD_FAILED, failure.code(), failure.message());
    assertTrue(failure.message().contains("30 seconds"), failure.message());
  }

  private Services withFilesThatNeverCome() throws Exception {
    Services real = wiring.services();
    Assets assets = assetInABucketThatHangs();
    InputResolver inputs =
        new InputResolver(
            real.guard(),
            TestMedia.PROBE::measure,
            assets::path,
            (url, field) -> {
              never.await();
              return folder;
            },
            folder.resolve("inline"));
    return new Services(
        real.jobs(),
        real.watch(),
        real.retries(),
        real.ledger(),
        real.caps(),
        real.generations(),
        real.analyses(),
        real.films(),
        assets,
        inputs,
        real.guard(),
        real.outputFolder(),
        real.settings(),
        real.clock());
  }

  private Assets assetInABucketThatHangs() throws Exception {
    SqlJobStore store = new SqlJobStore(database, schedule, Clock.systemUTC());
    LocalArtifactStore artifacts = new LocalArtifactStore(TestMedia.PROBE::measure, "test");
    Job job =
        store
            .accept(NewJobs.of(ID, "assembly", "grok", UsdAmount.ZERO), SpendingCaps.NONE, null, 0)
            .job();
    Staged staged = new Staged(folder, ID, 0, Clock.systemUTC().instant(), "boat", null, null);
    Files.copy(
        TestMedia.image(folder.resolve("drawn.png"), 64, 64), artifacts.stage(folder, ID, 0));
    Artifact artifact =
        artifacts.commit(
            staged, new Provenance("asset_" + ID, null, null, null, null, List.of(), false));
    store.change(
        JobChange.of(
                store.change(JobChange.of(job, JobState.RUNNING)).orElseThrow(), JobState.SUCCEEDED)
            .settle(Settlement.KEEP)
            .document(Assets.assembled(job, artifact, List.of())));
    ArtifactStore hanging =
        (ArtifactStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ArtifactStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("local")) {
                    never.await();
                  }
                  try {
                    return method.invoke(artifacts, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new Assets(new SqlDocuments(database), store, hanging);
  }

  private static ShotRequest fromPicture() {
    return new ShotRequest(
        "generate_media",
        null,
        Mode.VIDEO,
        null,
        "grok",
        null,
        Map.of(Parameter.PROMPT, "a paper boat"),
        Map.of(Parameter.INPUT_IMAGES, List.of(ADDRESS)),
        null,
        false,
        null,
        null);
  }

  private static AnalysisRequest aboutPicture() {
    return new AnalysisRequest(
        "read_media",
        List.of(new AnalysisRequest.Input(ADDRESS, null, "inputs[0]")),
        "what is it",
        Manner.usual(),
        "grok",
        null,
        null,
        false,
        null);
  }

  @Test
  void wait_afterTheCallsPatience_isNone() throws Exception {
    TestMedia.image(folder.resolve("look.png"), 64, 64);
    String question = "'backend_type':'grok','prompt':'a boat','wait_seconds':45";
    ToolCall look = call("{'inputs':['look.png']," + question + "}");
    ToolCall make = call("{'mode':'image'," + question + "}");
    now.addAndGet(Duration.ofSeconds(45).toNanos());

    assertTrue(wiring.tools().find("read_media").orElseThrow().function().call(look) != null);
    assertEquals(
        "queued",
        wiring
            .tools()
            .find("generate_media")
            .orElseThrow()
            .function()
            .call(make)
            .data()
            .path("status")
            .asString());
    assertEquals(2, wiring.services().jobs().list(Set.of(), null, 9).jobs().size());
  }
}
