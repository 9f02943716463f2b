package dev.secondunit.backend.http;

import java.io.IOException;

/** There is no whole answer. Says whether the request could have reached the server. */
final class TransportException extends IOException {
  /** What went wrong, as far as it changes what to do. */
  enum Kind {
    CANNOT_CONNECT,
    DENIED,
    TIMEOUT,
    BROKEN,
    TOO_LARGE,
    UNREADABLE,
    /** This program ends: the server has no part in it. */
    ENDING
  }

  private final Kind kind;
  private final boolean sent;

  TransportException(Kind kind, boolean sent, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.sent = sent;
  }

  Kind kind() {
    return kind;
  }

  /** False only when no byte of the request can have been acted on. */
  boolean sent() {
    return sent;
  }
}
