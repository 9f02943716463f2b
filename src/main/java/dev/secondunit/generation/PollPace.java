package dev.secondunit.generation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often this process asks for its running jobs. Up to two thousand are asked for as often as
 * their vendors say; beyond that the pauses grow with their number, so that asking takes a bounded
 * share of the machine and nobody's question is late. Safe for many threads.
 */
final class PollPace {
  /** More questions in a second take about half of a small machine. */
  static final int MOST_PER_SECOND = 400;

  /** A job not asked for this long has ended, or is another process's now. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(3);

  private final Clock clock;

  /** When each was last asked for, the longest ago first. */
  private final Map<String, Instant> running = new LinkedHashMap<>(16, 0.75f, true);

  PollPace(Clock clock) {
    this.clock = clock;
  }

  /**
   * How long to pause before the next question.
   *
   * @param asked what the vendor says
   */
  synchronized Duration pause(String jobId, Duration asked) {
    Instant now = clock.instant();
    running.put(jobId, now);
    Iterator<Instant> oldest = running.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(now.minus(FORGOTTEN))) {
      oldest.remove();
    }
    Duration needed = Duration.ofMillis(running.size() * 1_000L / MOST_PER_SECOND);
    return needed.compareTo(asked) > 0 ? needed : asked;
  }

  synchronized void ended(String jobId) {
    running.remove(jobId);
  }
}
