package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.media.Mode;
import java.util.List;

/** How much of the media is looked at and listened to. */
final class Lengths {
  private Lengths() {}

  /** Seconds of a film or sound; of the asked part where there is one; null when not known. */
  static Double of(Medium medium, Manner manner) {
    Double length = medium.file().facts().durationSeconds();
    if (medium.file().facts().mode() != Mode.VIDEO) {
      return length;
    }
    Double end = manner.endSeconds() == null ? length : manner.endSeconds();
    if (end == null) {
      return null;
    }
    return (length == null ? end : Math.min(end, length)) - manner.firstSecond();
  }

  /** Seconds of all films and sounds; null when one is not known. */
  static Double total(List<Medium> media, Manner manner) {
    if (manner.options().has(Manner.VIDEO_ID)) {
      return null;
    }
    double total = 0;
    for (Medium medium : media) {
      if (medium.file().facts().mode() == Mode.IMAGE) {
        continue;
      }
      Double seconds = of(medium, manner);
      if (seconds == null) {
        return null;
      }
      total += seconds;
    }
    return total;
  }
}
