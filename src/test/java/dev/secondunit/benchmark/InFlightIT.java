package dev.secondunit.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the measurement: one process with a thousand jobs at a vendor. */
@Timeout(180)
class InFlightIT {
  @TempDir Path folder;

  @Test
  void thousandJobs_areAskedForInTimeWithFewThreadsAndLittleMemory() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    InFlight.Depth depth =
        new InFlight(
                InFlight.asTheLauncherStarts(classPath),
                folder.resolve("home"),
                folder.resolve("log"),
                Duration.ofSeconds(3),
                Duration.ofSeconds(6))
            .measure(1_000)
            .depths()
            .get(0);

    assertTrue(depth.pollsPerSecond() > 50, depth.toString());
    assertTrue(depth.lateMilliseconds().percentile(99) <= 1_000, depth.toString());
    assertTrue(depth.resources().threads() <= 64, depth.toString());
    assertTrue(depth.resources().residentBytes() <= 350_000_000, depth.toString());
  }
}
