package dev.secondunit.catalogue;

/**
 * What a model that answers questions about media takes.
 *
 * @param nativeVideo whether it takes a video as it is; otherwise it is shown frames
 * @param shortestSeconds of a video, or null
 * @param longestSeconds of a video, or null
 * @param inlineBytes how much can be sent inside the request, or null when unknown
 * @param fewestTokens of {@code max_tokens}, or null
 * @param mostTokens of {@code max_tokens}, or null
 * @param usualTokens the default of {@code max_tokens}, or null
 * @param temperature whether {@code temperature} is accepted
 * @param responseFormat whether an answer by JSON Schema is possible
 */
public record AnalysisLimits(
    boolean nativeVideo,
    Double shortestSeconds,
    Double longestSeconds,
    Long inlineBytes,
    Integer fewestTokens,
    Integer mostTokens,
    Integer usualTokens,
    boolean temperature,
    boolean responseFormat) {

  static AnalysisLimits read(JsonFields fields) {
    AnalysisLimits limits =
        new AnalysisLimits(
            fields.flag("native_video"),
            fields.number("min_seconds"),
            fields.number("max_seconds"),
            fields.wholeNumber("inline_bytes"),
            fields.smallNumber("min_tokens"),
            fields.smallNumber("max_tokens"),
            fields.smallNumber("default_tokens"),
            fields.flag("temperature"),
            fields.flag("response_format"));
    fields.done();
    return limits;
  }
}
