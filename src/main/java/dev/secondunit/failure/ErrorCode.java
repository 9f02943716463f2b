package dev.secondunit.failure;

import java.util.Locale;

/**
 * Everything that can go wrong, as one word a program can branch on. Documented for readers in
 * {@code references/errors.md}; a test keeps the two in step.
 */
public enum ErrorCode {
  /** An argument has a value that no backend accepts. */
  INVALID_ARGUMENT,
  /** A required argument is absent. */
  MISSING_ARGUMENT,
  /** Two arguments exclude each other. */
  CONFLICTING_ARGUMENTS,
  /** The named backend does not exist. */
  UNKNOWN_BACKEND,
  /** The named backend exists and cannot be used now, for example because its key is missing. */
  BACKEND_UNAVAILABLE,
  /** No backend can do what was asked. */
  NO_BACKEND_AVAILABLE,
  /** The backend or model cannot do this operation or mode. */
  UNSUPPORTED_OPERATION,
  /** The backend or model does not know this parameter, and the call was strict. */
  UNSUPPORTED_PARAMETER,
  /** A value had to be adjusted, and the call was strict. */
  ADJUSTMENT_REFUSED,
  /** The model is past its end date. */
  MODEL_RETIRED,
  /** A path lies outside the readable or writable roots. */
  PATH_DENIED,
  /** A file does not exist. */
  FILE_NOT_FOUND,
  /** A file or answer is larger than its limit. */
  FILE_TOO_LARGE,
  /** A URL may not be fetched: scheme, address range or redirect. */
  URL_DENIED,
  /** The bytes are not the kind of media they claim or need to be. */
  MEDIA_TYPE_MISMATCH,
  /** The media cannot be decoded. */
  MEDIA_CORRUPT,
  /** No job, asset, batch or continuation has this id. */
  UNKNOWN_ID,
  /** The vendor has no copy of the clip any more; nothing was billed. */
  CONTINUATION_EXPIRED,
  /** The continuation has used up its permitted steps or length. */
  CONTINUATION_EXHAUSTED,
  /** The call, with all its shots and takes, does not fit a spending cap; nothing was bought. */
  BUDGET_EXCEEDED,
  /** The estimate passes the amount above which a person must approve. */
  APPROVAL_REQUIRED,
  /** The vendor asks to slow down. */
  RATE_LIMITED,
  /** The vendor refuses the credentials. */
  VENDOR_AUTHENTICATION,
  /** The vendor's account has no credit or quota left. */
  VENDOR_QUOTA,
  /** The vendor's content policy refused the request or the result. */
  VENDOR_REFUSED,
  /** The vendor says the job failed. */
  VENDOR_FAILED,
  /** The vendor cannot be reached or answers with a server error. */
  VENDOR_UNAVAILABLE,
  /** The vendor's answer could not be understood. */
  VENDOR_ANSWER_INVALID,
  /** The request was sent and its fate is not known: it may have been accepted and billed. */
  SUBMIT_UNKNOWN,
  /** The job did not finish before its deadline. */
  DEADLINE_EXCEEDED,
  /** The result exists at the vendor and could not be fetched whole. */
  DOWNLOAD_FAILED,
  /** The job was cancelled. */
  CANCELLED,
  /** The job is not in a state that allows this. */
  ILLEGAL_STATE,
  /** The question and its media are more than the model can take in at once. */
  TOKEN_LIMIT_EXCEEDED,
  /** The vendor's index that the video is in has no model that answers questions. */
  INDEX_NOT_SUPPORTED_FOR_GENERATE,
  /** The analysis answer does not fit the schema that was asked for. */
  RESPONSE_SCHEMA_MISMATCH,
  /** The disk is full or the folder cannot be written. */
  STORAGE_FAILED,
  /** The database is locked, damaged or newer than this program. */
  DATABASE_UNAVAILABLE,
  /** The server is shutting down or has too much queued. */
  OVERLOADED,
  /** A defect in this program; the log has the cause. */
  INTERNAL;

  /** The word on the wire, in lower case: {@code budget_exceeded}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
