package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Removes jobs that ended long ago, when a person asks for it. What was spent on them stays in the
 * ledger and in its sums. A job whose fate is not known is never old. Every call does I/O.
 */
public interface Pruning {
  /**
   * A job that ended.
   *
   * @param paid whether anything was billed for it, or may have been; a price that is not known
   *     never means free
   * @param spent what it cost or may have cost, or null when that is not known; zero for free ones
   */
  record Ended(
      String jobId,
      String backend,
      String model,
      Instant finishedAt,
      boolean paid,
      UsdAmount spent) {
    public Ended {
      Objects.requireNonNull(jobId, "jobId");
      Objects.requireNonNull(finishedAt, "finishedAt");
    }
  }

  /**
   * Some of the jobs that ended before a moment, the oldest first.
   *
   * @param after the last one of the page before, or null to begin
   */
  List<Ended> endedBefore(Instant moment, Ended after, int limit);

  /**
   * Removes an ended job's row, its place in batches and what belongs to it, such as assets and
   * continuations. Its files must be gone already.
   *
   * @return false when it is not there or has been taken up again
   */
  boolean remove(String jobId);
}
