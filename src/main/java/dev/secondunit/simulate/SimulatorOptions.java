package dev.secondunit.simulate;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the simulators run.
 *
 * @param port where they listen, on the loopback address only; 0 means any free one
 * @param clock what time it is for jobs and expiry; the control plane can add to it
 * @param jobTime how long a job runs by that clock unless its prompt says otherwise
 * @param trueSize whether media have the size that was asked for; false makes them small and fast
 * @param folder where media are kept; empty means a temporary one, removed at the end
 */
public record SimulatorOptions(
    int port, Clock clock, Duration jobTime, boolean trueSize, Optional<Path> folder) {

  public SimulatorOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: " + port);
    }
    Objects.requireNonNull(clock, "clock");
    if (jobTime.isNegative()) {
      throw new IllegalArgumentException("jobTime < 0: " + jobTime);
    }
    Objects.requireNonNull(folder, "folder");
  }

  /** Any free port, real time, jobs of 300 ms, media of true size. */
  public static SimulatorOptions defaults() {
    return new SimulatorOptions(
        0, Clock.systemUTC(), Duration.ofMillis(300), true, Optional.empty());
  }

  public SimulatorOptions withPort(int number) {
    return new SimulatorOptions(number, clock, jobTime, trueSize, folder);
  }

  public SimulatorOptions withClock(Clock other) {
    return new SimulatorOptions(port, other, jobTime, trueSize, folder);
  }

  public SimulatorOptions withJobTime(Duration time) {
    return new SimulatorOptions(port, clock, time, trueSize, folder);
  }

  public SimulatorOptions withTrueSize(boolean wanted) {
    return new SimulatorOptions(port, clock, jobTime, wanted, folder);
  }

  public SimulatorOptions withFolder(Path kept) {
    return new SimulatorOptions(port, clock, jobTime, trueSize, Optional.of(kept));
  }
}
