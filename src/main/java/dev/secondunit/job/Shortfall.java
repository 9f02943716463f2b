package dev.secondunit.job;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.UsdAmount;
import java.util.Objects;

/**
 * A cap that leaves less than is wanted.
 *
 * @param setting the variable that sets the cap
 * @param cap what it allows altogether
 * @param left what it still allows; all of it where the cap is for one call
 */
public record Shortfall(String setting, UsdAmount cap, UsdAmount left) {
  public Shortfall {
    Objects.requireNonNull(setting, "setting");
    Objects.requireNonNull(cap, "cap");
    Objects.requireNonNull(left, "left");
  }

  /** The refusal of something that would cost so much. */
  public Failure refusing(UsdAmount wanted) {
    return refusing(wanted, "This would cost " + wanted);
  }

  /** The refusal of something of unknown price, for which so much would be held. */
  public Failure refusingToHold(UsdAmount wanted) {
    return refusing(
        wanted,
        "This would hold " + wanted + " (up to max_cost_usd, because a price is not known)");
  }

  private Failure refusing(UsdAmount wanted, String what) {
    return Failure.of(
            ErrorCode.BUDGET_EXCEEDED,
            what + ", and " + setting + " (" + cap + ") leaves " + left + ". Nothing was sent.")
        .withField("max_cost_usd", wanted.usd().toPlainString())
        .withHint(
            "Ask for less or cheaper (dry_run shows the price), use backend_type previz, or let"
                + " the user raise "
                + setting
                + ".");
  }
}
