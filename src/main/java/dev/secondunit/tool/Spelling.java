package dev.secondunit.tool;

import dev.secondunit.failure.WordDistance;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What a caller probably meant. */
final class Spelling {
  /** Longer words are not compared: they are no misspelling of anything of ours. */
  private static final int LONGEST = 64;

  private Spelling() {}

  /** Snake case: {@code aspectRatio} and {@code Aspect-Ratio} become {@code aspect_ratio}. */
  static String snakeCase(String name) {
    StringBuilder snake = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (Character.isUpperCase(letter) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
        snake.append('_');
      }
      snake.append(letter == '-' || letter == ' ' ? '_' : Character.toLowerCase(letter));
    }
    return snake.toString();
  }

  /** The word that takes the fewest changes, unless even that is more than a third of it. */
  static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = word.toLowerCase(Locale.ROOT);
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : known) {
      int changes = WordDistance.between(wanted, candidate.toLowerCase(Locale.ROOT));
      if (changes < fewest) {
        fewest = changes;
        best = candidate;
      }
    }
    return best != null && fewest <= Math.max(1, best.length() / 3)
        ? Optional.of(best)
        : Optional.empty();
  }
}
