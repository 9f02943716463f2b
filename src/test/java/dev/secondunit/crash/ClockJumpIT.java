package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Somebody sets the computer's clock while a server works, and between two servers. */
class ClockJumpIT {
  private static final long HOUR = 3_600;

  @TempDir Path folder;

  @Test
  void clockSetBothWays_jobsAreDoneAsIfNothingHadHappened() throws Exception {
    try (VendorSimulators vendors =
        VendorSimulators.start(
            SimulatorOptions.defaults().withTrueSize(false).withJobTime(Duration.ofSeconds(5)))) {
      Steering steering = new Steering(folder, vendors);
      String between;
      try (ServerProcess server = steering.start()) {
        String first = order(server, "first");
        steering.awaitState(first, "running");
        steering.clock(HOUR);
        String second = order(server, "second");
        steering.awaitState(second, "running");
        steering.clock(-HOUR);
        String third = order(server, "third");

        for (JsonNode job : Steering.jobs(server, List.of(first, second, third))) {
          insistOnSuccess(job);
        }
        between = order(server, "between");
        steering.awaitState(between, "running");
        server.kill();
      }
      // What is in the schedule now lies hours ahead of the next server's clock.
      steering.clock(-3 * HOUR);
      try (ServerProcess server = steering.start()) {
        insistOnSuccess(Steering.jobs(server, List.of(between)).get(0));
        insistOnSuccess(Steering.jobs(server, List.of(order(server, "last"))).get(0));
      }
      assertEquals(5, vendors.counters().of(Vendor.XAI).createsReceived());
    }
  }

  private static String order(ServerProcess server, String mark) throws Exception {
    return server.call("generate_media", Steering.shot("video", mark)).path("job_id").asString();
  }

  private static void insistOnSuccess(JsonNode job) {
    assertEquals("succeeded", job.path("status").asString(), job.toString());
    for (String time : List.of("queued_seconds", "working_seconds", "total_seconds")) {
      assertTrue(job.at("/timings/" + time).asDouble(0) >= 0, job.path("timings").toString());
    }
  }
}
