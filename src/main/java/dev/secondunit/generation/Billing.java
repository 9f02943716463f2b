package dev.secondunit.generation;

import dev.secondunit.backend.Outcome;
import dev.secondunit.job.Job;
import dev.secondunit.job.Settlement;
import dev.secondunit.media.UsdAmount;

/** What a made shot cost: the vendor's figure, or else the price it was planned with. */
final class Billing {
  private Billing() {}

  static Settlement spent(Job job, Outcome outcome) {
    return outcome.cost() != null
        ? new Settlement.Spent(outcome.cost())
        : Settlement.withoutFigure(job, estimate(job));
  }

  /** Null when no price is known. */
  static UsdAmount estimate(Job job) {
    return PlanJson.read(job.plan()).estimate();
  }
}
