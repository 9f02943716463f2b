package dev.secondunit.understanding;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An answer that arrives piece by piece, and how much of it is shown how often. */
final class GrowingText {
  /** What is shown of a longer text is its end. */
  static final int MOST_SHOWN = 1_000;

  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final double HALF_WAY = 2_000;

  private final Clock clock;
  private final StringBuilder end = new StringBuilder();
  private long length;
  private Instant shownAt = Instant.EPOCH;

  GrowingText(Clock clock) {
    this.clock = clock;
  }

  /** Takes a piece; what to show now, or empty when something was shown just before. */
  Optional<String> add(String piece) {
    length += piece.length();
    end.append(piece);
    if (end.length() > MOST_SHOWN) {
      end.delete(0, end.length() - MOST_SHOWN);
    }
    Instant now = clock.instant();
    if (Duration.between(shownAt, now).compareTo(INTERVAL) < 0) {
      return Optional.empty();
    }
    shownAt = now;
    return Optional.of((length > end.length() ? "…" : "") + end);
  }

  /** 0 to 1, always growing: nobody knows how long an answer will be. */
  double share() {
    return length / (length + HALF_WAY);
  }
}
