package dev.secondunit.tool;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.catalogue.Plan.Ignored;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.List;

/** Turns what was merely understood into an error, for calls that ask for it. */
final class Strictness {
  private Strictness() {}

  static void check(boolean strict, List<Adjustment> adjustments) {
    if (!strict || adjustments.isEmpty()) {
      return;
    }
    Adjustment first = adjustments.get(0);
    throw Failure.of(
            ErrorCode.ADJUSTMENT_REFUSED,
            "The call is strict and "
                + first.field()
                + " would be adjusted: "
                + first.reason()
                + ".")
        .withField(first.field(), first.from())
        .withAllowed(first.to() == null ? List.of() : List.of(String.valueOf(first.to())))
        .withHint("Write it as it is allowed, or leave out strict.")
        .asException();
  }

  static void checkIgnored(boolean strict, List<Ignored> ignored) {
    if (!strict || ignored.isEmpty()) {
      return;
    }
    Ignored first = ignored.get(0);
    throw Failure.of(
            ErrorCode.ADJUSTMENT_REFUSED,
            first.field() + " would be ignored, and the call is strict. " + first.reason())
        .withField(first.field(), null)
        .withHint("Leave it out, or leave out strict.")
        .asException();
  }
}
