package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.RawClient.Reply;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class ControlPlaneTest {
  @RegisterExtension static final Stage STAGE = new Stage();

  private RawClient control;
  private RawClient xai;

  @BeforeEach
  void connect() {
    control = STAGE.control();
    xai = STAGE.client(Dialect.XAI, "Authorization", "Bearer a-secret-key");
  }

  @Test
  void counters_areRightUnderConcurrency() throws Exception {
    int creates = 200;
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<Future<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < creates; i++) {
      int mark = i % 10;
      replies.add(threads.submit(() -> create("[[mark:m" + mark + "]]")));
    }
    for (Future<Reply> reply : replies) {
      assertEquals(200, reply.get().status());
    }
    threads.shutdown();
    control.post("/complete", "");
    JsonNode counters = control.get("/counters").json();
    JsonNode vendor = counters.path("vendors").path("xai");
    assertEquals(creates, vendor.path("creates_received").asInt());
    assertEquals(creates, vendor.path("creates_accepted").asInt());
    assertEquals(
        new BigDecimal("10"),
        vendor.path("bill_usd").decimalValue().stripTrailingZeros().setScale(0));
    assertEquals(20, counters.path("accepted_by_mark").path("m3").asInt());
  }

  @Test
  void faults_areInjectedListedAndCleared() throws Exception {
    String rule = "{\"vendor\":\"xai\",\"operation\":\"create\",\"fault\":\"unavailable\"}";
    assertEquals(200, control.post("/faults", rule).status());
    assertEquals(1, control.get("/faults").json().path("faults").size());
    assertEquals(503, create("a").status());
    assertEquals(0, control.get("/faults").json().path("faults").size());
    control.post("/faults", rule);
    control.delete("/faults");
    assertEquals(200, create("a").status());
    assertEquals(400, control.post("/faults", "{\"fault\":\"nonsense\"}").status());
  }

  @Test
  void jobs_areListedSteeredAndForgotten() throws Exception {
    String id = create("[[mark:one]]").json().path("request_id").asString();
    JsonNode jobs = control.get("/jobs?vendor=xai&mark=one").json().path("jobs");
    assertEquals("queued", jobs.get(0).path("state").asString());
    control.post("/advance", "{\"seconds\":15}");
    assertEquals("running", control.get("/jobs/" + id).json().path("state").asString());
    control.post("/jobs/" + id + "/fail", "");
    assertEquals("failed", control.get("/jobs/" + id).json().path("state").asString());
    control.post("/jobs/" + id + "/forget", "");
    assertEquals("expired", xai.get("/videos/" + id).json().path("status").asString());
    control.post("/reset", "");
    assertEquals(404, control.get("/jobs/" + id).status());
  }

  @Test
  void requestLog_holdsNoKeys() throws Exception {
    create("a boat");
    STAGE.client(Dialect.GOOGLE).get("/v1beta/files/x?key=another-secret-key");
    String log = control.get("/requests").text();
    assertTrue(log.contains("a boat"), log);
    assertTrue(log.contains("key=***"), log);
    assertFalse(log.contains("secret"), log);
    assertEquals(
        1, control.get("/requests?vendor=xai&operation=create").json().path("requests").size());
  }

  @Test
  void jobTime_andMarkedSeconds_decideWhenAJobEnds() throws Exception {
    control.post("/job-time", "{\"seconds\":5}");
    String usual = create("a").json().path("request_id").asString();
    String marked = create("a [[seconds:60]]").json().path("request_id").asString();
    control.post("/advance", "{\"seconds\":6}");
    assertEquals("succeeded", control.get("/jobs/" + usual).json().path("state").asString());
    assertEquals("running", control.get("/jobs/" + marked).json().path("state").asString());
  }

  @Test
  void environment_leadsEveryClientHere() throws Exception {
    Map<String, String> environment = STAGE.simulators().environment();
    String base = environment.get("XAI_BASE_URL");
    RawClient client =
        new RawClient(
            URI.create(base), "Authorization", "Bearer " + environment.get("XAI_API_KEY"));
    assertEquals(404, client.get("/videos/nobody").status());
    assertEquals(11, environment.size());
  }

  @Test
  void manual_namesEveryFaultAndBasePath() throws Exception {
    String manual = Files.readString(Path.of("references/simulators.md"));
    for (Fault fault : Fault.values()) {
      assertTrue(manual.contains("`" + fault.word() + "`"), fault.word());
    }
    for (Dialect dialect : Dialect.values()) {
      assertTrue(manual.contains("`" + dialect.basePath() + "`"), dialect.basePath());
    }
  }

  @Test
  void unknownPath_isSaidSo() throws Exception {
    assertEquals(404, control.get("/nothing").status());
    assertTrue(control.get("").json().path("base_paths").has("xai"));
  }

  private Reply create(String prompt) throws Exception {
    return xai.post(
        "/videos/generations",
        "{\"model\":\"grok-imagine-video\",\"duration\":1,\"prompt\":\"" + prompt + "\"}");
  }
}
