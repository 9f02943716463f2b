package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A server process is killed with SIGKILL at a named point, and the next one finishes the job. */
class KilledServerIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "before submitting",
        "after submitting",
        "before running",
        "after running",
        "before downloading",
        "after downloading",
        "before succeeded",
        "after succeeded"
      })
  void killedAt_isFinishedByTheNextServerWithOneCreate(String point) throws Exception {
    killAt(point);

    JsonNode job;
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      JsonNode newest =
          server.call("get_jobs", JsonNodeFactory.instance.objectNode()).path("jobs").get(0);
      ObjectNode wait = Calls.waitFor(List.of(newest.path("job_id").asString()));
      job = server.call("wait_for_jobs", wait).path("jobs").get(0);
    }

    assertEquals("succeeded", job.path("status").asString(), job.toString());
    assertEquals(1, files("home/previz", "ticket.json").size(), "creates at the backend");
    List<Path> clips = files("media", ".mp4");
    assertEquals(1, clips.size());
    assertEquals(job.at("/files/0/path").asString(), clips.get(0).toRealPath().toString());
    assertEquals(1, files("media", ".mp4.json").size());
    assertEquals(2, files("media", "").size(), "nothing half-written: " + files("media", ""));
  }

  private void killAt(String point) throws Exception {
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.crash.CrashingServer", point)) {
      ObjectNode shot = JsonNodeFactory.instance.objectNode();
      shot.put("mode", "video").put("backend_type", "previz").put("prompt", "a boat, pan left");
      shot.put("duration", 1).put("size", "480p").put("background", true);
      server.send("generate_media", shot);
      server.awaitLog(CrashingServer.REACHED + point);
      server.kill();
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "SECOND_UNIT_HOME", folder.resolve("home").toString(),
        "SECOND_UNIT_OUTPUT_DIR", folder.resolve("media").toString());
  }

  private List<Path> files(String under, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(under))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .toList();
    }
  }
}
