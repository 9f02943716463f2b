package dev.secondunit.backend;

import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.media.Operation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One shot to be made, as handed to a backend.
 *
 * @param jobId our id; a vendor with an idempotency header gets {@link #idempotencyKey()}
 * @param attempt 1 for the first create, higher only after a permitted retry
 * @param plan what to send
 * @param source what to continue from, or null
 * @param scratch an existing, empty folder for this job where a backend that answers with bytes may
 *     write them; removed by the caller
 * @param name what people call the shot, for a backend that can show it; null when they gave none
 */
public record Shot(
    String jobId, int attempt, Plan plan, ContinuationSource source, Path scratch, String name) {
  public Shot {
    Objects.requireNonNull(jobId, "jobId");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(scratch, "scratch");
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt < 1");
    }
  }

  /** A shot nobody named. */
  public Shot(String jobId, int attempt, Plan plan, ContinuationSource source, Path scratch) {
    this(jobId, attempt, plan, source, scratch, null);
  }

  /**
   * What the vendor calls its own copy of the source, while it has one and the shot goes on from
   * it. A shot that begins on a last frame goes on from a picture of ours.
   *
   * @param key under which the vendor's reference holds that
   */
  public Optional<String> keptCopy(String key, Instant now) {
    boolean kept =
        source != null && plan.operation() != Operation.LAST_FRAME && source.livesAt(now);
    return kept ? Optional.ofNullable(source.vendorReference().get(key)) : Optional.empty();
  }

  /** The same for every resend of one attempt, and different for another attempt or job. */
  public String idempotencyKey() {
    return jobId + "-" + attempt;
  }
}
