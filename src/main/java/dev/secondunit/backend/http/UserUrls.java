package dev.secondunit.backend.http;

import dev.secondunit.backend.BackendException;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.Retry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Fetches addresses that a caller handed in. Only http and https, only hosts all of whose addresses
 * the policy permits (checked after resolution, at every redirect, and used exactly as checked),
 * never with a credential.
 */
public final class UserUrls {
  private final HttpLayer layer;

  public UserUrls(HttpLayer layer) {
    this.layer = Objects.requireNonNull(layer, "layer");
  }

  /**
   * A fetched file.
   *
   * @param mediaType what the server announced, or null; not checked against the bytes
   */
  public record Fetched(long bytes, String mediaType) {}

  /**
   * Fetches the address to {@code target}. Does I/O; ends when its thread is interrupted.
   *
   * @param mostBytes largest file accepted
   * @throws FailureException URL_DENIED, FILE_TOO_LARGE, FILE_NOT_FOUND or DOWNLOAD_FAILED
   */
  public Fetched fetch(String url, Path target, long mostBytes) throws InterruptedException {
    URI uri = checked(url);
    try {
      Downloads.Fetched fetched =
          new Downloads(layer, unused -> new Downloads.Access(Map.of(), true), UserUrls::refused)
              .fetch(uri, target, null, mostBytes);
      return new Fetched(fetched.bytes(), fetched.mediaType());
    } catch (CallProblem problem) {
      throw failed(uri, problem);
    } catch (BackendException e) {
      throw new FailureException(e.failure(), e);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "The fetched file cannot be written."), e);
    }
  }

  private static URI checked(String url) {
    try {
      URI uri = URI.create(url.strip());
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one message.
    }
    throw Failure.of(
            ErrorCode.URL_DENIED,
            "Only http and https addresses with a host and without a password can be fetched.")
        .withHint("Example: https://example.com/clip.mp4")
        .asException();
  }

  private static CallProblem refused(OpenAnswer answer) {
    boolean saysWhen = answer.headers().first("Retry-After").isPresent();
    return CallProblem.ofAnswer(
        ErrorKind.ofStatus(answer.status(), saysWhen),
        answer.status(),
        null,
        "status " + answer.status(),
        null,
        null);
  }

  private static FailureException failed(URI uri, CallProblem problem) {
    ErrorCode code =
        problem.transport() == TransportException.Kind.DENIED
            ? ErrorCode.URL_DENIED
            : problem.transport() == TransportException.Kind.TOO_LARGE
                ? ErrorCode.FILE_TOO_LARGE
                : problem.kind() == ErrorKind.NOT_FOUND
                    ? ErrorCode.FILE_NOT_FOUND
                    : ErrorCode.DOWNLOAD_FAILED;
    Failure failure =
        Failure.of(code, Redaction.url(uri) + " cannot be fetched: " + problem.getMessage() + ".");
    if (problem.passing()) {
      failure = failure.withCharged(dev.secondunit.failure.Charged.NO, Retry.NOW);
    }
    return new FailureException(failure, problem);
  }
}
