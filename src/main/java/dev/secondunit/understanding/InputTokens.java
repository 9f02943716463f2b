package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.catalogue.AnalysisLimits;
import dev.secondunit.media.Mode;
import java.util.List;

/** How many tokens a question is expected to be, from what the catalogue says of its media. */
final class InputTokens {
  /** Rather too many than too few: the money for them is reserved. */
  private static final int CHARACTERS_PER_TOKEN = 3;

  private static final int MOST_FRAMES = 64;

  private InputTokens() {}

  /** Null when the catalogue does not say enough. */
  static Long expected(AnalysisLimits limits, List<Medium> media, Manner manner, String words) {
    double tokens = (double) words.length() / CHARACTERS_PER_TOKEN + 1;
    if (manner.schema() != null) {
      tokens += (double) manner.schema().toString().length() / CHARACTERS_PER_TOKEN;
    }
    for (Medium medium : media) {
      Mode mode = medium.file().facts().mode();
      boolean frames = mode == Mode.VIDEO && !limits.nativeVideo();
      Double each =
          mode == Mode.IMAGE || frames
              ? limits.tokensPerImage()
              : mode == Mode.VIDEO ? limits.tokensPerSecond() : limits.tokensPerSoundSecond();
      Double count =
          mode == Mode.IMAGE
              ? Double.valueOf(1)
              : frames ? Double.valueOf(MOST_FRAMES) : Lengths.of(medium, manner);
      if (each == null || count == null) {
        return null;
      }
      tokens += each * count;
    }
    return (long) Math.ceil(tokens);
  }
}
