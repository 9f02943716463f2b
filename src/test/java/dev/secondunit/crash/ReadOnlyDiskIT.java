package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The disk of the media, or of the jobs, takes no more writes; the kernel says so. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs mounts of its own")
class ReadOnlyDiskIT {
  @TempDir Path folder;

  private VendorSimulators vendors;
  private Steering steering;

  @BeforeEach
  void open() throws Exception {
    vendors = VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
    steering = new Steering(folder, vendors);
  }

  @AfterEach
  void close() {
    vendors.close();
  }

  @Test
  void mediaReadOnlyAtEachWriteToThem_losesNothingAndGoesOnOnceTheyCanBeWritten() throws Exception {
    List<String> points =
        List.of("before submitting", "before fetch", "before note", "before file");
    try (ServerProcess server = steering.startWithOwnMount(steering.media())) {
      steering.pauseAt(points);
      List<String> ids = new ArrayList<>();
      for (String point : points) {
        ObjectNode shot = Steering.shot("image", point.replace(' ', '-'));
        ids.add(server.call("generate_media", shot).path("job_id").asString());
        server.awaitLog(CrashingServer.REACHED + point);
      }
      Steering.readOnly(server, steering.media(), true);
      steering.goOn();
      ObjectNode refused = server.call("generate_media", Steering.shot("image", "refused"));
      steering.awaitMessages(ids, "Read-only file system");
      assertEquals("storage_failed", refused.path("code").asString(), refused.toString());
      assertEquals("no", refused.path("charged").asString(), refused.toString());
      assertTrue(refused.path("hint").asString().contains("output_dir"), refused.toString());
      Steering.readOnly(server, steering.media(), false);

      for (JsonNode job : Steering.jobs(server, ids)) {
        assertEquals("succeeded", job.path("status").asString(), job.toString());
      }
      assertEquals(
          Map.of("before-submitting", 1, "before-fetch", 1, "before-note", 1, "before-file", 1),
          vendors.counters().acceptedByMark());
      try (Stream<Path> files = Files.walk(steering.media())) {
        assertEquals(2 * points.size(), files.filter(Files::isRegularFile).count());
      }
    }
  }

  @Test
  void jobsReadOnly_refusesEveryCallWithTheWayOutAndSendsNothing() throws Exception {
    Path home = steering.database().getParent();
    try (ServerProcess server = steering.startWithOwnMount(home)) {
      Steering.readOnly(server, home, true);
      ObjectNode refused = server.call("generate_media", Steering.shot("image", "refused"));

      assertEquals("storage_failed", refused.path("code").asString(), refused.toString());
      assertEquals("no", refused.path("charged").asString(), refused.toString());
      assertTrue(refused.path("hint").asString().contains("SECOND_UNIT_HOME"), refused.toString());
      assertEquals(Map.of(), vendors.counters().acceptedByMark());
      Steering.readOnly(server, home, false);
      String id =
          server.call("generate_media", Steering.shot("image", "later")).path("job_id").asString();
      JsonNode job = Steering.jobs(server, List.of(id)).get(0);
      assertEquals("succeeded", job.path("status").asString(), job.toString());
    }
  }
}
