package dev.secondunit.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final MovableClock clock = new MovableClock();
  private final RateLimits limits = new RateLimits(clock);

  @Test
  void refused_withDelay_holdsBackThatModelOnly() {
    limits.refused("acme", "a", Duration.ofSeconds(30));

    assertEquals(Duration.ofSeconds(30), limits.untilNextCreate("acme", "a"));
    assertEquals(Duration.ZERO, limits.untilNextCreate("acme", "b"));
    assertEquals(Duration.ZERO, limits.untilNextCreate("other", "a"));
    clock.pass(Duration.ofSeconds(31));
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
      clock.pass(wait);
    }

    limits.accepted("acme", "a");

    assertEquals(Duration.ofSeconds(2), limits.refused("acme", "a", null));
  }

  @Test
  void configured_spacesCreatesEvenly() {
    limits.configure("acme", "a", 60);

    assertEquals(Duration.ZERO, limits.tryCreate("acme", "a"));
    assertEquals(Duration.ofSeconds(1), limits.tryCreate("acme", "a"));
    clock.pass(Duration.ofSeconds(1));
    assertEquals(Duration.ZERO, limits.tryCreate("acme", "a"));
  }

  private static final class MovableClock extends Clock {
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
