package dev.secondunit.job;

import java.time.Clock;
import java.util.Objects;

/**
 * What time it is, and how long something takes.
 *
 * @param time what the computer shows, which may be set
 * @param stopwatch what measures lengths of time and never jumps
 */
public record Clocks(Clock time, Clock stopwatch) {
  public Clocks {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(stopwatch, "stopwatch");
  }
}
