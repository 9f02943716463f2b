package dev.secondunit.catalogue;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How far the picture of a plan is from the one that was asked for, so that of several plans the
 * nearest can be taken: a smaller picture than asked is worse than one of another shape.
 */
final class LookShortfall {
  /** Asked values that make another model the better choice than changing the value. */
  private static final Set<String> LOOK =
      Set.of(Parameter.SIZE.word(), Parameter.ASPECT_RATIO.word());

  /** What is asked for is what is made. */
  static final double NONE = 0;

  private static final double CHANGED = 1;

  private LookShortfall() {}

  /**
   * {@link #NONE} without any change of the picture; 1 with one that is not smaller; above 1 how
   * many times fewer lines it has.
   */
  static double of(Plan plan) {
    return plan.adjustments().stream()
        .filter(change -> LOOK.contains(change.field()))
        .mapToDouble(LookShortfall::of)
        .max()
        .orElse(NONE);
  }

  private static double of(Plan.Adjustment change) {
    OptionalDouble asked = lines(change.from());
    OptionalDouble made = lines(change.to());
    return asked.isPresent() && made.isPresent()
        ? Math.max(CHANGED, asked.getAsDouble() / made.getAsDouble())
        : CHANGED;
  }

  private static OptionalDouble lines(Object size) {
    OptionalInt shortSide = Resolution.shortSide(String.valueOf(size));
    return shortSide.isPresent() ? OptionalDouble.of(shortSide.getAsInt()) : OptionalDouble.empty();
  }

  /** Why another plan is nearer to what was asked than this one. */
  static String words(Plan plan) {
    return plan.adjustments().stream()
        .filter(change -> LOOK.contains(change.field()))
        .findFirst()
        .map(
            change ->
                plan.model()
                    + " would change "
                    + change.field()
                    + " from "
                    + change.from()
                    + " to "
                    + change.to()
                    + ".")
        .orElseThrow();
  }
}
