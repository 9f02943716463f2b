package dev.secondunit.backend.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what a vendor says when it refuses, in bounds and fit to be shown. */
final class ErrorAnswers {
  private final HttpLayer layer;
  private final VendorProfile vendor;

  ErrorAnswers(HttpLayer layer, VendorProfile vendor) {
    this.layer = layer;
    this.vendor = vendor;
  }

  /**
   * @param masked texts of the request that must not be shown
   * @param fromCopy whether the request named a copy that the vendor is thought to have
   */
  CallProblem read(OpenAnswer answer, List<String> masked, boolean fromCopy)
      throws InterruptedException {
    String text = errorText(answer);
    ErrorBody body = ErrorBody.of(JsonReading.orNull(text), text);
    Duration delay =
        RetryDelays.read(
                answer.headers(), body, layer.clock().instant(), layer.limits().longestRetryAfter())
            .orElse(null);
    int status = answer.status();
    if (status < 400) {
      return CallProblem.ofAnswer(
          ErrorKind.INVALID_REQUEST,
          status,
          requestId(answer.headers()),
          "a redirect, which is not followed here; check the configured base URL",
          null,
          null);
    }
    ErrorKind kind = vendor.dialect().kind(status, body, ErrorKind.ofStatus(status, delay != null));
    if (fromCopy && vendor.dialect().copyGone(status, body, kind)) {
      kind = ErrorKind.COPY_GONE;
    }
    return CallProblem.ofAnswer(
        kind,
        status,
        requestId(answer.headers()),
        redacted(body.message().isEmpty() ? body.code() : body.message(), masked),
        redacted(body.parameter(), masked),
        delay);
  }

  /** The beginning of an error's body; whatever it says, the status stands. */
  private String errorText(OpenAnswer answer) throws InterruptedException {
    try {
      InputStream bounded =
          new BoundedInputStream(answer.body(), layer.limits().errorBytes(), true);
      return new String(bounded.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      TransportException broken = TransportFailures.reading(e);
      return "(" + broken.getMessage() + ")";
    }
  }

  /** Words of the vendor, fit to be shown. */
  String redacted(String said, List<String> masked) {
    List<String> secrets = new ArrayList<>(vendor.credential().secrets());
    secrets.addAll(masked);
    return Redaction.words(said, secrets);
  }

  /** The vendor's own name for the exchange, or null. */
  static String requestId(Headers headers) {
    return headers
        .firstOf("x-request-id", "request-id", "x-trace-id", "x-goog-request-id")
        .map(id -> id.length() > 200 ? id.substring(0, 200) : id)
        .orElse(null);
  }
}
