package dev.secondunit.backend.http;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import java.io.IOException;

/** The failures that adapters find themselves, worded alike. */
public final class Failures {
  private Failures() {}

  /** Something this adapter cannot send; found before anything left. */
  public static BackendException unsupported(String backend, String what) {
    return new BackendException(
        Fate.REJECTED,
        Failure.of(ErrorCode.UNSUPPORTED_OPERATION, backend + " cannot do this: " + what + "."));
  }

  /** The vendor's copy of the source is gone and our own file cannot stand in for it. */
  public static BackendException sourceGone(String backend) {
    return new BackendException(Fate.REJECTED, gone(backend, null));
  }

  /**
   * Nothing was made or billed, because the vendor has no copy to go on from.
   *
   * @param answer how the vendor put it, or null when it was not asked
   */
  static Failure gone(String backend, String answer) {
    return Failure.of(
            ErrorCode.CONTINUATION_EXPIRED,
            backend
                + " no longer keeps the clip this continues from"
                + (answer == null ? "." : " (it answered " + answer + ")."))
        .withHint("Use operation last_frame, which starts from our own copy.");
  }

  /** The vendor made nothing it hands out because its policy refused the prompt or the result. */
  public static Failure refused(String backend, String words, Charged charged) {
    String said = words == null || words.isBlank() ? "no reason given" : words;
    return Failure.of(ErrorCode.VENDOR_REFUSED, backend + " refused the content: " + said + ".")
        .withCharged(charged, Retry.NEVER)
        .withHint("Change the prompt or the inputs.");
  }

  /** The vendor says that the accepted job failed. */
  public static Failure failed(String backend, String words, Charged charged) {
    return Failure.of(ErrorCode.VENDOR_FAILED, backend + " could not make it: " + sentence(words))
        .withCharged(charged, charged == Charged.NO ? Retry.NOW : Retry.USE_JOB)
        .withHint(
            switch (charged) {
              case NO -> "Nothing was billed; retry_jobs sends it once more.";
              case YES -> "It was billed. Change the prompt, or ask the user before a new attempt.";
              case UNKNOWN ->
                  "Whether it was billed, "
                      + backend
                      + " does not say; its amount counts as spent."
                      + " Ask the user; retry_jobs with accept_possible_double_charge makes it"
                      + " anew.";
            });
  }

  private static String sentence(String words) {
    String said = words == null || words.isBlank() ? "no reason given" : words.strip();
    return said.endsWith(".") ? said : said + ".";
  }

  /** The vendor says that it dropped the job or its result; what it cost stays open. */
  public static Failure expired(String backend) {
    return Failure.of(
            ErrorCode.VENDOR_FAILED, backend + " no longer knows the job, or dropped its result.")
        .withCharged(Charged.UNKNOWN, Retry.USE_JOB);
  }

  /** A synchronous vendor delivered, and the bytes cannot be kept. */
  public static BackendException notKept(String backend, IOException cause) {
    return new BackendException(
        Fate.UNKNOWN,
        Failure.of(
                ErrorCode.STORAGE_FAILED,
                "What " + backend + " delivered cannot be written: " + cause.getMessage())
            .withCharged(Charged.YES, Retry.USE_JOB),
        cause);
  }
}
