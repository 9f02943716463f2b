package dev.secondunit.crash;

import static dev.secondunit.Patience.await;
import static dev.secondunit.crash.Calls.clip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.Counters.OfVendor;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A real server process that buys from a simulated vendor, over the vendor's own wire. */
class PaidServerIT {
  /** What a program exits with that a SIGTERM ended. */
  private static final int TERMINATED = 128 + 15;

  @TempDir Path folder;
  private VendorSimulators vendors;

  @BeforeEach
  void startVendors() {
    vendors = VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
  }

  @AfterEach
  void stopVendors() {
    vendors.close();
  }

  private Map<String, String> environment() {
    return Calls.environment(vendors, folder);
  }

  private static ObjectNode ids(String jobId) {
    return Calls.waitFor(List.of(jobId));
  }

  private OfVendor google() {
    return vendors.counters().of(Vendor.GOOGLE);
  }

  private OfVendor xai() {
    return vendors.counters().of(Vendor.XAI);
  }

  @Test
  void thousandEqualCalls_areOneJobAndOneCreate() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      Thread flood =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 1_000; i++) {
                    server.send("generate_media", clip("the same boat"));
                  }
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      flood.start();
      Set<String> jobs = new HashSet<>();
      int fresh = 0;
      for (int i = 0; i < 1_000; i++) {
        ObjectNode answer = server.nextAnswer();
        jobs.add(answer.path("job_id").asString());
        fresh += answer.path("deduplicated").asBoolean() ? 0 : 1;
      }
      flood.join();
      assertEquals(1, jobs.size());
      assertEquals(1, fresh);
      JsonNode done = server.call("wait_for_jobs", ids(jobs.iterator().next())).path("jobs").get(0);
      assertEquals("succeeded", done.path("status").asString(), done.toString());
      assertEquals(1, xai().createsReceived());
      assertEquals(
          0,
          xai().bill().usd().compareTo(done.at("/cost/actual_usd").decimalValue()),
          "the ledger says what the vendor bills");
    }
  }

  @Test
  void takesAndRequestKey_buyMoreOnPurpose() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      ObjectNode takes = server.call("generate_media", clip("a boat").put("takes", 3));
      server.call("generate_media", clip("a boat").put("takes", 3));
      server.call("generate_media", clip("a boat").put("request_key", "again"));
      server.call("generate_media", clip("a boat").put("request_key", "again"));
      ObjectNode wait = JsonNodeFactory.instance.objectNode().put("wait_seconds", 45);
      wait.put("batch_id", takes.path("batch_id").asString());
      assertEquals(3, server.call("wait_for_jobs", wait).path("jobs").size());
      JsonNode all = server.call("get_jobs", JsonNodeFactory.instance.objectNode()).path("jobs");
      assertEquals(4, all.size());
    }
  }

  @Test
  void answerLost_isUnknownAndCountsAsSpent() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      JsonNode job = server.call("generate_media", clip("a boat [[fault:lost_reply]]"));
      JsonNode done = server.call("wait_for_jobs", ids(job.path("job_id").asString()));
      JsonNode unknown = done.path("jobs").get(0);

      assertEquals("submit_unknown", unknown.path("status").asString(), unknown.toString());
      assertEquals("unknown", unknown.at("/error/charged").asString());
      assertEquals("use_job", unknown.at("/error/retry").asString());
      assertEquals(1, xai().createsReceived());
      JsonNode budget =
          server.call("generate_media", clip("another").put("dry_run", true)).path("budget");
      assertTrue(budget.at("/total/spent_usd").asDouble() > 0, budget.toString());
    }
  }

  @Test
  void dearerThanTheUserApproves_asksForMaxCostAndSendsNothing() throws Exception {
    Map<String, String> environment = environment();
    environment.put("SECOND_UNIT_APPROVE_ABOVE_USD", "0.05");
    try (ServerProcess server = ServerProcess.start(environment, "dev.secondunit.Main", "stdio")) {
      ObjectNode refused = server.call("generate_media", clip("a boat"));
      ObjectNode preview = server.call("generate_media", clip("a boat").put("dry_run", true));
      double price = preview.at("/cost/estimate_usd").asDouble();

      assertEquals("approval_required", refused.path("code").asString(), refused.toString());
      assertEquals("max_cost_usd", refused.path("field").asString());
      assertTrue(price > 0.05, preview.toString());
      assertEquals(0, xai().createsReceived());
      ObjectNode approved =
          server.call("generate_media", clip("a boat").put("max_cost_usd", price));
      assertEquals("queued", approved.path("status").asString(), approved.toString());
    }
  }

  /** What a killed server leaves, by where it was killed. */
  @ParameterizedTest
  @CsvSource({
    "before submitting, succeeded, 1",
    "after submitting, submit_unknown, 0",
    "before running, submit_unknown, 1",
    "after running, succeeded, 1",
    "after downloading, succeeded, 1",
    "before succeeded, succeeded, 1"
  })
  void killedAt_neverBuysTwice(String point, String status, int creates) throws Exception {
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.crash.CrashingServer", point)) {
      server.send("generate_media", clip("a boat"));
      server.awaitLog(CrashingServer.REACHED + point);
      server.kill();
    }
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      JsonNode newest =
          server.call("get_jobs", JsonNodeFactory.instance.objectNode()).path("jobs").get(0);
      JsonNode done =
          server.call("wait_for_jobs", ids(newest.path("job_id").asString())).path("jobs").get(0);

      assertEquals(status, done.path("status").asString(), done.toString());
      assertEquals(creates, xai().createsReceived());
    }
  }

  /** The vendor's refusal is recorded, and nothing is sent to the other one yet. */
  @Test
  void killedAtTheSwitch_isBoughtOnceAtTheOtherVendor() throws Exception {
    Map<String, String> environment = environment();
    environment.put("SECOND_UNIT_FALLBACK", "google");
    vendors.strike(
        FaultRule.next(Vendor.XAI, Operation.CREATE, Fault.QUOTA_EXCEEDED)
            .withTimes(Integer.MAX_VALUE));
    String point = "after " + KillPoints.SWITCH;
    try (ServerProcess server =
        ServerProcess.start(environment, "dev.secondunit.crash.CrashingServer", point)) {
      server.send("generate_media", clip("a boat").put("backend_type", "auto"));
      server.awaitLog(CrashingServer.REACHED + point);
      assertEquals(0, google().createsReceived(), "it has not been sent there yet");
      server.kill();
    }
    try (ServerProcess server = ServerProcess.start(environment, "dev.secondunit.Main", "stdio")) {
      JsonNode newest =
          server.call("get_jobs", JsonNodeFactory.instance.objectNode()).path("jobs").get(0);
      JsonNode done =
          server.call("wait_for_jobs", ids(newest.path("job_id").asString())).path("jobs").get(0);

      assertEquals("succeeded", done.path("status").asString(), done.toString());
      assertEquals("google", done.path("backend").asString());
      assertEquals(0, google().bill().usd().compareTo(done.at("/cost/actual_usd").decimalValue()));
    }
    assertEquals(1, xai().createsReceived());
    assertEquals(0, xai().createsAccepted());
    assertEquals(1, google().createsReceived());
    List<Stored.Entry> entries = Stored.ledger(folder.resolve("home").resolve("jobs.db"));
    assertEquals(List.of("released", "spent"), entries.stream().map(Stored.Entry::state).toList());
    assertEquals(0, entries.get(0).settled());
    assertEquals(google().bill().micros(), entries.get(1).settled());
  }

  /** What hosts do: they close the input, or send a signal, whatever is on its way. */
  @Test
  void endedInOrderWhileACreateIsAtTheVendor_waitsForTheAnswer() throws Exception {
    try (ServerProcess server = withACreateAtTheVendor("a boat at dawn", 1)) {
      server.endInput();
      assertEquals(0, server.awaitEnd());
    }
    try (ServerProcess server = withACreateAtTheVendor("a boat at dusk", 2)) {
      server.terminate();
      assertEquals(TERMINATED, server.awaitEnd());
    }
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      JsonNode jobs = server.call("get_jobs", JsonNodeFactory.instance.objectNode()).path("jobs");
      assertEquals(2, jobs.size());
      for (JsonNode job : jobs) {
        JsonNode done = server.call("wait_for_jobs", ids(job.path("job_id").asString()));
        assertEquals("succeeded", done.at("/jobs/0/status").asString(), done.toString());
      }
    }
    assertEquals(2, xai().createsAccepted());
  }

  private ServerProcess withACreateAtTheVendor(String prompt, int creates) throws Exception {
    ServerProcess server = ServerProcess.start(environment(), "dev.secondunit.Main", "stdio");
    ObjectNode picture = clip(prompt + " [[fault:slow_accept=2]]").put("mode", "image");
    picture.remove("duration");
    server.call("generate_media", picture);
    await("create " + creates + " is at the vendor")
        .until(() -> xai().createsReceived() == creates);
    return server;
  }
}
