package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The disk takes nothing more just before each write of a job's life. The kernel says so, by a
 * limit on the size of files that is set while the server runs.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs prlimit")
class DiskFullIT {
  /**
   * In the order in which a job passes them, and what reaches each: a video's answer is an id, an
   * image's is the image.
   */
  private static final String[][] POINTS = {
    {"before submitting", "image"},
    {"before create", "video"},
    {"before running", "video"},
    {"before downloading", "image"},
    {"before fetch", "image"},
    {"before note", "image"},
    {"before file", "image"},
    {"before sidecar", "image"},
    {"before succeeded", "image"},
  };

  @TempDir Path folder;

  @Test
  void diskFullAtEachWrite_losesNothingAndGoesOnOnceThereIsSpace() throws Exception {
    try (VendorSimulators vendors =
        VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false))) {
      Steering steering = new Steering(folder, vendors);
      List<String> points = Arrays.stream(POINTS).map(each -> each[0]).toList();
      steering.pauseAt(points);
      try (ServerProcess server = steering.start()) {
        List<String> ids = new ArrayList<>();
        for (String[] point : POINTS) {
          ObjectNode shot = Steering.shot(point[1], point[0].replace(' ', '-'));
          ids.add(server.call("generate_media", shot).path("job_id").asString());
          server.awaitLog(CrashingServer.REACHED + point[0]);
        }
        Steering.diskFull(server, true);
        steering.goOn();
        ObjectNode refused = server.call("generate_media", Steering.shot("image", "refused"));
        TimeUnit.SECONDS.sleep(2);
        Steering.diskFull(server, false);

        assertEquals("storage_failed", refused.path("code").asString(), refused.toString());
        assertEquals("no", refused.path("charged").asString());
        assertTrue(refused.path("hint").asString().contains("space"), refused.toString());
        for (JsonNode job : Steering.jobs(server, ids)) {
          assertEquals("succeeded", job.path("status").asString(), job.toString());
        }
        Map<String, Integer> bought = vendors.counters().acceptedByMark();
        assertEquals(points.size(), bought.size(), bought.toString());
        bought.forEach((mark, times) -> assertEquals(1, times, mark));
        assertEquals(2 * points.size(), filesBelow(steering.media()).size(), "file and sidecar");
        assertEquals("ok", Stored.integrity(steering.database()));
      }
    }
  }

  @Test
  void killedOnAFullDisk_theNextServerFinishesOrSaysThatItCannotTell() throws Exception {
    try (VendorSimulators vendors =
        VendorSimulators.start(
            SimulatorOptions.defaults().withTrueSize(false).withJobTime(Duration.ofSeconds(1)))) {
      Steering steering = new Steering(folder, vendors);
      // The video comes last: the step of another job would record its answer before the disk is
      // full.
      List<String> points = List.of("before note", "before succeeded", "before running");
      steering.pauseAt(points);
      List<String> ids = new ArrayList<>();
      try (ServerProcess server = steering.start()) {
        for (String point : points) {
          String mode = point.equals("before running") ? "video" : "image";
          ObjectNode shot = Steering.shot(mode, point.replace(' ', '-'));
          ids.add(server.call("generate_media", shot).path("job_id").asString());
          server.awaitLog(CrashingServer.REACHED + point);
        }
        Steering.diskFull(server, true);
        steering.goOn();
        TimeUnit.SECONDS.sleep(1);
        server.kill();
      }
      try (ServerProcess server = steering.start()) {
        JsonNode jobs = Steering.jobs(server, ids);

        assertEquals("succeeded", jobs.get(0).path("status").asString(), jobs.toString());
        assertEquals("succeeded", jobs.get(1).path("status").asString(), jobs.toString());
        assertEquals("submit_unknown", jobs.get(2).path("status").asString(), jobs.toString());
        assertEquals("unknown", jobs.get(2).at("/error/charged").asString());
        vendors.counters().acceptedByMark().forEach((mark, times) -> assertEquals(1, times, mark));
        assertEquals(4, filesBelow(steering.media()).size());
      }
    }
  }

  private static List<Path> filesBelow(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
