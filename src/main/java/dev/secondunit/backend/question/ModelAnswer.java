package dev.secondunit.backend.question;

import dev.secondunit.media.UsdAmount;
import java.util.Objects;

/**
 * What a model answered, before it is read.
 *
 * @param text free text, or JSON as text where a schema was given; not necessarily whole
 * @param finishReason {@link #STOP}, {@link #LENGTH}, or the vendor's own word in lower case
 * @param warning the vendor's words on what is wrong with it, or null
 * @param inputTokens null when not told
 * @param outputTokens null when not told
 * @param model the model the vendor says it used, or null when it does not say
 * @param cost the vendor's own cost figure, or null when it gives none
 */
public record ModelAnswer(
    String text,
    String finishReason,
    String warning,
    Long inputTokens,
    Long outputTokens,
    String model,
    UsdAmount cost) {
  /** The answer is whole. */
  public static final String STOP = "stop";

  /** It was cut off at the most tokens allowed, or at the end of the model's memory. */
  public static final String LENGTH = "length";

  public ModelAnswer {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(finishReason, "finishReason");
  }

  public boolean truncated() {
    return finishReason.equals(LENGTH);
  }
}
