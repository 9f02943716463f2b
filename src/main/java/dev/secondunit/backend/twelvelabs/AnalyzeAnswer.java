package dev.secondunit.backend.twelvelabs;

import java.util.Objects;

/**
 * The answer to a prompt over a video.
 *
 * @param text free text, or JSON as text when a schema was given; broken JSON when it was cut off
 * @param finishReason {@code stop}, or {@code length} when it was cut off
 * @param warning the vendor's words on why it was cut off, or null
 * @param inputTokens null when not told
 * @param outputTokens null when not told
 */
public record AnalyzeAnswer(
    String text, String finishReason, String warning, Long inputTokens, Long outputTokens) {
  private static final String CUT_OFF = "length";

  public AnalyzeAnswer {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(finishReason, "finishReason");
  }

  public boolean truncated() {
    return finishReason.equals(CUT_OFF);
  }
}
