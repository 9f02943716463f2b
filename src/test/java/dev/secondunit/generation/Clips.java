package dev.secondunit.generation;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.media.Mode;
import dev.secondunit.simulate.Dialect;
import java.util.List;
import java.util.Map;

/** Calls of {@code generate_media} for a clip: four seconds of the same one, if nothing is said. */
final class Clips {
  private static final Map<Parameter, Object> PAPER_BOAT =
      Map.of(Parameter.PROMPT, "a paper boat", Parameter.DURATION, 4.0);

  private Clips() {}

  /**
   * @param model null for whichever fits
   */
  static ShotRequest clip(String backend, String model) {
    return clip(backend, model, false);
  }

  static ShotRequest clip(String backend, String model, boolean strict) {
    return clip(backend, model, PAPER_BOAT, Map.of(), strict);
  }

  /** A clip of something else. */
  static ShotRequest clip(
      String backend,
      String model,
      Map<Parameter, Object> values,
      Map<Parameter, List<String>> inputs) {
    return clip(backend, model, values, inputs, false);
  }

  private static ShotRequest clip(
      String backend,
      String model,
      Map<Parameter, Object> values,
      Map<Parameter, List<String>> inputs,
      boolean strict) {
    return new ShotRequest(
        "generate_media",
        null,
        Mode.VIDEO,
        null,
        backend,
        model,
        values,
        inputs,
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
