package dev.secondunit.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * For how long this process has seen something without a break, such as a job that its vendor does
 * not know. Time in which nobody looked counts for little, so two sightings with a night between
 * them are not a night of it. Safe for many threads.
 */
public final class Sightings {
  private static final Duration MOST_BETWEEN_TWO = Duration.ofMinutes(2);

  private final Clock clock;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(Duration length, Instant last) {
    Seen again(Instant now) {
      Duration since = Duration.between(last, now);
      if (since.isNegative()) {
        return new Seen(length, now);
      }
      Duration counted = since.compareTo(MOST_BETWEEN_TWO) > 0 ? MOST_BETWEEN_TWO : since;
      return new Seen(length.plus(counted), now);
    }
  }

  public Sightings(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** Sees it once more; zero for the first time. */
  public Duration again(String id) {
    Instant now = clock.instant();
    return seen.merge(id, new Seen(Duration.ZERO, now), (known, first) -> known.again(now))
        .length();
  }

  /** It was not so, or it is over. */
  public void over(String id) {
    seen.remove(id);
  }
}
