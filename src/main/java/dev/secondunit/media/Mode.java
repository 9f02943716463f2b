package dev.secondunit.media;

import java.util.Locale;
import java.util.Optional;

/** The kind of media asked for. */
public enum Mode {
  IMAGE,
  VIDEO,
  AUDIO;

  /** The word on the wire, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Mode> of(String word) {
    for (Mode mode : values()) {
      if (mode.word().equals(word)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
