package dev.secondunit.job;

import dev.secondunit.failure.Failure;
import dev.secondunit.media.UsdAmount;
import java.util.Objects;

/** What happens to a job's reservation when its state changes. */
public sealed interface Settlement {
  /** Stays as it is: not decided yet, or never to be known, which counts as spent. */
  record Keep() implements Settlement {}

  /** Nothing was billed. */
  record Release() implements Settlement {}

  /** Billed: this much, known from the vendor or taken from the estimate. */
  record Spent(UsdAmount amount) implements Settlement {
    public Spent {
      Objects.requireNonNull(amount, "amount");
    }
  }

  /**
   * A new attempt: hold again, within the caps, what the last one held, or cost where that was
   * more. What earlier ones cost counts nothing here. A free job holds nothing.
   */
  record Reserve(SpendingCaps caps) implements Settlement {
    public Reserve {
      Objects.requireNonNull(caps, "caps");
    }
  }

  /**
   * The present attempt, if it was given up as unknown, is not unknown any more: its reservation is
   * open again, and one that was made to buy it anew is given back. Of an attempt that was never
   * given up nothing changes.
   *
   * @param then what happens to the reopened reservation in the same change
   */
  record Reclaim(Settlement then) implements Settlement {
    public Reclaim {
      Objects.requireNonNull(then, "then");
    }
  }

  /**
   * Nothing was billed on one way, and another one is taken: what was held is given back, and this
   * much is held instead, within the caps, in the same change.
   */
  record Rebook(UsdAmount amount, SpendingCaps caps) implements Settlement {
    public Rebook {
      Objects.requireNonNull(amount, "amount");
      Objects.requireNonNull(caps, "caps");
    }
  }

  Settlement KEEP = new Keep();
  Settlement RELEASE = new Release();

  /**
   * What a failure says of the money. What was billed without a figure cost what was reserved as
   * its price; where no price is known, neither is what it cost, whatever is held for it.
   *
   * @param estimate what it was expected to cost, or null when no price is known
   */
  static Settlement following(Failure failure, Job job, UsdAmount estimate) {
    return switch (failure.charged()) {
      case NO -> RELEASE;
      case YES -> job.reserved().micros() == 0 ? KEEP : withoutFigure(job, estimate);
      case UNKNOWN -> KEEP;
    };
  }

  /**
   * Billed, and the vendor gives no figure: what was reserved.
   *
   * @param estimate what it was expected to cost; null when no price is known, and then neither is
   *     what it cost
   */
  static Settlement withoutFigure(Job job, UsdAmount estimate) {
    return estimate == null ? KEEP : new Spent(job.reserved());
  }
}
