package dev.secondunit.catalogue;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which pixel sizes a model makes, written {@code WIDTHxHEIGHT}.
 *
 * @param multipleOf both sides are multiples of this
 * @param largestRatio long side by short side
 * @param longSide pixels at most
 * @param shortSide pixels at most
 */
public record PixelRule(int multipleOf, double largestRatio, int longSide, int shortSide) {
  static final String PATTERN = "[1-9][0-9]{1,4}x[1-9][0-9]{1,4}";
  private static final Pattern SIZE = Pattern.compile("(\\d{2,5})x(\\d{2,5})");

  static PixelRule read(JsonFields fields) {
    PixelRule rule =
        new PixelRule(
            fields.smallNumber("multiple_of"),
            fields.number("max_ratio"),
            fields.smallNumber("max_long_side"),
            fields.smallNumber("max_short_side"));
    fields.done();
    return rule;
  }

  /** Whether the word is a pixel size at all, legal or not. */
  static boolean isSize(String word) {
    return SIZE.matcher(word).matches();
  }

  /** The legal size nearest to the given one; empty when the ratio is not possible. */
  Optional<String> nearest(String size) {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double width = Integer.parseInt(matcher.group(1));
    double height = Integer.parseInt(matcher.group(2));
    double longer = Math.max(width, height);
    double shorter = Math.min(width, height);
    if (shorter == 0 || longer / shorter > largestRatio) {
      return Optional.empty();
    }
    double scale = Math.min(1, Math.min(longSide / longer, shortSide / shorter));
    return Optional.of(side(width * scale) + "x" + side(height * scale));
  }

  /** About as many pixels in another ratio; empty when the ratio is not possible. */
  Optional<String> reshaped(String size, double ratio) {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double area = Double.parseDouble(matcher.group(1)) * Double.parseDouble(matcher.group(2));
    long width = Math.round(Math.sqrt(area * ratio));
    long height = Math.round(Math.sqrt(area / ratio));
    return nearest(width + "x" + height);
  }

  String words() {
    return "WIDTHxHEIGHT in multiples of "
        + multipleOf
        + ", up to "
        + longSide
        + "x"
        + shortSide
        + " either way round, ratio up to "
        + NumberRule.words(largestRatio)
        + ":1";
  }

  private int side(double pixels) {
    return (int) Math.max(multipleOf, Math.round(pixels / multipleOf) * multipleOf);
  }
}
