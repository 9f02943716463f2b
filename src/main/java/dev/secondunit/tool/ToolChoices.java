package dev.secondunit.tool;

import java.util.List;

/**
 * The words that depend on how this server is set up, for the enums in schemas. The enums are
 * advice: a name that is missing here still reaches the function, which knows why it cannot be
 * used.
 *
 * @param generationBackends the backends that make media, without {@code auto}
 * @param analysisBackends the backends that read media, without {@code auto}
 */
public record ToolChoices(List<String> generationBackends, List<String> analysisBackends) {
  /** Every backend there is, for a manifest that does not depend on anybody's keys. */
  public static final ToolChoices ALL =
      new ToolChoices(
          List.of("grok", "google", "openai", "elevenlabs", "previz"),
          List.of("google", "openai", "grok", "twelvelabs"));

  public ToolChoices {
    generationBackends = List.copyOf(generationBackends);
    analysisBackends = List.copyOf(analysisBackends);
  }
}
