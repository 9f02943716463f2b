package dev.secondunit.backend.http;

import dev.secondunit.backend.http.TransportException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What it means that an exchange ended without its answer. */
final class TransportFailures {
  private TransportFailures() {}

  /**
   * @param notSent whether it is certain that the server can not have acted on the request
   */
  static TransportException failed(WireRequest wire, Throwable cause, boolean notSent) {
    String where = wire.uri().getScheme() + "://" + wire.uri().getAuthority();
    if (find(cause, DeniedAddressException.class) instanceof DeniedAddressException denied) {
      return new TransportException(Kind.DENIED, false, denied.getMessage(), cause);
    }
    if (cause instanceof TimeoutException || find(cause, TimeoutException.class) != null) {
      String what = notSent ? "no connection to " + where + " in time" : "no answer in time";
      return new TransportException(
          notSent ? Kind.CANNOT_CONNECT : Kind.TIMEOUT, !notSent, what, cause);
    }
    if (notSent) {
      return new TransportException(
          Kind.CANNOT_CONNECT, false, "cannot connect to " + where + ": " + reason(cause), cause);
    }
    return new TransportException(
        Kind.BROKEN, true, "the connection to " + where + " broke: " + reason(cause), cause);
  }

  private static String reason(Throwable cause) {
    if (find(cause, UnknownHostException.class) != null) {
      return "unknown host";
    }
    if (find(cause, ConnectException.class) != null
        || find(cause, NoRouteToHostException.class) != null) {
      return "refused or unreachable";
    }
    if (find(cause, SSLException.class) != null) {
      return "no agreement on encryption";
    }
    if (find(cause, EOFException.class) != null) {
      return "it was closed before the answer";
    }
    return cause.getClass().getSimpleName();
  }

  private static Throwable find(Throwable cause, Class<? extends Throwable> type) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return each;
      }
    }
    return null;
  }

  /** What a failure while reading a body means. */
  static TransportException reading(IOException cause) throws InterruptedException {
    if (cause instanceof TransportException already) {
      return already;
    }
    if (cause instanceof InterruptedIOException && Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (find(cause, InterruptedException.class) != null) {
      throw new InterruptedException();
    }
    if (find(cause, TimeoutException.class) != null) {
      return new TransportException(Kind.TIMEOUT, true, "the answer did not end in time", cause);
    }
    return new TransportException(
        Kind.BROKEN, true, "the answer broke off: " + reason(cause), cause);
  }

  /** Whether the encryption could not be agreed on, so that nothing of the request was read. */
  static boolean failedHandshake(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof javax.net.ssl.SSLHandshakeException
          || each instanceof java.security.cert.CertificateException) {
        return true;
      }
    }
    return false;
  }
}
