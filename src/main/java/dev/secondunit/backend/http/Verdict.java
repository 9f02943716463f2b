package dev.secondunit.backend.http;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.failure.Charged;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.failure.VendorWords;
import java.time.Duration;

/**
 * Decides what a problem means: could the request have been accepted, was money spent, and what may
 * the caller do. One early return per rule.
 */
final class Verdict {
  private static final Duration WHEN_NOT_TOLD = Duration.ofSeconds(5);
  private static final int WORDS_IN_MESSAGE = 300;

  private final VendorProfile vendor;

  Verdict(VendorProfile vendor) {
    this.vendor = vendor;
  }

  BackendException on(CallKind kind, CallProblem problem) {
    return switch (kind) {
      case CREATE -> onCreate(problem);
      case READ, UPLOAD, SIGNED_UPLOAD -> onPreparation(problem);
      case POLL, CANCEL -> onAcceptedJob(problem);
      case DOWNLOAD -> onDownload(problem);
    };
  }

  private BackendException onCreate(CallProblem problem) {
    if (!problem.sent()) {
      // No connection, or no agreement on encryption: nothing arrived.
      return notAccepted(problem, ErrorCode.VENDOR_UNAVAILABLE);
    }
    if (problem.transport() != null || problem.kind() == ErrorKind.SERVER) {
      // Sent, and nothing that settles it: it may be running and billed.
      return thrown(Fate.UNKNOWN, unknown(problem), problem);
    }
    if (problem.kind() == ErrorKind.RATE_LIMITED || problem.kind() == ErrorKind.BUSY) {
      return notAccepted(problem, problem.kind().code());
    }
    return rejected(problem);
  }

  /** What happens before a create costs nothing and can be done again as a whole. */
  private BackendException onPreparation(CallProblem problem) {
    if (problem.passing()) {
      ErrorCode code =
          problem.kind() == ErrorKind.RATE_LIMITED
              ? ErrorCode.RATE_LIMITED
              : ErrorCode.VENDOR_UNAVAILABLE;
      return notAccepted(problem, code);
    }
    if (problem.kind() == null) {
      return thrown(Fate.REJECTED, plain(problem, ErrorCode.VENDOR_ANSWER_INVALID), problem);
    }
    return rejected(problem);
  }

  /** The job goes on at the vendor whatever became of this question. */
  private BackendException onAcceptedJob(CallProblem problem) {
    ErrorCode code = problem.kind() == null ? ErrorCode.VENDOR_UNAVAILABLE : problem.kind().code();
    Failure failure = plain(problem, code);
    // With a delay the failure speaks of this question alone, which cost nothing and may be asked
    // again; what the job costs is for the caller to say.
    failure =
        problem.passing() && problem.delay() != null
            ? failure.withRetryAfter(problem.delay().toMillis() / 1_000.0)
            : failure.withCharged(Charged.UNKNOWN, Retry.USE_JOB);
    return thrown(problem.passing() ? Fate.NOT_ACCEPTED : Fate.REJECTED, failure, problem);
  }

  /** The result exists, and was paid for. */
  private BackendException onDownload(CallProblem problem) {
    ErrorCode code =
        problem.transport() == TransportException.Kind.TOO_LARGE
            ? ErrorCode.FILE_TOO_LARGE
            : problem.transport() == TransportException.Kind.DENIED
                ? ErrorCode.URL_DENIED
                : ErrorCode.DOWNLOAD_FAILED;
    Failure failure = plain(problem, code).withCharged(Charged.YES, Retry.USE_JOB);
    return thrown(problem.passing() ? Fate.NOT_ACCEPTED : Fate.REJECTED, failure, problem);
  }

  private BackendException notAccepted(CallProblem problem, ErrorCode code) {
    Duration delay = problem.delay() == null ? WHEN_NOT_TOLD : problem.delay();
    Failure failure = plain(problem, code).withRetryAfter(delay.toMillis() / 1_000.0);
    return thrown(Fate.NOT_ACCEPTED, failure, problem);
  }

  private BackendException rejected(CallProblem problem) {
    Charged charged = vendor.dialect().charged(problem.kind());
    if (problem.kind() == ErrorKind.COPY_GONE) {
      Failure gone = Failures.gone(vendor.name(), problem.status() + ": " + shortened(problem));
      return thrown(Fate.REJECTED, gone.withVendor(words(problem)), problem);
    }
    Failure failure =
        plain(problem, problem.kind().code())
            .withCharged(charged, Retry.NEVER)
            .withHint(hint(problem.kind()));
    if (problem.parameter() != null) {
      failure = failure.withField(problem.parameter(), null);
    }
    return thrown(Fate.REJECTED, failure, problem);
  }

  private Failure unknown(CallProblem problem) {
    return Failure.of(
            ErrorCode.SUBMIT_UNKNOWN,
            vendor.name() + " did not confirm the request: " + shortened(problem))
        .withCharged(Charged.UNKNOWN, Retry.USE_JOB)
        .withHint("Look for the result at the vendor before another attempt is paid for.")
        .withVendor(words(problem));
  }

  private Failure plain(CallProblem problem, ErrorCode code) {
    String said =
        problem.status() == null
            ? vendor.name() + " cannot be used just now: " + shortened(problem)
            : vendor.name() + " answered " + problem.status() + ": " + shortened(problem);
    return Failure.of(code, said).withVendor(words(problem));
  }

  private String hint(ErrorKind kind) {
    return switch (kind) {
      case AUTHENTICATION -> "Check " + vendor.keyHint() + ".";
      case QUOTA -> "Add credit or quota to the account at " + vendor.name() + ".";
      case CONTENT_REFUSED -> "Change the prompt or the inputs; the content policy refused them.";
      case MODEL_GONE -> "Name another model; describe_backends lists those that can be used.";
      case TOO_LONG ->
          "Ask about a shorter part with start_time and end_time, or shorten the prompt.";
      case WRONG_INDEX ->
          "Put the video into an index with a Pegasus model, or give the file itself.";
      case INVALID_REQUEST, COPY_GONE, NOT_FOUND, RATE_LIMITED, BUSY, SERVER -> null;
    };
  }

  private VendorWords words(CallProblem problem) {
    return new VendorWords(
        vendor.name(), problem.status(), problem.requestId(), problem.getMessage());
  }

  private static String shortened(CallProblem problem) {
    String words = problem.getMessage();
    if (words == null || words.isBlank()) {
      return problem.status() == null ? "no words" : "status " + problem.status();
    }
    return words.length() > WORDS_IN_MESSAGE ? words.substring(0, WORDS_IN_MESSAGE) + "…" : words;
  }

  private static BackendException thrown(Fate fate, Failure failure, CallProblem problem) {
    return new BackendException(fate, failure, problem.getCause());
  }
}
