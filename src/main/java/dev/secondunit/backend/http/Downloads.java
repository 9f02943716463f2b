package dev.secondunit.backend.http;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.http.TransportException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches a file over HTTP to disk: streaming, bounded, going on where an interrupted try ended,
 * checking every length and digest the server names. Redirects are followed by hand, so that each
 * step is checked and no credential crosses an origin.
 */
final class Downloads {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes\\s+(?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");

  /** How an address may be reached: the headers to send, and whether the address is checked. */
  record Access(Map<String, String> headers, boolean guarded) {}

  @FunctionalInterface
  interface AccessRule {
    Access to(URI uri) throws BackendException, InterruptedException;
  }

  @FunctionalInterface
  interface ErrorReader {
    CallProblem read(OpenAnswer answer) throws InterruptedException;
  }

  /** A file that is there whole. */
  record Fetched(long bytes, String mediaType) {}

  private final HttpLayer layer;
  private final AccessRule rule;
  private final ErrorReader errors;

  Downloads(HttpLayer layer, AccessRule rule, ErrorReader errors) {
    this.layer = layer;
    this.rule = rule;
    this.errors = errors;
  }

  /**
   * @param announced the size the vendor named elsewhere, or null
   * @throws CallProblem when the file is not whole; what arrived stays in the target
   */
  Fetched fetch(URI uri, Path target, Long announced, long most)
      throws CallProblem, BackendException, IOException, InterruptedException {
    Instant deadline = layer.clock().instant().plus(layer.limits().transfer());
    int inVain = 0;
    while (true) {
      long before = size(target);
      try {
        return once(uri, target, announced, most, deadline);
      } catch (CallProblem problem) {
        inVain = size(target) > before ? 0 : inVain + 1;
        Duration wait = problem.delay() == null ? layer.backoff(inVain + 1) : problem.delay();
        boolean again =
            problem.passing()
                && inVain < layer.limits().readAttempts()
                && wait.compareTo(layer.limits().longestWait()) <= 0
                && layer.clock().instant().plus(wait).isBefore(deadline);
        if (!again) {
          throw problem;
        }
        layer.sleeper().sleep(wait);
      }
    }
  }

  private Fetched once(URI uri, Path target, Long announced, long most, Instant deadline)
      throws CallProblem, BackendException, IOException, InterruptedException {
    long have = size(target);
    try (OpenAnswer answer = follow(uri, have, deadline)) {
      if (answer.status() == 416) {
        return atItsEnd(answer, target, have, announced);
      }
      if (!answer.successful()) {
        throw errors.read(answer);
      }
      long start = answer.status() == 206 ? start(answer, target, have) : 0;
      Long whole = wholeSize(answer, start);
      if (whole != null && whole > most) {
        throw tooLarge(most);
      }
      write(answer, target, start, most);
      requireWhole(answer, target, whole, announced);
      answer.readWhole();
      return new Fetched(size(target), answer.headers().mediaType().orElse(null));
    }
  }

  private OpenAnswer follow(URI first, long have, Instant deadline)
      throws CallProblem, BackendException, InterruptedException {
    URI uri = first;
    for (int step = 0; step <= layer.limits().redirects(); step++) {
      OpenAnswer answer = open(uri, have, deadline);
      if (answer.status() < 300 || answer.status() >= 400) {
        return answer;
      }
      String location = answer.headers().first("Location").orElse("");
      answer.close();
      uri = redirected(uri, location);
    }
    throw unreadable("more than " + layer.limits().redirects() + " redirects");
  }

  private static URI redirected(URI from, String location) throws CallProblem {
    try {
      URI to = from.resolve(location);
      boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
      boolean downgraded = "https".equals(from.getScheme()) && "http".equals(to.getScheme());
      if (web && to.getHost() != null && !downgraded && !location.isEmpty()) {
        return to;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one message.
    }
    throw CallProblem.ofTransport(
        new TransportException(Kind.DENIED, true, "a redirect to where it may not go", null));
  }

  private OpenAnswer open(URI uri, long have, Instant deadline)
      throws CallProblem, BackendException, InterruptedException {
    Access access = rule.to(uri);
    Map<String, String> headers = new LinkedHashMap<>(access.headers());
    if (have > 0) {
      headers.put("Range", "bytes=" + have + "-");
    }
    Duration left = Duration.between(layer.clock().instant(), deadline);
    Duration total = left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    try {
      return layer
          .transport()
          .open(
              new WireRequest(
                  "GET",
                  uri,
                  headers,
                  Body.NONE,
                  total,
                  layer.limits().stall(),
                  false,
                  access.guarded()));
    } catch (TransportException e) {
      if (e.kind() == Kind.ENDING) {
        throw new InterruptedException();
      }
      throw CallProblem.ofTransport(e);
    }
  }

  /** Nothing is left to fetch, or what we hold is not the beginning of this file. */
  private static Fetched atItsEnd(OpenAnswer answer, Path target, long have, Long announced)
      throws CallProblem, IOException {
    Matcher range = range(answer);
    String whole = range.matches() ? range.group(3) : "*";
    boolean complete =
        whole.equals(Long.toString(have)) && (announced == null || announced == have);
    if (have > 0 && complete) {
      return new Fetched(have, null);
    }
    startOver(target);
    throw unreadable("the part that was fetched before does not fit the file");
  }

  private static long start(OpenAnswer answer, Path target, long have)
      throws CallProblem, IOException {
    Matcher range = range(answer);
    if (range.matches() && Long.toString(have).equals(range.group(1))) {
      return have;
    }
    startOver(target);
    throw unreadable("the answer continues at another place than asked");
  }

  private static Matcher range(OpenAnswer answer) {
    return CONTENT_RANGE.matcher(answer.headers().first("Content-Range").orElse(""));
  }

  private static Long wholeSize(OpenAnswer answer, long start) {
    return answer.headers().number("Content-Length").map(length -> start + length).orElse(null);
  }

  private static void write(OpenAnswer answer, Path target, long start, long most)
      throws CallProblem, IOException, InterruptedException {
    try (OutputStream file = opened(target, start)) {
      InputStream body = answer.body();
      byte[] buffer = new byte[1 << 16];
      long written = start;
      int count;
      while ((count = read(body, buffer)) != -1) {
        written += count;
        if (written > most) {
          throw tooLarge(most);
        }
        file.write(buffer, 0, count);
      }
    }
  }

  private static OutputStream opened(Path target, long start) throws IOException {
    return start == 0
        ? Files.newOutputStream(target)
        : Files.newOutputStream(target, StandardOpenOption.APPEND);
  }

  private static int read(InputStream body, byte[] buffer)
      throws CallProblem, InterruptedException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw CallProblem.ofTransport(TransportFailures.reading(e));
    }
  }

  private static void requireWhole(OpenAnswer answer, Path target, Long whole, Long announced)
      throws CallProblem, IOException {
    long have = size(target);
    if (whole != null && have < whole) {
      throw unreadable("only " + have + " of " + whole + " bytes arrived");
    }
    boolean wrong = announced != null && announced != have;
    if (wrong || !Digests.match(answer.headers(), target)) {
      startOver(target);
      throw unreadable(
          wrong
              ? have + " bytes arrived where " + announced + " were announced"
              : "the bytes do not match the digest the server names");
    }
  }

  private static void startOver(Path target) throws IOException {
    Files.newOutputStream(target).close();
  }

  private static long size(Path target) throws IOException {
    return Files.exists(target) ? Files.size(target) : 0;
  }

  private static CallProblem unreadable(String what) {
    return CallProblem.ofTransport(new TransportException(Kind.UNREADABLE, true, what, null));
  }

  private static CallProblem tooLarge(long most) {
    return CallProblem.ofTransport(
        new TransportException(
            Kind.TOO_LARGE, true, "the file is larger than " + most + " bytes", null));
  }
}
