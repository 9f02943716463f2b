package dev.secondunit.backend.question;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.Readiness;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A vendor whose models answer questions about media. Implementations are thin: they keep no state,
 * decide nothing about money and are safe for many threads. Every method but {@link #name}, {@link
 * #readiness}, {@link #uploads} and {@link #resendable} does I/O and can be interrupted.
 *
 * <p>What surrounds it is the durable job: it uploads while nothing is paid yet, keeps uploads for
 * the next question, puts the intent to ask on disk before {@link #ask} and every answer before
 * anybody is told.
 */
public interface MediaModel {
  /** The backend's name in tool calls and in the catalogue. */
  String name();

  /** Whether it can be used now; decided by the settings alone. */
  Readiness readiness();

  /**
   * Whether the vendor would refuse this question whatever becomes of it, such as a schema that it
   * does not take. Asked before anything is uploaded; no I/O.
   *
   * @param question its media have no {@link Medium#upload} yet
   */
  default Optional<Failure> objection(Question question) {
    return Optional.empty();
  }

  /**
   * Whether this medium is brought to the vendor before the question. Otherwise it travels inside
   * the question.
   */
  boolean uploads(MediaInput medium);

  /**
   * Brings a medium to the vendor. Free, and harmless when done twice.
   *
   * @throws BackendException NOT_ACCEPTED or UNKNOWN when trying again later may help, REJECTED
   *     when it never will
   */
  Upload upload(MediaInput medium) throws BackendException, InterruptedException;

  /**
   * How an upload is doing.
   *
   * @throws BackendException REJECTED when the vendor cannot read the medium
   */
  Availability availability(Upload upload) throws BackendException, InterruptedException;

  /** Whether an upload can be asked about. */
  enum Availability {
    READY,
    /** The vendor is still looking through it. */
    PROCESSING,
    /** The vendor no longer has it: it has to be uploaded anew. */
    GONE
  }

  /**
   * Whether the same question may be sent again after its answer was lost, because the vendor
   * documents a key against doubles and takes it for this question. The key is made of {@link
   * Question#jobId} and {@link Question#attempt}.
   */
  boolean resendable(Question question);

  /**
   * Asks; billed when it is answered or accepted.
   *
   * @param pieces is given the text piece by piece while it arrives, where {@link Question#stream}
   *     asks for that
   * @throws BackendException whose fate says whether it may have been accepted
   */
  Reply ask(Question question, Consumer<String> pieces)
      throws BackendException, InterruptedException;

  /**
   * Asks how an accepted question is doing.
   *
   * @param reference as in {@link Reply.Pending}
   * @throws BackendException when the vendor cannot be asked just now, or does not know the
   *     question ({@link BackendException#notFound}); the caller asks again later
   */
  Reply look(Map<String, String> reference) throws BackendException, InterruptedException;

  /** Whether {@link #cancel} reaches the vendor. */
  default boolean cancels() {
    return false;
  }

  /** Asks the vendor to drop an accepted question; true when it confirmed. */
  boolean cancel(Map<String, String> reference) throws BackendException, InterruptedException;
}
