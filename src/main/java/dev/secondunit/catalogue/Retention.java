package dev.secondunit.catalogue;

import java.time.Duration;
import java.util.Objects;

/**
 * What a vendor keeps of a result.
 *
 * @param what in words
 * @param period for how long, or null when it does not say
 * @param steps how many continuations it permits, or null without a limit
 */
public record Retention(String what, Duration period, Integer steps) {
  public Retention {
    Objects.requireNonNull(what, "what");
  }

  static Retention read(JsonFields fields) {
    Long seconds = fields.wholeNumber("seconds");
    Retention retention =
        new Retention(
            fields.requiredText("what"),
            seconds == null ? null : Duration.ofSeconds(seconds),
            fields.smallNumber("steps"));
    fields.done();
    return retention;
  }
}
