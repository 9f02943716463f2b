package dev.secondunit.catalogue;

import java.util.Collection;
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
      int changes = changes(wanted, candidate.toLowerCase(Locale.ROOT));
      if (changes < fewest) {
        fewest = changes;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Letters to insert, delete or replace (Levenshtein), over at most 64 letters of each. */
  private static int changes(String from, String to) {
    String left = from.substring(0, Math.min(64, from.length()));
    String right = to.substring(0, Math.min(64, to.length()));
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
