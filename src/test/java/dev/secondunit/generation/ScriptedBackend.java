package dev.secondunit.generation;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.BackendException.Fate;
import dev.secondunit.backend.Lost;
import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A vendor that answers what the test tells it to, in order, and counts what it was asked. */
final class ScriptedBackend implements Backend {
  /** One answer, which may be an exception. */
  interface Answer<T> {
    T get() throws BackendException, InterruptedException;
  }

  private final String name;
  final Deque<Answer<Submission>> submits = new ArrayDeque<>();
  final Deque<Answer<Poll>> polls = new ArrayDeque<>();
  final Deque<Answer<Long>> downloads = new ArrayDeque<>();
  Answer<Optional<Submission>> reconciliation = Optional::empty;
  Answer<Boolean> cancellation = () -> false;
  boolean cancels;
  boolean reconciles;
  Readiness readiness = Readiness.READY;
  byte[] picture = {};
  int creates;
  int reads;
  int fetches;
  int cancelRequests;

  ScriptedBackend(String name) {
    this.name = name;
  }

  static Submission accepted() {
    return accepted("v-1");
  }

  static Submission accepted(String id) {
    return new Submission.Accepted(
        new VendorReference(id, Map.of("endpoint", "videos")), Duration.ofSeconds(2));
  }

  static Poll running(Double progress) {
    return new Poll.Running(progress, "rendering", Duration.ofSeconds(2));
  }

  static Outcome outcome(UsdAmount cost, String model) {
    return new Outcome(
        List.of(new RemoteFile("https://vendor.example/1.png", "image/png", null, Map.of())),
        model,
        cost,
        new Outcome.Continuation("grok_img", Set.of(Operation.EDIT), null, 3, Map.of("id", "v-1")),
        List.of());
  }

  static BackendException problem(Fate fate, ErrorCode code, Double retryAfter) {
    Failure failure = Failure.of(code, "scripted " + fate);
    return new BackendException(
        fate, retryAfter == null ? failure : failure.withRetryAfter(retryAfter));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public Submission submit(Shot shot) throws BackendException, InterruptedException {
    creates++;
    return submits.pop().get();
  }

  @Override
  public Poll poll(VendorReference reference) throws BackendException, InterruptedException {
    reads++;
    if (!reference.id().startsWith("v-") || !reference.attributes().containsKey("endpoint")) {
      throw new IllegalStateException("the reference did not survive: " + reference);
    }
    return polls.pop().get();
  }

  @Override
  public long download(RemoteFile file, Path target) throws BackendException, InterruptedException {
    fetches++;
    if (!downloads.isEmpty()) {
      downloads.pop().get();
    }
    try {
      Files.write(target, picture);
      return picture.length;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean cancels() {
    return cancels;
  }

  @Override
  public boolean cancel(VendorReference reference) throws BackendException, InterruptedException {
    cancelRequests++;
    return cancellation.get();
  }

  @Override
  public boolean reconciles(Plan plan) {
    return reconciles;
  }

  @Override
  public Optional<Submission> reconcile(Shot shot, Lost lost)
      throws BackendException, InterruptedException {
    return reconciliation.get();
  }
}
