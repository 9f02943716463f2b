package dev.secondunit.generation;

import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a call may cost what it would cost; asked before any of it is accepted, and before a
 * person is. What was bought before counts nothing.
 */
public final class CostCheck {
  private final Settings settings;
  private final SpendingCaps caps;
  private final JobStore jobs;

  public CostCheck(Settings settings, SpendingCaps caps, JobStore jobs) {
    this.settings = settings;
    this.caps = caps;
    this.jobs = jobs;
  }

  /**
   * Checks what the jobs of a call cost together. Changes nothing.
   *
   * @param call of one session
   * @param maxCost the caller's own limit, or null
   * @param approved the most that a person has agreed to for this call, or null
   * @throws dev.secondunit.failure.FailureException {@code budget_exceeded}
   * @throws ApprovalRequiredException when a person has to agree first
   */
  public void check(List<PricedJob> call, UsdAmount maxCost, UsdAmount approved) {
    if (!limited(maxCost)) {
      return;
    }
    List<PricedJob> bought = unpaid(call);
    UsdAmount known = UsdAmount.ZERO;
    UsdAmount held = UsdAmount.ZERO;
    for (PricedJob each : bought) {
      held = held.plus(each.job().held());
      if (each.priceKnown()) {
        known = known.plus(each.job().held());
      } else {
        checkUnknownPrice(each.job().model(), maxCost);
      }
    }
    if (maxCost != null && known.compareTo(maxCost) > 0) {
      throw Failure.of(
              ErrorCode.BUDGET_EXCEEDED,
              "This would cost "
                  + known
                  + " and max_cost_usd is "
                  + maxCost
                  + ". Nothing was sent.")
          .withField("max_cost_usd", maxCost.usd().toPlainString())
          .withHint("Ask for less, or raise max_cost_usd to " + known.usd().toPlainString() + ".")
          .asException();
    }
    if (!bought.isEmpty() && caps.any()) {
      insistOnRoom(held, held.equals(known), bought.get(0).job().session());
    }
    if (maxCost == null && (approved == null || known.compareTo(approved) > 0)) {
      insistOnApproval(known, bought.stream().map(each -> each.job().model()).toList());
    }
  }

  /**
   * The most that a call may cost in all: the caller's limit, or else what a person has agreed to,
   * or what needs nobody's agreement; and never more than the cap per call.
   *
   * @param maxCost the caller's own limit, or null
   * @param approved the most that a person has agreed to for this call, or null
   * @return null when nothing of these is set
   */
  UsdAmount most(UsdAmount maxCost, UsdAmount approved) {
    UsdAmount agreed =
        Stream.of(maxCost, approved)
            .filter(Objects::nonNull)
            .findFirst()
            .or(() -> settings.usd(Setting.SECOND_UNIT_APPROVE_ABOVE_USD))
            .orElse(null);
    return Stream.of(agreed, caps.perCall())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Whether anything limits what a call with this limit of its own, or null, may cost. */
  public boolean limited(UsdAmount maxCost) {
    return maxCost != null || caps.any() || settings.isSet(Setting.SECOND_UNIT_APPROVE_ABOVE_USD);
  }

  /** Those that cost money and were not bought before. */
  public List<PricedJob> unpaid(List<PricedJob> call) {
    return call.stream().filter(this::costsMoney).toList();
  }

  private boolean costsMoney(PricedJob each) {
    return !each.job().free() && jobs.equal(each.job()).isEmpty();
  }

  private void insistOnRoom(UsdAmount held, boolean priceKnown, String session) {
    jobs.shortfall(held, session, caps)
        .ifPresent(
            shortfall -> {
              throw (priceKnown ? shortfall.refusing(held) : shortfall.refusingToHold(held))
                  .asException();
            });
  }

  /** A caller that names its limit has decided; one that does not must ask a person first. */
  private void insistOnApproval(UsdAmount sum, List<String> models) {
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
          models.stream().distinct().toList());
    }
  }

  private void checkUnknownPrice(String model, UsdAmount maxCost) {
    if (caps.any() && maxCost == null) {
      throw Failure.of(
              ErrorCode.BUDGET_EXCEEDED,
              "What "
                  + model
                  + " will cost is not known beforehand, and a spending cap is set, so an amount"
                  + " must be reserved. Nothing was sent.")
          .withField("max_cost_usd", null)
          .withHint(
              "Pass max_cost_usd with the most the call may cost, such as {\"max_cost_usd\": 0.5}; that"
                  + " much is held against the caps until the vendor's own figure is known.")
          .asException();
    }
  }
}
