package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.job.sql.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final TestClock clock = new TestClock();
  private final RateLimits limits = new RateLimits(clock);

  @Test
  void refused_withDelay_holdsBackThatModelOnly() {
    limits.refused("acme", "a", Duration.ofSeconds(30));

    assertEquals(Duration.ofSeconds(30), limits.untilNextCreate("acme", "a"));
    assertEquals(Duration.ZERO, limits.untilNextCreate("acme", "b"));
    assertEquals(Duration.ZERO, limits.untilNextCreate("other", "a"));
    clock.advance(Duration.ofSeconds(31));
    assertEquals(Duration.ZERO, limits.tryCreate("acme", "a"));
  }

  @Test
  void refused_shorterDelayLater_doesNotShortenTheWait() {
    limits.refused("acme", "a", Duration.ofSeconds(30));

    assertEquals(Duration.ofSeconds(30), limits.refused("acme", "a", Duration.ofSeconds(1)));
  }

  @Test
  void refused_withoutDelay_growsToAMinuteAndStartsAgainAfterSuccess() {
    Duration[] expected = {
      Duration.ofSeconds(2),
      Duration.ofSeconds(4),
      Duration.ofSeconds(8),
      Duration.ofSeconds(16),
      Duration.ofSeconds(32),
      Duration.ofSeconds(60),
      Duration.ofSeconds(60)
    };
    for (Duration wait : expected) {
      assertEquals(wait, limits.refused("acme", "a", null));
      clock.advance(wait);
    }

    limits.accepted("acme", "a");

    assertEquals(Duration.ofSeconds(2), limits.refused("acme", "a", null));
  }

  @Test
  void configured_spacesCreatesEvenly() {
    limits.configure("acme", "a", 60);

    assertEquals(Duration.ZERO, limits.tryCreate("acme", "a"));
    assertEquals(Duration.ofSeconds(1), limits.tryCreate("acme", "a"));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Duration.ZERO, limits.tryCreate("acme", "a"));
  }
}
