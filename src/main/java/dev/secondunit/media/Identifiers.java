package dev.secondunit.media;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Makes ids: a kind prefix, then 26 characters of Crockford base 32 (48 bits of time in
 * milliseconds, 80 random bits). Ids of one kind sort by the time they were made, and nobody can
 * guess another one. Safe for many threads when its random source is.
 */
public final class Identifiers {
  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

  private final Clock clock;
  private final RandomGenerator random;

  public Identifiers(Clock clock, RandomGenerator random) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.random = Objects.requireNonNull(random, "random");
  }

  /** Ids from the system clock and a cryptographic random source. */
  public static Identifiers system() {
    return new Identifiers(Clock.systemUTC(), new SecureRandom());
  }

  /** A new id such as {@code job_01jd…}; the prefix is given without the underscore. */
  public String next(String prefix) {
    StringBuilder id = new StringBuilder(prefix.length() + 27).append(prefix).append('_');
    append(id, clock.millis(), 10);
    append(id, random.nextLong(), 8);
    append(id, random.nextLong(), 8);
    return id.toString();
  }

  private static void append(StringBuilder id, long bits, int characters) {
    for (int shift = (characters - 1) * 5; shift >= 0; shift -= 5) {
      id.append(DIGITS[(int) (bits >>> shift) & 31]);
    }
  }
}
