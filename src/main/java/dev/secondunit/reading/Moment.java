package dev.secondunit.reading;

import java.util.Locale;
import java.util.Objects;

/**
 * Something that happens at one point of a film.
 *
 * @param seconds from the beginning of the file to the first picture after the change
 * @param strength how much of the picture's brightness and colour changes, 0 to 1
 */
public record Moment(double seconds, Kind kind, double strength) {
  /** What happens. */
  public enum Kind {
    /** A hard cut to another shot. */
    CUT,
    /** A fade through black; the moment is the middle of the black. */
    FADE,
    /** A few pictures that differ, after which the shot goes on. */
    FLASH,
    /** Something appears, vanishes or jumps within a shot that is calm otherwise. */
    CHANGE;

    /** The word in results, in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Moment {
    Objects.requireNonNull(kind, "kind");
  }

  /** Whether a new shot begins here. */
  public boolean startsShot() {
    return kind == Kind.CUT || kind == Kind.FADE;
  }
}
