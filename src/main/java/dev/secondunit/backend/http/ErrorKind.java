package dev.secondunit.backend.http;

import dev.secondunit.failure.ErrorCode;

/** What a vendor means by an error answer. */
public enum ErrorKind {
  INVALID_REQUEST(ErrorCode.INVALID_ARGUMENT),
  AUTHENTICATION(ErrorCode.VENDOR_AUTHENTICATION),
  /** No credit, quota or plan for this; waiting does not help soon. */
  QUOTA(ErrorCode.VENDOR_QUOTA),
  /** The content policy refused it. */
  CONTENT_REFUSED(ErrorCode.VENDOR_REFUSED),
  /** The model does not exist or not any more. */
  MODEL_GONE(ErrorCode.MODEL_RETIRED),
  /** The job, file or source is not known, or not any more. */
  NOT_FOUND(ErrorCode.UNKNOWN_ID),
  /** The vendor's own copy, from which a create was to go on, is not there any more. */
  COPY_GONE(ErrorCode.CONTINUATION_EXPIRED),
  /** The question and its media are more than the model takes in at once. */
  TOO_LONG(ErrorCode.TOKEN_LIMIT_EXCEEDED),
  /** The video is in an index whose models answer no questions. */
  WRONG_INDEX(ErrorCode.INDEX_NOT_SUPPORTED_FOR_GENERATE),
  /** Slow down; the request was not taken. */
  RATE_LIMITED(ErrorCode.RATE_LIMITED),
  /** Too busy; the request was not taken, and the vendor says so. */
  BUSY(ErrorCode.VENDOR_UNAVAILABLE),
  /** Something broke at the vendor; the request may have been taken. */
  SERVER(ErrorCode.VENDOR_UNAVAILABLE);

  private final ErrorCode code;

  ErrorKind(ErrorCode code) {
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }

  /** What the status alone says. 503 counts as busy only when it tells when to come back. */
  public static ErrorKind ofStatus(int status, boolean saysWhen) {
    return switch (status) {
      case 401, 403 -> AUTHENTICATION;
      case 402 -> QUOTA;
      case 404, 410 -> NOT_FOUND;
      case 425 -> BUSY;
      case 429 -> RATE_LIMITED;
      case 503 -> saysWhen ? BUSY : SERVER;
      // A server or proxy gave up waiting: for us, or for what it already passed on.
      case 408, 499 -> SERVER;
      default -> status >= 500 ? SERVER : INVALID_REQUEST;
    };
  }
}
