package dev.secondunit.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.config.Settings;
import dev.secondunit.mcp.client.ToolClient;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A video of 2 GiB is analysed by the packaged server in a heap of 96 MB. It takes about a minute,
 * so it is no part of the build: {@code mvn -B test -Dtest=LargeVideoCheck} after {@code package}.
 */
class LargeVideoCheck {
  private static final long PADDING = 2L << 30;
  private static final int MOST_CALLS = 20;

  @TempDir Path folder;

  @Test
  void videoOfTwoGibibytes_inAHeapOf96Megabytes_isAnalysed() throws Exception {
    Path film = large();
    try (VendorSimulators vendors =
        VendorSimulators.start(SimulatorOptions.defaults().withJobTime(Duration.ofMillis(200)))) {
      Map<String, String> environment =
          Map.of(
              "SECOND_UNIT_HOME",
              folder.resolve("home").toString(),
              "SECOND_UNIT_READ_ROOTS",
              folder.toString(),
              "TWELVELABS_API_KEY",
              "simulated",
              "TWELVELABS_BASE_URL",
              vendors.environment().get("TWELVELABS_BASE_URL"));
      try (ToolClient server =
          ToolClient.start(command(), environment, System.err::println, System.err::println)) {
        String call = "{'video':'" + film + "','prompt':'What is seen?','wait_seconds':0}";
        ObjectNode answer = server.call("analyze_video", json(call));
        String id = answer.path("job_id").asString();
        for (int i = 0; i < MOST_CALLS && !ended(answer); i++) {
          answer =
              (ObjectNode)
                  server
                      .call("wait_for_jobs", json("{'job_ids':['" + id + "'],'wait_seconds':45}"))
                      .at("/jobs/0");
        }
        assertEquals("succeeded", answer.path("status").asString(), answer.toString());
        assertFalse(answer.path("text").asString().isBlank());
      }
      assertEquals(1, vendors.counters().of(Vendor.TWELVELABS).createsAccepted());
      assertEquals(0, vendors.counters().of(Vendor.TWELVELABS).keysLeaked());
    }
  }

  private static boolean ended(ObjectNode answer) {
    return List.of("succeeded", "failed", "submit_unknown")
        .contains(answer.path("status").asString());
  }

  private static List<String> command() {
    Path jar = Path.of(System.getProperty("second-unit.jar", "target/second-unit.jar"));
    assertTrue(Files.isRegularFile(jar), jar + " is missing; this runs on the packaged jar");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-Xmx96m", "-jar", jar.toAbsolutePath().toString(), "stdio");
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  /** A short film with a box of nothing behind it, which takes no room on most disks. */
  private Path large() throws IOException, InterruptedException {
    Path film = folder.resolve("large.mp4");
    new Ffmpeg(new Settings(Map.of(), folder))
        .run(FfmpegCommand.create().generated("testsrc2=s=480x480:d=6:r=10").output(film));
    try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
      file.seek(file.length());
      file.writeInt(1);
      file.write("free".getBytes(StandardCharsets.US_ASCII));
      file.writeLong(PADDING);
      file.setLength(file.length() - 16 + PADDING);
    }
    return film;
  }
}
