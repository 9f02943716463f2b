package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A create that a job has gone on from: it was bought anew, sent elsewhere, or answered when nobody
 * waited for it any more. One that was simply not accepted and sent again is not kept.
 *
 * @param number which attempt of its job, from 1
 * @param cost what it was billed, zero included; null while or because nobody knows, and where the
 *     bill is another job's
 * @param lateJob the job that its late answer became, or null
 */
public record PastAttempt(
    int number, String backend, String model, Fate fate, UsdAmount cost, String lateJob) {
  /** What became of it. */
  public enum Fate {
    /** The vendor provably did not take it. */
    NOT_ACCEPTED,
    /** The vendor took it, and it failed there; or it was refused and may have been billed. */
    FAILED,
    /** Nobody knows whether the vendor took it. */
    SUBMIT_UNKNOWN,
    /** The vendor took it, and what it brought is a job of its own. */
    ANSWERED_LATE;

    /** As it is kept and told. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Fate> of(String word) {
      return Arrays.stream(values()).filter(fate -> fate.word().equals(word)).findFirst();
    }
  }

  public PastAttempt {
    if (number < 1) {
      throw new IllegalArgumentException("an attempt's number is " + number);
    }
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(fate, "fate");
  }
}
