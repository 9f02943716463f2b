package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The disk takes nothing more just before each write of a job's life. The kernel says so, by a
 * limit on the size of files that is set while the server runs.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs prlimit")
class DiskFullIT {
  /**
   * Where a job stands, and of what mode it is: a video's answer is an id, an image's the image.
   */
  private record Point(String name, String mode) {}

  /**
   * In the order in which a job passes them. Three at a time: a step that stands takes a turn, and
   * the server keeps some of those from jobs that ask for the same thing.
   */
  static List<List<Point>> points() {
    return List.of(
        List.of(
            new Point("before submitting", "image"),
            new Point("before create", "video"),
            new Point("before running", "video")),
        List.of(
            new Point("before downloading", "image"),
            new Point("before fetch", "image"),
            new Point("before note", "image")),
        List.of(
            new Point("before file", "image"),
            new Point("before sidecar", "image"),
            new Point("before succeeded", "image")));
  }

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("points")
  void diskFullAtEachWrite_losesNothingAndGoesOnOnceThereIsSpace(List<Point> points)
      throws Exception {
    try (VendorSimulators vendors =
        VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false))) {
      Steering steering = new Steering(folder, vendors);
      try (ServerProcess server = steering.start()) {
        List<String> ids = standAt(points, steering, server);
        Steering.diskFull(server, true);
        steering.goOn();
        ObjectNode refused = server.call("generate_media", Steering.shot("image", "refused"));
        awaitNothingRecorded(server, ids);
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
      List<Point> points =
          List.of(
              new Point("before note", "image"),
              new Point("before succeeded", "image"),
              new Point("before running", "video"));
      List<String> ids;
      try (ServerProcess server = steering.start()) {
        ids = standAt(points, steering, server);
        Steering.diskFull(server, true);
        steering.goOn();
        awaitNothingRecorded(server, ids);
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

  /** Orders a shot for each point and has it stand there. */
  private static List<String> standAt(List<Point> points, Steering steering, ServerProcess server)
      throws Exception {
    steering.pauseAt(points.stream().map(Point::name).toList());
    List<String> ids = new ArrayList<>();
    for (Point point : points) {
      ObjectNode shot = Steering.shot(point.mode(), point.name().replace(' ', '-'));
      ids.add(server.call("generate_media", shot).path("job_id").asString());
      server.awaitLog(CrashingServer.REACHED + point.name());
    }
    return ids;
  }

  /** Until each step has met the full disk. */
  private static void awaitNothingRecorded(ServerProcess server, List<String> ids)
      throws Exception {
    for (String id : ids) {
      server.awaitLogWith("step of " + id + " could not be recorded");
    }
  }

  private static List<Path> filesBelow(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
