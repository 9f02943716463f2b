package dev.secondunit.generation;

import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.util.List;
import java.util.Optional;

/** Whether a call may cost what it would cost; asked before any of it is accepted. */
public final class CostCheck {
  private final Settings settings;
  private final SpendingCaps caps;

  public CostCheck(Settings settings, SpendingCaps caps) {
    this.settings = settings;
    this.caps = caps;
  }

  /**
   * One thing that is bought.
   *
   * @param model who is paid for it
   * @param estimate null when the price is not known
   */
  public record Item(String model, UsdAmount estimate) {}

  /**
   * Checks what a call costs together.
   *
   * @param maxCost the caller's own limit, or null
   * @param approved the most that a person has agreed to for this call, or null
   * @return the sum of the estimates that are known
   * @throws dev.secondunit.failure.FailureException {@code budget_exceeded}
   * @throws ApprovalRequiredException when a person has to agree first
   */
  public UsdAmount check(List<Item> items, UsdAmount maxCost, UsdAmount approved) {
    UsdAmount sum = UsdAmount.ZERO;
    for (Item item : items) {
      if (item.estimate() == null) {
        checkUnknownPrice(item.model(), maxCost);
        continue;
      }
      sum = sum.plus(item.estimate());
    }
    if (maxCost != null && sum.compareTo(maxCost) > 0) {
      throw Failure.of(
              ErrorCode.BUDGET_EXCEEDED,
              "This would cost " + sum + " and max_cost_usd is " + maxCost + ". Nothing was sent.")
          .withField("max_cost_usd", maxCost.usd().toPlainString())
          .withHint("Ask for less, or raise max_cost_usd to " + sum.usd().toPlainString() + ".")
          .asException();
    }
    if (maxCost == null && (approved == null || sum.compareTo(approved) > 0)) {
      insistOnApproval(sum, items);
    }
    return sum;
  }

  /** A caller that names its limit has decided; one that does not must ask a person first. */
  private void insistOnApproval(UsdAmount sum, List<Item> items) {
    Optional<UsdAmount> limit = settings.usd(Setting.SECOND_UNIT_APPROVE_ABOVE_USD);
    if (limit.isPresent() && sum.compareTo(limit.get()) > 0) {
      throw new ApprovalRequiredException(
          Failure.of(
                  ErrorCode.APPROVAL_REQUIRED,
                  "This would cost "
                      + sum
                      + ", which is more than "
                      + limit.get()
                      + " (SECOND_UNIT_APPROVE_ABOVE_USD). Nothing was sent.")
              .withField("max_cost_usd", null)
              .withHint(
                  "Ask the user; when they agree, call again with \"max_cost_usd\": "
                      + sum.usd().toPlainString()
                      + "."),
          sum,
          items.stream().map(Item::model).distinct().toList());
    }
  }

  private void checkUnknownPrice(String model, UsdAmount maxCost) {
    if (caps.any() && maxCost == null) {
      throw Failure.of(
              ErrorCode.BUDGET_EXCEEDED,
              "The price of "
                  + model
                  + " is not known, and a spending cap is set, so an amount must be reserved.")
          .withField("max_cost_usd", null)
          .withHint(
              "Pass max_cost_usd with the most it may cost; that much is held against the caps.")
          .asException();
    }
  }
}
