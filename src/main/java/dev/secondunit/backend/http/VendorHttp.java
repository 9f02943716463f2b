package dev.secondunit.backend.http;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.http.TransportException.Kind;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.Retry;
import dev.secondunit.failure.VendorWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The HTTP client of one vendor. Creates are sent exactly once; polls, reads and downloads are
 * tried a few times within the call. Every error comes out as a {@link BackendException} whose fate
 * is decided here, in one place. Safe for many threads.
 */
public final class VendorHttp {
  private final HttpLayer layer;
  private final VendorProfile vendor;
  private final Verdict verdict;
  private final ErrorAnswers errors;
  private final CreateTurns turns;

  VendorHttp(HttpLayer layer, VendorProfile vendor) {
    this.layer = layer;
    this.vendor = vendor;
    this.verdict = new Verdict(vendor);
    this.errors = new ErrorAnswers(layer, vendor);
    this.turns = new CreateTurns(layer.rateLimits(), vendor.name());
  }

  public VendorProfile vendor() {
    return vendor;
  }

  /** The bounds in force. */
  public HttpLimits limits() {
    return layer.limits();
  }

  /**
   * Sends a call whose answer is JSON, or empty. A 202 means "not yet" whatever its body says, so
   * one that is no JSON counts as empty.
   */
  public Answer send(Call call) throws BackendException, InterruptedException {
    return carriedOut(call, answer -> answered(answer, call));
  }

  private Answer answered(OpenAnswer answer, Call call)
      throws TransportException, InterruptedException {
    try {
      JsonNode json = JsonReading.read(answer.body(), call, layer.limits());
      return new Answer(answer.status(), answer.headers(), json);
    } catch (TransportException e) {
      if (answer.status() != 202 || e.kind() != Kind.UNREADABLE) {
        throw e;
      }
      return new Answer(answer.status(), answer.headers(), MissingNode.getInstance());
    }
  }

  /**
   * Sends a call whose answer is media, and writes it to a new file. An answer that says it is JSON
   * or a web page counts as unreadable.
   */
  public SavedAnswer save(Call call, Path file) throws BackendException, InterruptedException {
    return carriedOut(call, answer -> saved(answer, file));
  }

  /** Sends a call whose answer is read line by line while it arrives. The caller closes it. */
  public StreamedAnswer stream(Call call) throws BackendException, InterruptedException {
    turns.await(call);
    long began = System.nanoTime();
    OpenAnswer answer = null;
    try {
      answer = open(call);
      requireSuccess(call, answer);
      turns.accepted(call);
      ended(call.kind(), null, began);
      OpenAnswer opened = answer;
      answer = null;
      return new StreamedAnswer(
          opened,
          layer.limits(),
          broken ->
              verdict.on(call.kind(), CallProblem.ofTransport(broken, opened.status(), null)));
    } catch (CallProblem problem) {
      ended(call.kind(), problem, began);
      throw verdict.on(call.kind(), turns.refused(call, problem));
    } finally {
      if (answer != null) {
        answer.close();
      }
    }
  }

  /**
   * Fetches a result to {@code target}, going on where the file ends; see {@link
   * dev.secondunit.backend.Backend#download}. The credential travels only to addresses below the
   * vendor's base URL. A location that is a path is copied.
   */
  public long download(RemoteFile file, Path target) throws BackendException, InterruptedException {
    long began = System.nanoTime();
    try {
      if (!file.location().startsWith("http://") && !file.location().startsWith("https://")) {
        Files.copy(Path.of(file.location()), target, StandardCopyOption.REPLACE_EXISTING);
        return Files.size(target);
      }
      long bytes =
          new Downloads(layer, this::access, answer -> errors.read(answer, List.of(), false))
              .fetch(URI.create(file.location()), target, file.bytes(), layer.limits().fileBytes())
              .bytes();
      ended(CallKind.DOWNLOAD, null, began);
      return bytes;
    } catch (CallProblem problem) {
      ended(CallKind.DOWNLOAD, problem, began);
      throw verdict.on(CallKind.DOWNLOAD, problem);
    } catch (IOException | IllegalArgumentException e) {
      Failure failure =
          Failure.of(ErrorCode.DOWNLOAD_FAILED, "The result cannot be stored: " + e.getMessage());
      throw new BackendException(
          Fate.NOT_ACCEPTED,
          failure.withCharged(dev.secondunit.failure.Charged.YES, Retry.USE_JOB),
          e);
    }
  }

  /**
   * Something in a successful answer that is not as documented. For a create this leaves open what
   * became of it.
   */
  public BackendException unexpected(CallKind kind, Answer answer, String what) {
    return verdict.on(
        kind,
        CallProblem.ofTransport(
            new TransportException(Kind.UNREADABLE, true, what, null),
            answer.status(),
            ErrorAnswers.requestId(answer.headers())));
  }

  /** The vendor's own words, for a failure that an adapter found in a successful answer. */
  public VendorWords words(Answer answer, String said, List<String> masked) {
    return new VendorWords(
        vendor.name(),
        answer.status(),
        ErrorAnswers.requestId(answer.headers()),
        redacted(said, masked));
  }

  /** Words of the vendor, fit to be shown. */
  public String redacted(String said, List<String> masked) {
    return errors.redacted(said, masked);
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(OpenAnswer answer) throws TransportException, InterruptedException;
  }

  private <T> T carriedOut(Call call, Reader<T> reader)
      throws BackendException, InterruptedException {
    turns.await(call);
    for (int attempt = 1; ; attempt++) {
      try {
        T value = once(call, reader);
        turns.accepted(call);
        return value;
      } catch (CallProblem problem) {
        Duration wait = problem.delay() == null ? layer.backoff(attempt) : problem.delay();
        boolean again =
            call.kind().repeatable()
                && problem.passing()
                && attempt < layer.limits().readAttempts()
                && wait.compareTo(layer.limits().longestWait()) <= 0;
        if (!again) {
          throw verdict.on(call.kind(), turns.refused(call, problem));
        }
        layer.sleeper().sleep(wait);
      }
    }
  }

  private <T> T once(Call call, Reader<T> reader)
      throws CallProblem, BackendException, InterruptedException {
    long began = System.nanoTime();
    try {
      T value = read(call, reader);
      ended(call.kind(), null, began);
      return value;
    } catch (CallProblem problem) {
      ended(call.kind(), problem, began);
      throw problem;
    }
  }

  /**
   * @param problem what went wrong, or null when nothing did
   */
  private void ended(CallKind kind, CallProblem problem, long began) {
    String outcome = "ok";
    if (problem != null) {
      boolean answered = problem.transport() == null && problem.status() != null;
      outcome = !answered ? "no_answer" : problem.status() < 500 ? "client_error" : "server_error";
    }
    layer.calls().ended(vendor.name(), kind, outcome, Duration.ofNanos(System.nanoTime() - began));
  }

  private <T> T read(Call call, Reader<T> reader)
      throws CallProblem, BackendException, InterruptedException {
    try (OpenAnswer answer = open(call)) {
      requireSuccess(call, answer);
      T value;
      try {
        value = reader.read(answer);
      } catch (TransportException e) {
        throw CallProblem.ofTransport(e, answer.status(), ErrorAnswers.requestId(answer.headers()));
      }
      answer.readWhole();
      return value;
    }
  }

  private OpenAnswer open(Call call) throws CallProblem, BackendException, InterruptedException {
    HttpLimits limits = layer.limits();
    URI uri = vendor.address(call.target());
    Map<String, String> headers = new LinkedHashMap<>();
    if (call.kind() != CallKind.SIGNED_UPLOAD && vendor.takesCredential(uri)) {
      headers.putAll(vendor.credential().headers());
    }
    headers.putAll(call.headers());
    Duration usual =
        switch (call.kind()) {
          case CREATE -> limits.create();
          case UPLOAD, SIGNED_UPLOAD, DOWNLOAD -> limits.transfer();
          case POLL, READ, CANCEL -> limits.read();
        };
    Duration total = call.handling().timeout() == null ? usual : call.handling().timeout();
    // A synchronous vendor is silent while it works: only the total bounds the wait for it.
    Duration stall = call.kind() == CallKind.CREATE ? total : limits.stall();
    try {
      return layer
          .transport()
          .open(
              new WireRequest(
                  call.method(),
                  uri,
                  headers,
                  call.body(),
                  total,
                  stall,
                  call.kind() == CallKind.CREATE,
                  !vendor.ownHost(uri)));
    } catch (TransportException e) {
      if (e.kind() == Kind.ENDING && asksOnly(call.kind())) {
        throw new InterruptedException();
      }
      throw CallProblem.ofTransport(e);
    }
  }

  /** Whoever only asks ends with this program; what was to be sent is told that it was not. */
  private static boolean asksOnly(CallKind kind) {
    return switch (kind) {
      case POLL, CANCEL, DOWNLOAD -> true;
      case CREATE, READ, UPLOAD, SIGNED_UPLOAD -> false;
    };
  }

  private void requireSuccess(Call call, OpenAnswer answer)
      throws CallProblem, InterruptedException {
    if (!answer.successful()) {
      throw errors.read(answer, call.handling().masked(), call.handling().fromCopy());
    }
  }

  private Downloads.Access access(URI uri) throws BackendException, InterruptedException {
    Map<String, String> headers =
        vendor.takesCredential(uri) ? vendor.credential().headers() : Map.of();
    return new Downloads.Access(headers, !vendor.ownHost(uri));
  }

  private SavedAnswer saved(OpenAnswer answer, Path file)
      throws TransportException, InterruptedException {
    String type = answer.headers().mediaType().orElse("");
    if (type.endsWith("/json") || type.startsWith("text/")) {
      throw new TransportException(
          Kind.UNREADABLE, true, "the answer is " + type + " instead of media", null);
    }
    try (InputStream body =
            new BoundedInputStream(answer.body(), layer.limits().fileBytes(), false);
        OutputStream bytes = Files.newOutputStream(file)) {
      long count = body.transferTo(bytes);
      if (count == 0) {
        throw new TransportException(Kind.UNREADABLE, true, "the answer is empty", null);
      }
      return new SavedAnswer(answer.headers(), file, count);
    } catch (IOException e) {
      throw TransportFailures.reading(e);
    }
  }
}
