package dev.secondunit.backend.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process knows about the rate limits of each vendor and model, learned from refusals and
 * optionally configured. All jobs share it, so that one refusal holds back all of them. Creates are
 * held back, never polls. Safe for many threads; holds no more than there are models.
 */
public final class RateLimits {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_GUESS = Duration.ofMinutes(1);

  private record Key(String backend, String model) {}

  private record State(Instant notBefore, int refusalsInARow, Instant nextSlot) {
    static final State FRESH = new State(Instant.MIN, 0, Instant.MIN);

    Instant next() {
      return notBefore.isAfter(nextSlot) ? notBefore : nextSlot;
    }
  }

  private final Clock clock;
  private final Map<Key, State> states = new ConcurrentHashMap<>();
  private final Map<Key, Duration> spacings = new ConcurrentHashMap<>();

  public RateLimits(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** Sets a known limit: creates of this model are spaced evenly. */
  public void configure(String backend, String model, int createsPerMinute) {
    if (createsPerMinute < 1) {
      throw new IllegalArgumentException("createsPerMinute < 1");
    }
    spacings.put(new Key(backend, model), Duration.ofMinutes(1).dividedBy(createsPerMinute));
  }

  /** How long the next create of this model should wait; zero when it may go now. */
  public Duration untilNextCreate(String backend, String model) {
    State state = states.getOrDefault(new Key(backend, model), State.FRESH);
    Instant now = clock.instant();
    return state.next().isAfter(now) ? Duration.between(now, state.next()) : Duration.ZERO;
  }

  /**
   * Takes the turn for one create when it may go now.
   *
   * @return zero when the turn was taken, else how long to wait before asking again
   */
  public Duration tryCreate(String backend, String model) {
    Key key = new Key(backend, model);
    Instant now = clock.instant();
    Duration[] wait = {Duration.ZERO};
    states.compute(
        key,
        (unused, known) -> {
          State state = known == null ? State.FRESH : known;
          if (state.next().isAfter(now)) {
            wait[0] = Duration.between(now, state.next());
            return state;
          }
          Duration spacing = spacings.getOrDefault(key, Duration.ZERO);
          return new State(state.notBefore(), state.refusalsInARow(), now.plus(spacing));
        });
    return wait[0];
  }

  /** The vendor took a create: earlier refusals no longer lengthen the next guess. */
  public void accepted(String backend, String model) {
    states.computeIfPresent(
        new Key(backend, model), (key, state) -> new State(state.notBefore(), 0, state.nextSlot()));
  }

  /**
   * The vendor asked to slow down.
   *
   * @param asked the delay it named, or null; then a growing one is assumed
   * @return the delay that now holds for this model
   */
  public Duration refused(String backend, String model, Duration asked) {
    Instant now = clock.instant();
    State state =
        states.compute(
            new Key(backend, model),
            (key, known) -> {
              State before = known == null ? State.FRESH : known;
              int refusals = Math.min(before.refusalsInARow() + 1, 16);
              Instant until = now.plus(asked == null ? guess(refusals) : asked);
              Instant notBefore = until.isAfter(before.notBefore()) ? until : before.notBefore();
              return new State(notBefore, refusals, before.nextSlot());
            });
    return Duration.between(now, state.notBefore());
  }

  private static Duration guess(int refusals) {
    Duration doubled = FIRST_WAIT.multipliedBy(1L << (refusals - 1));
    return doubled.compareTo(LONGEST_GUESS) > 0 ? LONGEST_GUESS : doubled;
  }
}
