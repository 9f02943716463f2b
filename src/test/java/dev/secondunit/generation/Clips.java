package dev.secondunit.generation;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.media.Mode;
import dev.secondunit.simulate.Dialect;
import java.util.Map;

/** Calls of {@code generate_media} for four seconds of the same clip. */
final class Clips {
  private Clips() {}

  /**
   * @param model null for whichever fits
   */
  static ShotRequest clip(String backend, String model) {
    return clip(backend, model, false);
  }

  static ShotRequest clip(String backend, String model, boolean strict) {
    return new ShotRequest(
        "generate_media",
        null,
        Mode.VIDEO,
        null,
        backend,
        model,
        Map.of(Parameter.PROMPT, "a paper boat", Parameter.DURATION, 4.0),
        Map.of(),
        null,
        strict,
        null,
        null);
  }

  /** The backend that speaks a vendor's dialect. */
  static String backend(Dialect dialect) {
    return switch (dialect.vendor()) {
      case XAI -> "grok";
      case OPENAI -> "openai";
      case ELEVENLABS -> "elevenlabs";
      default -> "google";
    };
  }
}
