package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.UsdAmount;
import dev.secondunit.simulate.Counters;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A clip is made, extended, edited and gone on with at another vendor; before each step the server
 * is killed and another one started, which knows of the clip only what is on disk.
 */
class ChainIT {
  @TempDir Path folder;
  private VendorSimulators vendors;
  private final List<JsonNode> made = new ArrayList<>();

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

  private static ObjectNode arguments() {
    return JsonNodeFactory.instance.objectNode().put("prompt", "a paper boat");
  }

  /** One call on a server of its own, which is killed as soon as the job is over. */
  private JsonNode step(String tool, ObjectNode arguments) throws Exception {
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      JsonNode job = server.call(tool, arguments.put("background", true));
      assertEquals("queued", job.path("status").asString(), job.toString());
      ObjectNode wait = Calls.waitFor(List.of(job.path("job_id").asString()));
      JsonNode done = server.call("wait_for_jobs", wait).path("jobs").get(0);
      assertEquals("succeeded", done.path("status").asString(), done.toString());
      made.add(done);
      return done;
    }
  }

  private static String continuation(JsonNode job) {
    return job.at("/continuation/id").asString();
  }

  private static double seconds(JsonNode job) {
    return job.at("/files/0/duration_seconds").asDouble();
  }

  @Test
  void madeExtendedEditedAndGoneOnWithElsewhere_acrossRestarts() throws Exception {
    JsonNode first =
        step(
            "generate_media",
            arguments().put("mode", "video").put("backend_type", "grok").put("duration", 3));
    JsonNode longer =
        step(
            "continue_from",
            arguments()
                .put("source", continuation(first))
                .put("operation", "extend")
                .put("duration", 2));
    JsonNode changed =
        step(
            "continue_from",
            arguments().put("source", continuation(longer)).put("operation", "edit"));
    JsonNode elsewhere =
        step(
            "continue_from",
            arguments()
                .put("source", continuation(changed))
                .put("operation", "last_frame")
                .put("backend_type", "google")
                .put("duration", 4));

    assertEquals(5, seconds(longer), 0.3);
    assertEquals(5, seconds(changed), 0.3);
    assertEquals(4, seconds(elsewhere), 0.3);
    assertEquals(List.of("grok", "grok", "grok", "google"), texts("backend"));
    assertEquals(List.of("generate", "extend", "edit", "last_frame"), texts("operation"));
    assertTrue(continuation(first).startsWith("grok_vid_"), first.toString());
    assertTrue(continuation(elsewhere).startsWith("omni_"), elsewhere.toString());
    eachKnowsWhatItWasMadeFrom();
    theBillIsTheLedger();
  }

  private List<String> texts(String field) {
    return made.stream().map(job -> job.path(field).asString()).toList();
  }

  private void eachKnowsWhatItWasMadeFrom() throws Exception {
    for (int i = 0; i < made.size(); i++) {
      JsonNode file = made.get(i).at("/files/0");
      assertTrue(Files.isRegularFile(Path.of(file.path("path").asString())), file.toString());
      String sidecar = Files.readString(Path.of(file.path("sidecar").asString()));
      if (i > 0) {
        String parent = made.get(i - 1).at("/files/0/asset_id").asString();
        assertTrue(sidecar.contains(parent), sidecar);
      }
    }
  }

  private void theBillIsTheLedger() {
    Counters seen = vendors.counters();
    assertEquals(3, seen.of(Vendor.XAI).createsReceived());
    assertEquals(1, seen.of(Vendor.GOOGLE).createsReceived());
    UsdAmount bill = seen.of(Vendor.XAI).bill().plus(seen.of(Vendor.GOOGLE).bill());
    BigDecimal told =
        made.stream()
            .map(job -> job.at("/cost/actual_usd").decimalValue())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertEquals(0, bill.usd().compareTo(told), "billed " + bill + ", told " + told);
  }
}
