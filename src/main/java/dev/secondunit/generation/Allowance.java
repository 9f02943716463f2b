package dev.secondunit.generation;

import dev.secondunit.catalogue.Plan;
import dev.secondunit.media.UsdAmount;

/**
 * What the limits of a call leave to each of its takes.
 *
 * @param unknownPrice what to hold for one whose price is not known, or null for nothing
 * @param moreElsewhere how much more than planned one may cost on another backend, or null when
 *     only the caps say
 */
public record Allowance(UsdAmount unknownPrice, UsdAmount moreElsewhere) {
  /** What is held for a plan until its price is known from the vendor, or null for nothing. */
  UsdAmount reservation(Plan plan) {
    return plan.estimate() == null ? unknownPrice : plan.estimate();
  }

  /** The order of a shot, which goes elsewhere only for so much. */
  GenerationOrder limit(PlannedShot shot) {
    GenerationOrder order = shot.order();
    if (moreElsewhere == null || order.fallbacks().none()) {
      return order;
    }
    UsdAmount planned = reservation(shot.plan());
    UsdAmount most = planned == null ? moreElsewhere : moreElsewhere.plus(planned);
    return order.with(order.fallbacks().atMost(most));
  }
}
