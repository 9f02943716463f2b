package dev.secondunit.backend;

import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.catalogue.Plan;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A vendor, or something that behaves like one, that makes media. A new vendor is one
 * implementation of this interface plus its catalogue file.
 *
 * <p>Every method may be called by many threads at once. Only {@link #name()} and {@link
 * #readiness()} are free of I/O. No method retries a create by itself; reads may be retried inside
 * within the call's own deadline. All calls end when their thread is interrupted.
 */
public interface Backend {
  /** The name in tool calls and in the catalogue, such as {@code grok}. */
  String name();

  /** Whether it can be used now. Cheap: looks at configuration only. */
  Readiness readiness();

  /**
   * Sends one create, at most once. The caller has recorded the intent before, and records the
   * answer before anybody is told.
   *
   * @throws BackendException with its {@link BackendException.Fate}; anything that leaves the
   *     vendor's decision open must be {@link BackendException.Fate#UNKNOWN}
   */
  Submission submit(Shot shot) throws BackendException, InterruptedException;

  /**
   * Asks how an accepted job is doing. Safe to repeat at any time, also after a restart.
   *
   * @throws BackendException when the vendor cannot be asked just now, or does not know the job
   *     ({@link BackendException#notFound}); the caller asks again later
   */
  Poll poll(VendorReference reference) throws BackendException, InterruptedException;

  /**
   * Fetches one file of an outcome to {@code target}, which may hold the beginning of the file from
   * an interrupted call; then only the rest is fetched where the vendor allows it. Streams: memory
   * does not grow with the file.
   *
   * @return the bytes now in the target
   * @throws BackendException when it is not whole; the caller tries again later
   */
  long download(RemoteFile file, Path target) throws BackendException, InterruptedException;

  /** Whether {@link #cancel} reaches the vendor. */
  default boolean cancels() {
    return false;
  }

  /**
   * Asks the vendor to stop. Safe to repeat.
   *
   * @return true when the vendor confirmed that it stopped; false when it goes on (and bills)
   */
  default boolean cancel(VendorReference reference) throws BackendException, InterruptedException {
    return false;
  }

  /**
   * Whether {@link #reconcile} may find out what became of a create of this plan. No I/O. Where it
   * says no, nothing is ever found.
   */
  default boolean reconciles(Plan plan) {
    return false;
  }

  /**
   * Looks for a job whose create was sent and whose answer was lost: by listing at the vendor, or
   * by sending the create again under its idempotency key where the vendor documents one.
   *
   * @param lost what tells it from another one with the same words: an older one, or another job's
   * @return what became of it, or empty when this vendor offers no way to tell
   * @throws BackendException with {@link BackendException.Fate#NOT_ACCEPTED} when the vendor's
   *     records prove that the create never arrived; with another fate when they cannot be read
   *     just now
   */
  default Optional<Submission> reconcile(Shot shot, Lost lost)
      throws BackendException, InterruptedException {
    return Optional.empty();
  }
}
