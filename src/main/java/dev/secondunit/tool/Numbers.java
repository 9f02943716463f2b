package dev.secondunit.tool;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as models write them. */
final class Numbers {
  /** Longer texts are not numbers anybody means. */
  private static final int LONGEST = 40;

  private static final Pattern WITH_UNIT =
      Pattern.compile("\\s*([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]{1,3})?)\\s*([a-zA-Z%]*)\\s*");

  private Numbers() {}

  /** A number read from text, with the unit that stood behind it, or an empty text. */
  record Reading(double value, String unit) {}

  static Optional<Reading> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String trimmed = text.strip();
    boolean dollars = trimmed.startsWith("$");
    Matcher matcher = WITH_UNIT.matcher(dollars ? trimmed.substring(1) : trimmed);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(matcher.group(1));
    String unit = dollars ? "$" : matcher.group(2).toLowerCase(Locale.ROOT);
    return Double.isFinite(value) ? Optional.of(new Reading(value, unit)) : Optional.empty();
  }

  /** Without a trailing {@code .0}, so that messages say 8 and not 8.0. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** The whole number this is, unless it has a fraction or does not fit a long. */
  static OptionalDouble whole(double value) {
    return value == Math.rint(value) && Math.abs(value) <= 1L << 53
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }
}
