package dev.secondunit.backend.previz;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of its subject a shot shows. */
enum ShotSize {
  EXTREME_CLOSE_UP("extreme close[- ]?ups?|extreme closeup|big close[- ]?up|ecu|macro( shot)?"),
  MEDIUM_CLOSE_UP("medium close[- ]?ups?|mcu|chest[- ]up"),
  CLOSE_UP("close[- ]?ups?|closeup|close on|close shot|tight on|tight shot|head ?shot|cu"),
  OVER_THE_SHOULDER("over[- ](the|his|her|their|a)[- ]shoulder|ots"),
  MEDIUM(
      "medium(?! (wide|long|close))( shot)?|mid[- ]?shot|waist[- ](up|shot)|cowboy shot"
          + "|american shot|two[- ]shot"),
  EXTREME_WIDE("(extreme|very|ultra) (wide|long)( shot)?|establishing( shot)?|aerial"),
  WIDE(
      "(medium )?wide[- ](shot|view|angle|lens|on|of)|wide establishing|(?<=^|[.,;:(]|[.,;:(] )wide(?=[.,;:)]|$)"
          + "|(medium )?long shot|from (far away|a distance)"),
  FULL("full[- ](shot|body|figure|length)|head to toe"),
  /** Nothing was said of it. */
  UNSAID("(?!)");

  private final Pattern words;

  ShotSize(String words) {
    this.words = Pattern.compile("(?<!\\w)(" + words + ")(?!\\w)");
  }

  /** The size that is named first, where a prompt names several. */
  static ShotSize of(String prompt) {
    String text = prompt.toLowerCase(Locale.ROOT);
    ShotSize found = UNSAID;
    int earliest = Integer.MAX_VALUE;
    for (ShotSize size : values()) {
      Matcher matcher = size.words.matcher(text);
      if (matcher.find() && matcher.start() < earliest) {
        found = size;
        earliest = matcher.start();
      }
    }
    return found;
  }

  /** Whether it shows a head rather than a whole body. */
  boolean close() {
    return this == EXTREME_CLOSE_UP || this == CLOSE_UP || this == MEDIUM_CLOSE_UP;
  }

  /** Whether feet, and what they stand on, are out of the picture. */
  boolean cropped() {
    return close() || this == MEDIUM || this == OVER_THE_SHOULDER;
  }
}
