package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Two server processes on one store, as two agents on one laptop have it. */
class TwoServersIT {
  @TempDir Path folder;

  @Test
  void jobsOfAKilledServer_areFinishedAndAnsweredByTheOther() throws Exception {
    try (VendorSimulators vendors =
        VendorSimulators.start(
            SimulatorOptions.defaults().withTrueSize(false).withJobTime(Duration.ofSeconds(3)))) {
      Map<String, String> environment = new HashMap<>(vendors.environment());
      environment.put("SECOND_UNIT_HOME", folder.resolve("home").toString());
      environment.put("SECOND_UNIT_OUTPUT_DIR", folder.resolve("media").toString());
      try (ServerProcess first = ServerProcess.start(environment, "dev.secondunit.Main", "stdio");
          ServerProcess second = ServerProcess.start(environment, "dev.secondunit.Main", "stdio")) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("mode", "video").put("backend_type", "grok").put("background", true);
        arguments.put("duration", 2);
        ArrayNode shots = arguments.putArray("shots");
        for (int i = 0; i < 12; i++) {
          shots.addObject().put("prompt", "shot number " + i);
        }
        ObjectNode batch = first.call("generate_media", arguments);
        ObjectNode wait = JsonNodeFactory.instance.objectNode().put("wait_seconds", 45);
        wait.put("batch_id", batch.path("batch_id").asString());
        awaitCreates(vendors, 12);
        first.kill();
        ObjectNode done = second.call("wait_for_jobs", wait);

        assertTrue(done.path("done").asBoolean(), done.toString());
        for (JsonNode job : done.path("jobs")) {
          assertEquals("succeeded", job.path("status").asString(), job.toString());
        }
        assertEquals(12, done.path("jobs").size());
        assertEquals(12, vendors.counters().of(Vendor.XAI).createsReceived());
      }
    }
  }

  /** Until the vendor's answers can have been recorded; a kill before that is another test. */
  private static void awaitCreates(VendorSimulators vendors, int wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    long settled = 0;
    while (System.nanoTime() < end && settled < 500) {
      boolean all = vendors.counters().of(Vendor.XAI).createsReceived() >= wanted;
      settled = all ? settled + 1 : 0;
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
