package dev.secondunit.generation;

import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.UsdAmount;
import java.util.List;

/**
 * What the shots of one call cost together.
 *
 * @param takes how often each of them is made
 */
public record CallCost(List<PlannedShot> shots, int takes) {
  public CallCost {
    shots = List.copyOf(shots);
  }

  /** The sum, or null when the price of one is not known. */
  public UsdAmount estimate() {
    return unknown().isEmpty() ? known() : null;
  }

  private UsdAmount known() {
    UsdAmount sum = UsdAmount.ZERO;
    for (PlannedShot shot : shots) {
      UsdAmount estimate = shot.plan().estimate();
      if (estimate != null) {
        sum = sum.plus(new UsdAmount(Math.multiplyExact(estimate.micros(), (long) takes)));
      }
    }
    return sum;
  }

  private List<Plan> unknown() {
    return shots.stream().map(PlannedShot::plan).filter(plan -> plan.estimate() == null).toList();
  }

  /**
   * @param maxCost the caller's own limit, or null
   * @param most the most that all of it may cost, or null without a limit
   */
  Allowance allowance(UsdAmount maxCost, UsdAmount most) {
    return new Allowance(
        maxCost == null || unknown().isEmpty() ? null : unknownPrice(maxCost),
        most == null || shots.stream().allMatch(shot -> shot.order().fallbacks().none())
            ? null
            : moreElsewhere(most));
  }

  /** An equal share of what the known prices leave of the limit. */
  private UsdAmount unknownPrice(UsdAmount maxCost) {
    List<Plan> unknown = unknown();
    UsdAmount known = known();
    long left = maxCost.micros() - known.micros();
    long each = left / Math.multiplyExact(unknown.size(), takes);
    if (each <= 0) {
      throw Failure.of(
              ErrorCode.BUDGET_EXCEEDED,
              "The shots of known price cost "
                  + known
                  + ", which leaves nothing of max_cost_usd "
                  + maxCost
                  + " for "
                  + unknown.get(0).model()
                  + ", whose price is not known. Nothing was sent.")
          .withField("max_cost_usd", maxCost.usd().toPlainString())
          .withHint("Raise max_cost_usd by the most that the shots of unknown price may cost.")
          .asException();
    }
    return new UsdAmount(each);
  }

  /** An equal share of what the planned prices leave, so that the whole call stays below it. */
  private UsdAmount moreElsewhere(UsdAmount most) {
    UsdAmount planned = estimate();
    long left = planned == null ? 0 : most.micros() - planned.micros();
    return new UsdAmount(Math.max(0, left) / Math.multiplyExact(shots.size(), takes));
  }
}
