package dev.secondunit.catalogue;

import dev.secondunit.failure.WordDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the word a caller probably meant. */
final class Nearest {
  private Nearest() {}

  /** The nearest ratio for a ratio, else the listed word with the fewest differing letters. */
  static Optional<String> of(String given, Collection<String> listed) {
    Optional<Double> ratio = Resolution.ratio(given);
    if (ratio.isPresent()) {
      Optional<String> nearest =
          Resolution.nearestRatio(ratio.get(), listed.stream().map(String::valueOf).toList());
      if (nearest.isPresent()) {
        return nearest;
      }
    }
    String wanted = given.toLowerCase(Locale.ROOT);
    String best = null;
    int fewest = Math.max(2, wanted.length() / 3) + 1;
    for (String candidate : listed) {
      int changes = WordDistance.between(wanted, candidate.toLowerCase(Locale.ROOT));
      if (changes < fewest) {
        fewest = changes;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The listed words with the fewest differing letters, nearest first. */
  static List<String> several(String given, Collection<String> listed, int most) {
    String wanted = given.toLowerCase(Locale.ROOT);
    return listed.stream()
        .sorted(
            Comparator.comparingInt(
                word -> WordDistance.between(wanted, word.toLowerCase(Locale.ROOT))))
        .limit(most)
        .toList();
  }
}
