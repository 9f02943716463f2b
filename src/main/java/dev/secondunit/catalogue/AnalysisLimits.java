package dev.secondunit.catalogue;

import dev.secondunit.media.Mode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a model that answers questions about media takes.
 *
 * @param reads the kinds of media it takes; a video also where it is shown frames
 * @param nativeVideo whether it takes a video as it is; otherwise it is shown frames
 * @param shortestSeconds of a video, or null
 * @param longestSeconds of a video, or null
 * @param inlineBytes how much can be sent inside the request, or null when unknown
 * @param fewestTokens of {@code max_tokens}, or null
 * @param mostTokens of {@code max_tokens}, or null
 * @param usualTokens the default of {@code max_tokens}, or null
 * @param temperature whether {@code temperature} is accepted
 * @param responseFormat whether an answer by JSON Schema is possible
 * @param streamSeconds longest video whose answer comes as a stream; null without a limit
 * @param segments what holds for an answer by segment definitions, or null where there is none
 * @param options names of the vendor options it takes
 * @param tokensPerSecond input tokens that a second of video counts as, or null when unknown
 * @param tokensPerSoundSecond input tokens that a second of sound alone counts as, or null
 * @param tokensPerImage input tokens that an image or a frame counts as, or null
 */
public record AnalysisLimits(
    Set<Mode> reads,
    boolean nativeVideo,
    Double shortestSeconds,
    Double longestSeconds,
    Long inlineBytes,
    Integer fewestTokens,
    Integer mostTokens,
    Integer usualTokens,
    boolean temperature,
    boolean responseFormat,
    Double streamSeconds,
    Segments segments,
    List<String> options,
    Double tokensPerSecond,
    Double tokensPerSoundSecond,
    Double tokensPerImage) {
  /**
   * Answers by segment definitions: the film cut into parts of the caller's own kinds.
   *
   * @param fewestTokens of {@code max_tokens}
   * @param usualTokens the default of {@code max_tokens}
   */
  public record Segments(int fewestTokens, int usualTokens) {}

  public AnalysisLimits {
    reads = Set.copyOf(reads);
    options = List.copyOf(options);
  }

  /** What such a model is given of a video, in words. */
  String video() {
    if (nativeVideo) {
      return "as it is";
    }
    return reads.contains(Mode.IMAGE) ? "as sampled frames" : "its sound";
  }

  static AnalysisLimits read(JsonFields fields) {
    EnumSet<Mode> reads = EnumSet.noneOf(Mode.class);
    for (String word : fields.texts("reads")) {
      reads.add(Mode.of(word).orElseThrow(() -> fields.wrong("reads", "kinds of media")));
    }
    AnalysisLimits limits =
        new AnalysisLimits(
            reads.isEmpty() ? Set.of(Mode.VIDEO) : reads,
            fields.flag("native_video"),
            fields.number("min_seconds"),
            fields.number("max_seconds"),
            fields.wholeNumber("inline_bytes"),
            fields.smallNumber("min_tokens"),
            fields.smallNumber("max_tokens"),
            fields.smallNumber("default_tokens"),
            fields.flag("temperature"),
            fields.flag("response_format"),
            fields.number("stream_seconds"),
            segments(fields.object("segments")),
            fields.texts("options"),
            fields.number("tokens_per_second"),
            fields.number("tokens_per_sound_second"),
            fields.number("tokens_per_image"));
    fields.done();
    return limits;
  }

  private static Segments segments(JsonFields fields) {
    if (fields == null) {
      return null;
    }
    Integer fewest = fields.smallNumber("min_tokens");
    Integer usual = fields.smallNumber("default_tokens");
    fields.done();
    if (fewest == null || usual == null) {
      throw fields.wrong("min_tokens", "given, with default_tokens");
    }
    return new Segments(fewest, usual);
  }
}
