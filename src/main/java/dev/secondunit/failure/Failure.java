package dev.secondunit.failure;

import java.util.List;
import java.util.Objects;

/**
 * One failure a caller can act on: what is wrong, where, what is allowed instead, and whether money
 * is involved. This is the error core of every tool result and of every failed job's row.
 *
 * <p>The message names the value, the rule and the way out. A failure that may have cost money
 * never invites another attempt: {@link #retry()} is {@link Retry#NOW} or {@link Retry#AFTER} only
 * where {@link #charged()} is {@link Charged#NO}.
 *
 * @param field the argument at fault as the caller wrote it, or null
 * @param value the offending value as text, or null
 * @param allowed the values or ranges accepted here; empty when that does not apply
 * @param retryAfterSeconds seconds to wait, only with {@link Retry#AFTER}
 * @param hint one corrected example or the next step, or null
 * @param jobId the job concerned, or null when there is none
 * @param vendor the vendor's own words, or null
 */
public record Failure(
    ErrorCode code,
    String message,
    String field,
    String value,
    List<String> allowed,
    Charged charged,
    Retry retry,
    Double retryAfterSeconds,
    String hint,
    String jobId,
    VendorWords vendor) {

  public Failure {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    allowed = allowed == null ? List.of() : List.copyOf(allowed);
    charged = charged == null ? Charged.NO : charged;
    retry = retry == null ? Retry.NEVER : retry;
    if (charged != Charged.NO && (retry == Retry.NOW || retry == Retry.AFTER)) {
      throw new IllegalArgumentException(
          "a failure that may have cost money must not invite another attempt: " + message);
    }
    if (retry != Retry.AFTER) {
      retryAfterSeconds = null;
    }
  }

  /** A failure that cost nothing and will repeat until the call is changed. */
  public static Failure of(ErrorCode code, String message) {
    return new Failure(
        code, message, null, null, null, Charged.NO, Retry.NEVER, null, null, null, null);
  }

  public Failure withField(String field, Object value) {
    return new Failure(
        code,
        message,
        field,
        value == null ? null : String.valueOf(value),
        allowed,
        charged,
        retry,
        retryAfterSeconds,
        hint,
        jobId,
        vendor);
  }

  public Failure withAllowed(List<String> allowed) {
    return new Failure(
        code,
        message,
        field,
        value,
        allowed,
        charged,
        retry,
        retryAfterSeconds,
        hint,
        jobId,
        vendor);
  }

  public Failure withHint(String hint) {
    return new Failure(
        code,
        message,
        field,
        value,
        allowed,
        charged,
        retry,
        retryAfterSeconds,
        hint,
        jobId,
        vendor);
  }

  public Failure withJobId(String jobId) {
    return new Failure(
        code,
        message,
        field,
        value,
        allowed,
        charged,
        retry,
        retryAfterSeconds,
        hint,
        jobId,
        vendor);
  }

  public Failure withVendor(VendorWords vendor) {
    return new Failure(
        code,
        message,
        field,
        value,
        allowed,
        charged,
        retry,
        retryAfterSeconds,
        hint,
        jobId,
        vendor);
  }

  /**
   * The same failure with the money question answered and the retry advice that follows from it.
   */
  public Failure withCharged(Charged charged, Retry retry) {
    return new Failure(
        code,
        message,
        field,
        value,
        allowed,
        charged,
        retry,
        retryAfterSeconds,
        hint,
        jobId,
        vendor);
  }

  /** The same failure, to be retried after so many seconds; only for one that cost nothing. */
  public Failure withRetryAfter(double seconds) {
    return new Failure(
        code, message, field, value, allowed, charged, Retry.AFTER, seconds, hint, jobId, vendor);
  }

  /** This failure as something to throw. */
  public FailureException asException() {
    return new FailureException(this);
  }
}
