package dev.secondunit.crash;

import dev.secondunit.artifact.StoppingArtifacts.Points;
import dev.secondunit.backend.Backend;
import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Lost;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.Poll;
import dev.secondunit.backend.Readiness;
import dev.secondunit.backend.Shot;
import dev.secondunit.backend.Submission;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.catalogue.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A real backend that stops before and after what it does, and half-way through a file. */
final class StoppingBackend implements Backend {
  private final Backend backend;
  private final Points points;

  StoppingBackend(Backend backend, Points points) {
    this.backend = backend;
    this.points = points;
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public Readiness readiness() {
    return backend.readiness();
  }

  @Override
  public Submission submit(Shot shot) throws BackendException, InterruptedException {
    points.reach("before create");
    Submission submission = backend.submit(shot);
    points.reach("after create");
    return submission;
  }

  @Override
  public Poll poll(VendorReference reference) throws BackendException, InterruptedException {
    points.reach("before poll");
    Poll poll = backend.poll(reference);
    points.reach("after poll");
    return poll;
  }

  @Override
  public long download(RemoteFile file, Path target) throws BackendException, InterruptedException {
    points.reach("before fetch");
    long bytes = backend.download(file, target);
    if (points.due("amid fetch")) {
      halve(target);
      points.stop("amid fetch");
    }
    points.reach("after fetch");
    return bytes;
  }

  /** As a download leaves it that was killed half-way: the beginning of the file, in a new file. */
  private static void halve(Path target) {
    try {
      long half = Files.size(target) / 2;
      Path copy = target.resolveSibling(target.getFileName() + ".half");
      Files.copy(target, copy);
      try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.truncate(half);
      }
      Files.move(copy, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean cancels() {
    return backend.cancels();
  }

  @Override
  public boolean cancel(VendorReference reference) throws BackendException, InterruptedException {
    return backend.cancel(reference);
  }

  @Override
  public boolean reconciles(Plan plan) {
    return backend.reconciles(plan);
  }

  @Override
  public Optional<Submission> reconcile(Shot shot, Lost lost)
      throws BackendException, InterruptedException {
    return backend.reconcile(shot, lost);
  }
}
