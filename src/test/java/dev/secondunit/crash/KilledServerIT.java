package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.client.ToolClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final String GENERATE =
      "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"generate_media\","
          + "\"arguments\":{\"mode\":\"video\",\"backend_type\":\"previz\",\"prompt\":\"a paper"
          + " boat, pan left\",\"duration\":1,\"size\":\"480p\",\"background\":true}}}";

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

    ObjectNode job;
    try (ToolClient server =
        ToolClient.start(
            command("dev.secondunit.Main", "stdio"), environment(), line -> {}, words -> {})) {
      JsonNode newest =
          server.call("get_jobs", JsonNodeFactory.instance.objectNode()).path("jobs").get(0);
      ObjectNode wait = JsonNodeFactory.instance.objectNode();
      wait.putArray("job_ids").add(newest.path("job_id").asString());
      wait.put("wait_seconds", 45);
      job = (ObjectNode) server.call("wait_for_jobs", wait).path("jobs").get(0);
    }

    assertEquals("succeeded", job.path("status").asString(), job.toString());
    assertEquals(1, files("home/previz", "ticket.json").size(), "creates at the backend");
    List<Path> clips = files("media", ".mp4");
    assertEquals(1, clips.size());
    assertEquals(job.at("/files/0/path").asString(), clips.get(0).toRealPath().toString());
    assertEquals(1, files("media", ".mp4.json").size());
    assertEquals(2, files("media", "").size(), "nothing half-written: " + files("media", ""));
  }

  private void killAt(String point) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command("dev.secondunit.crash.CrashingServer", point));
    builder.environment().putAll(environment());
    Process server = builder.start();
    try (OutputStream in = server.getOutputStream();
        BufferedReader log =
            new BufferedReader(
                new InputStreamReader(server.getErrorStream(), StandardCharsets.UTF_8))) {
      in.write(
          String.join("\n", INITIALIZE, INITIALIZED, GENERATE, "")
              .getBytes(StandardCharsets.UTF_8));
      in.flush();
      List<String> seen = new ArrayList<>();
      String line = log.readLine();
      while (line != null && !line.equals(CrashingServer.REACHED + point)) {
        seen.add(line);
        line = log.readLine();
      }
      assertTrue(line != null, "never reached " + point + ": " + seen);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "SECOND_UNIT_HOME", folder.resolve("home").toString(),
        "SECOND_UNIT_OUTPUT_DIR", folder.resolve("media").toString());
  }

  private static List<String> command(String main, String argument) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        main,
        argument);
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
