package dev.secondunit.catalogue;

import dev.secondunit.media.MediaFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arithmetic on resolution classes ({@code 720p}, {@code 4k}, {@code 2K}) and ratios. */
final class Resolution {
  private static final Pattern LINES = Pattern.compile("(\\d{3,4})p?");
  private static final Pattern PIXELS = Pattern.compile("(\\d{2,5})x(\\d{2,5})");
  private static final Pattern RATIO = Pattern.compile("(\\d+(?:\\.\\d+)?):(\\d+(?:\\.\\d+)?)");

  private Resolution() {}

  /** Lines of a class: 720 for {@code 720p}, 2160 for {@code 4k}; empty for other words. */
  static OptionalInt lines(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    switch (lower) {
      case "1k":
        return OptionalInt.of(1024);
      case "2k":
        return OptionalInt.of(1440);
      case "4k":
        return OptionalInt.of(2160);
      default:
        Matcher matcher = LINES.matcher(lower);
        return matcher.matches()
            ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
            : OptionalInt.empty();
    }
  }

  /** Pixels of the short side of a class or of {@code 1280x720}; empty for other words. */
  static OptionalInt shortSide(String word) {
    Matcher pixels = PIXELS.matcher(word);
    if (!pixels.matches()) {
      return lines(word);
    }
    int shorter = Math.min(Integer.parseInt(pixels.group(1)), Integer.parseInt(pixels.group(2)));
    return shorter == 0 ? OptionalInt.empty() : OptionalInt.of(shorter);
  }

  /** The listed class nearest below the given one, else the smallest; empty if it is no class. */
  static Optional<String> nearest(String given, List<String> listed) {
    OptionalInt wanted = lines(given);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    String below = null;
    String smallest = null;
    for (String candidate : listed) {
      OptionalInt lines = lines(candidate);
      if (lines.isEmpty()) {
        continue;
      }
      if (smallest == null || lines.getAsInt() < lines(smallest).getAsInt()) {
        smallest = candidate;
      }
      if (lines.getAsInt() <= wanted.getAsInt()
          && (below == null || lines.getAsInt() > lines(below).getAsInt())) {
        below = candidate;
      }
    }
    return Optional.ofNullable(below == null ? smallest : below);
  }

  /** Width by height of {@code 16:9} or {@code 1280x720}; empty for other words. */
  static Optional<Double> ratio(String word) {
    Matcher pixels = PIXELS.matcher(word);
    if (pixels.matches()) {
      return quotient(pixels);
    }
    Matcher ratio = RATIO.matcher(word);
    return ratio.matches() ? quotient(ratio) : Optional.empty();
  }

  static Optional<Double> ratio(MediaFacts facts) {
    return facts.width() == null || facts.height() == null || facts.height() == 0
        ? Optional.empty()
        : Optional.of((double) facts.width() / facts.height());
  }

  /** The listed ratio nearest to the given one. */
  static Optional<String> nearestRatio(double ratio, List<String> listed) {
    String best = null;
    double distance = Double.MAX_VALUE;
    for (String candidate : listed) {
      Optional<Double> other = ratio(candidate);
      if (other.isPresent() && Math.abs(Math.log(other.get() / ratio)) < distance) {
        distance = Math.abs(Math.log(other.get() / ratio));
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Whether a picture has that ratio, give or take the rounding of pixels. */
  static boolean hasRatio(MediaFacts facts, String ratio) {
    Optional<Double> measured = ratio(facts);
    Optional<Double> wanted = ratio(ratio);
    return measured.isPresent()
        && wanted.isPresent()
        && Math.abs(Math.log(measured.get() / wanted.get())) < 0.02;
  }

  private static Optional<Double> quotient(Matcher matcher) {
    double height = Double.parseDouble(matcher.group(2));
    double width = Double.parseDouble(matcher.group(1));
    return height == 0 || width == 0 ? Optional.empty() : Optional.of(width / height);
  }
}
