package dev.secondunit.backend.twelvelabs;

import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * A prompt over a video.
 *
 * @param model such as {@code pegasus1.5}
 * @param assetId an uploaded video that is ready, or null where {@code options} name a video of an
 *     index
 * @param temperature 0 to 1, or null for the vendor's default
 * @param schema the JSON Schema the answer has to fit, or null for free text; see {@link
 *     SchemaRules}
 * @param maxTokens most tokens of the answer, or null for the vendor's default
 * @param startSeconds where to begin in the file's own time, or null; a part is at least 4 seconds
 * @param endSeconds where to end, or null
 * @param options whatever only this vendor knows
 */
public record AnalyzeRequest(
    String model,
    String assetId,
    String prompt,
    Double temperature,
    JsonNode schema,
    Integer maxTokens,
    Double startSeconds,
    Double endSeconds,
    TwelveLabsOptions options) {
  public AnalyzeRequest {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(options, "options");
    if ((assetId == null) == (options.videoId() == null)) {
      throw new IllegalArgumentException("either an asset or a video of an index");
    }
  }
}
