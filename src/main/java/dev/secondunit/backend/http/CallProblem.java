package dev.secondunit.backend.http;

import java.time.Duration;

/** Why a call gave no usable answer, before it is decided what that means for money. */
final class CallProblem extends Exception {
  private final transient TransportException.Kind transport;
  private final boolean sent;
  private final transient ErrorKind kind;
  private final Integer status;
  private final String requestId;
  private final String parameter;
  private final transient Duration delay;

  private CallProblem(
      TransportException.Kind transport,
      boolean sent,
      ErrorKind kind,
      Integer status,
      String requestId,
      String words,
      String parameter,
      Duration delay,
      Throwable cause) {
    super(words, cause);
    this.transport = transport;
    this.sent = sent;
    this.kind = kind;
    this.status = status;
    this.requestId = requestId;
    this.parameter = parameter;
    this.delay = delay;
  }

  static CallProblem ofTransport(TransportException cause) {
    return ofTransport(cause, null, null);
  }

  static CallProblem ofTransport(TransportException cause, Integer status, String requestId) {
    return new CallProblem(
        cause.kind(), cause.sent(), null, status, requestId, cause.getMessage(), null, null, cause);
  }

  static CallProblem ofAnswer(
      ErrorKind kind,
      int status,
      String requestId,
      String words,
      String parameter,
      Duration delay) {
    return new CallProblem(null, true, kind, status, requestId, words, parameter, delay, null);
  }

  /** What happened to the connection, or null when the vendor answered. */
  TransportException.Kind transport() {
    return transport;
  }

  /** False only when the vendor can not have acted on it. */
  boolean sent() {
    return sent;
  }

  /** What the vendor meant, or null when it did not answer usably. */
  ErrorKind kind() {
    return kind;
  }

  Integer status() {
    return status;
  }

  String requestId() {
    return requestId;
  }

  /** The field the vendor named, or null. */
  String parameter() {
    return parameter;
  }

  /** When the vendor wants to be asked again, or null. */
  Duration delay() {
    return delay;
  }

  /** Whether asking again may help, for something that is safe to ask twice. */
  boolean passing() {
    if (transport != null) {
      return transport != TransportException.Kind.TOO_LARGE
          && transport != TransportException.Kind.DENIED;
    }
    return kind == ErrorKind.RATE_LIMITED || kind == ErrorKind.BUSY || kind == ErrorKind.SERVER;
  }
}
