package dev.secondunit.catalogue;

import java.time.Duration;
import java.util.Objects;

/**
 * How to wait for a vendor.
 *
 * @param first pause before the first question
 * @param longest what the pause grows to
 * @param deadline after which a job counts as lost, measured from its acceptance
 */
public record Polling(Duration first, Duration longest, Duration deadline) {
  /** For models the catalogue does not know and for answers that come at once. */
  public static final Polling USUAL =
      new Polling(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofMinutes(30));

  public Polling {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(longest, "longest");
    Objects.requireNonNull(deadline, "deadline");
    if (first.isNegative() || first.compareTo(longest) > 0 || longest.compareTo(deadline) > 0) {
      throw new IllegalArgumentException("first <= longest <= deadline does not hold");
    }
  }

  static Polling read(JsonFields fields) {
    Polling polling =
        new Polling(
            seconds(fields, "first_seconds"),
            seconds(fields, "longest_seconds"),
            seconds(fields, "deadline_seconds"));
    fields.done();
    return polling;
  }

  private static Duration seconds(JsonFields fields, String name) {
    Double seconds = fields.number(name);
    if (seconds == null) {
      throw fields.wrong(name, "given");
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
