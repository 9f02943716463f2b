package dev.secondunit.mcp.approval;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers what has happened for as long as it could happen again. Nothing is forgotten early:
 * when there is no room, nothing more happens. Safe for many threads.
 */
final class OnceOnly {
  static final int MOST = 10_000;

  private final Clock clock;
  private final Duration remembered;
  private final Map<String, Instant> until = new HashMap<>();

  /**
   * @param remembered how long something could happen again
   */
  OnceOnly(Clock clock, Duration remembered) {
    this.clock = clock;
    this.remembered = remembered;
  }

  /** Whether this happens for the first time and there is room to remember it. */
  synchronized boolean first(String name) {
    Instant now = clock.instant();
    if (until.size() >= MOST) {
      until.values().removeIf(end -> end.isBefore(now));
    }
    return until.size() < MOST && until.putIfAbsent(name, now.plus(remembered)) == null;
  }
}
