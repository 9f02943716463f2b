package dev.secondunit.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendors' own clients, in versions of autumn 2026, believe the simulators. */
class VendorClientsIT {
  private static final Path PROJECT = Path.of("src/test/node/vendors");

  @TempDir Path folder;

  @Test
  void vendorsOwnClients_believeTheSimulators() throws Exception {
    try (Stream<Path> files = Files.list(PROJECT)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    String install =
        run(Duration.ofMinutes(5), "npm", "ci", "--ignore-scripts", "--prefer-offline");
    assertTrue(Files.isDirectory(folder.resolve("node_modules/openai")), install);
    try (VendorSimulators simulators = VendorSimulators.start(SimulatorOptions.defaults())) {
      Path clip =
          Files.write(
              folder.resolve("clip.mp4"),
              simulators.studio().video(new Frame(640, 360), 5, true).content());
      String origin = "http://127.0.0.1:" + simulators.port();
      String said = run(Duration.ofMinutes(3), "node", "main.mjs", origin, clip.toString());
      System.err.println(said);
      assertTrue(said.contains("every client was content"), said);
      for (Vendor vendor : Vendor.values()) {
        assertEquals(0, simulators.counters().of(vendor).keysLeaked(), vendor.word());
        if (vendor != Vendor.VERTEX) {
          assertTrue(simulators.counters().of(vendor).createsAccepted() >= 3, vendor.word());
        }
      }
    }
  }

  private String run(Duration limit, String... command) throws IOException, InterruptedException {
    Path output = folder.resolve(command[0] + ".out");
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(output);
    assertTrue(ended, command[0] + " did not end within " + limit + ":\n" + said);
    assertEquals(0, process.exitValue(), said);
    return said;
  }
}
