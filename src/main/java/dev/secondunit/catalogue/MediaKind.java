package dev.secondunit.catalogue;

import dev.secondunit.media.Mode;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model makes, one step finer than {@link Mode}: audio is three crafts, and reading is one.
 */
public enum MediaKind {
  IMAGE(Mode.IMAGE),
  VIDEO(Mode.VIDEO),
  SPEECH(Mode.AUDIO),
  MUSIC(Mode.AUDIO),
  SOUND_EFFECT(Mode.AUDIO),
  /** Answers questions about media; makes none. */
  ANALYSIS(null);

  private final Mode mode;

  MediaKind(Mode mode) {
    this.mode = mode;
  }

  /** The mode of a call that makes this, empty for {@link #ANALYSIS}. */
  public Optional<Mode> mode() {
    return Optional.ofNullable(mode);
  }

  /** The word in the catalogue and, for audio, in {@code audio_type}: {@code sound_effect}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<MediaKind> of(String word) {
    for (MediaKind kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
