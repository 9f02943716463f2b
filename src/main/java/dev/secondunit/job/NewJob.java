package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;
import java.time.Duration;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job to be accepted.
 *
 * @param id a fresh id
 * @param owner whose jobs it may be the same as: equal requests of different owners stay apart
 * @param fingerprint equal for equal requests, including which take and which occurrence it is
 * @param requestKey the caller's own key, or null; the same key gives the same job for ever
 * @param deduplicateWithin how long an equal fingerprint gives the same job, counted from when that
 *     was accepted; one whose fate is open is the same however old; zero for never
 * @param reservation what to hold against the caps; zero only for free jobs; null when nothing can
 *     be held because the price is not known, which never means free
 */
public record NewJob(
    String id,
    String kind,
    String owner,
    String session,
    String backend,
    String model,
    ObjectNode request,
    ObjectNode plan,
    String fingerprint,
    String requestKey,
    Duration deduplicateWithin,
    UsdAmount reservation) {
  public NewJob {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(deduplicateWithin, "deduplicateWithin");
  }

  /** The same, that finds an equal one which was accepted so long ago. */
  public NewJob deduplicatingWithin(Duration time) {
    return new NewJob(
        id,
        kind,
        owner,
        session,
        backend,
        model,
        request,
        plan,
        fingerprint,
        requestKey,
        time,
        reservation);
  }

  /** Whether it is known that nothing will be billed for it. */
  public boolean free() {
    return reservation != null && reservation.micros() == 0;
  }

  /** What is held against the caps for it. */
  public UsdAmount held() {
    return reservation == null ? UsdAmount.ZERO : reservation;
  }
}
