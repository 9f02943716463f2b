package dev.secondunit.job;

import dev.secondunit.media.UsdAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attempts that a job has gone on from.
 *
 * @param untold of how many first attempts nothing was kept, because an older program made them
 * @param kept the others, one of a number at most
 */
public record PastAttempts(int untold, List<PastAttempt> kept) {
  public static final PastAttempts NONE = new PastAttempts(0, List.of());

  public PastAttempts {
    kept = List.copyOf(kept);
  }

  public Optional<PastAttempt> number(int number) {
    return kept.stream().filter(each -> each.number() == number).findFirst();
  }

  /** With this one, instead of what was kept of that number. */
  public PastAttempts with(PastAttempt attempt) {
    List<PastAttempt> all = new ArrayList<>(without(attempt.number()).kept());
    all.add(attempt);
    return new PastAttempts(untold, all);
  }

  public PastAttempts without(int number) {
    return new PastAttempts(untold, kept.stream().filter(each -> each.number() != number).toList());
  }

  /** What they are known to have cost together. */
  public UsdAmount cost() {
    UsdAmount sum = UsdAmount.ZERO;
    for (PastAttempt each : kept) {
      sum = each.cost() == null ? sum : sum.plus(each.cost());
    }
    return sum;
  }
}
