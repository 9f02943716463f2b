package dev.secondunit.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a model got to see or hear at one place of a request.
 *
 * @param label the words before it, or the name of the file
 * @param seconds its time within a film, or null
 * @param what the colour of a picture, or the length of a sound
 */
record Look(String label, Double seconds, String what) {
  private static final int LABEL_CHARACTERS = 60;

  Look {
    label = label.strip().replaceFirst(":$", "");
    label = label.substring(Math.max(0, label.length() - LABEL_CHARACTERS));
  }

  /** Looks that follow each other in time and show the same, or one picture by itself. */
  record Run(Look first, Look last, int looks) {
    String words() {
      return first.seconds == null
          ? first.label + (first.label.isEmpty() ? "" : ": ") + first.what
          : String.format(Locale.ROOT, "[%.2fs-%.2fs] %s", first.seconds, last.seconds, first.what);
    }
  }

  static List<Run> runs(List<Look> looks) {
    List<Run> runs = new ArrayList<>();
    for (Look look : looks) {
      Run before = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      boolean goesOn =
          before != null
              && look.seconds != null
              && before.last.seconds != null
              && look.seconds >= before.last.seconds
              && look.what.equals(before.last.what);
      if (goesOn) {
        runs.set(runs.size() - 1, new Run(before.first, look, before.looks + 1));
      } else {
        runs.add(new Run(look, look, 1));
      }
    }
    return runs;
  }

  /** The run that differs most from the rest: the one with the fewest looks, the first of those. */
  static Run oddest(List<Look> looks) {
    List<Run> runs = runs(looks);
    Run oddest = runs.get(0);
    for (Run run : runs) {
      oddest = run.looks < oddest.looks ? run : oddest;
    }
    return oddest;
  }
}
