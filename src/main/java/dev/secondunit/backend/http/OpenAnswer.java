package dev.secondunit.backend.http;

import java.io.IOException;
import java.io.InputStream;

/** An answer whose body is still on its way. Closing it early ends the exchange. */
final class OpenAnswer implements AutoCloseable {
  private final int status;
  private final Headers headers;
  private final InputStream body;
  private final Runnable abort;
  private boolean whole;

  OpenAnswer(int status, Headers headers, InputStream body, Runnable abort) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.abort = abort;
  }

  int status() {
    return status;
  }

  boolean successful() {
    return status >= 200 && status < 300;
  }

  Headers headers() {
    return headers;
  }

  /** The body; reading ends with an {@link IOException} when it breaks off or takes too long. */
  InputStream body() {
    return body;
  }

  /** Tells that the body was read to its end, so that the connection can be kept. */
  void readWhole() {
    whole = true;
  }

  @Override
  public void close() {
    if (!whole) {
      abort.run();
    }
    try {
      body.close();
    } catch (IOException e) {
      // The exchange is over either way; what mattered was reported while reading.
    }
  }
}
