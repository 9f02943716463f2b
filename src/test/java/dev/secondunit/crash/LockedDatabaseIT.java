package dev.secondunit.crash;

import static dev.secondunit.Patience.await;
import static dev.secondunit.crash.Calls.clip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Another program, such as a backup, locks the job database for longer than anybody waits. */
class LockedDatabaseIT {
  @TempDir Path folder;

  @Test
  void lockedWhileTheVendorAnswers_saysSoAndLosesNothing() throws Exception {
    try (VendorSimulators vendors =
            VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
        ServerProcess server =
            ServerProcess.start(environment(vendors), "dev.secondunit.Main", "stdio")) {
      JsonNode first = server.call("generate_media", clip("a boat [[fault:slow_accept=2]]"));
      awaitCreate(vendors);

      ObjectNode refused;
      ObjectNode looked;
      try (LockHolder lock = LockHolder.lock(folder.resolve("home/jobs.db"))) {
        refused = server.call("generate_media", clip("another boat"));
        looked = server.call("get_jobs", JsonNodeFactory.instance.objectNode());
        assertTrue(lock.holds());
      }

      assertEquals("database_unavailable", refused.path("code").asString(), refused.toString());
      assertTrue(refused.path("message").asString().contains("locked by another program"));
      assertEquals("no", refused.path("charged").asString());
      assertEquals("after", refused.path("retry").asString());
      assertEquals(1, looked.path("jobs").size(), "reading goes on: " + looked);

      JsonNode second = server.call("generate_media", clip("another boat"));
      ObjectNode wait =
          Calls.waitFor(List.of(first.path("job_id").asString(), second.path("job_id").asString()));
      JsonNode done = server.call("wait_for_jobs", wait);

      for (JsonNode job : done.path("jobs")) {
        assertEquals("succeeded", job.path("status").asString(), job.toString());
      }
      assertEquals(2, vendors.counters().of(Vendor.XAI).createsReceived());
    }
  }

  private Map<String, String> environment(VendorSimulators vendors) {
    return Calls.environment(vendors, folder);
  }

  private static void awaitCreate(VendorSimulators vendors) {
    await("the vendor has the create")
        .pollInterval(Duration.ofMillis(2))
        .until(() -> vendors.counters().of(Vendor.XAI).createsReceived() > 0);
  }
}
