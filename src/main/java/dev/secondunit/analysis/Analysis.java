package dev.secondunit.analysis;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * The answer to a prompt about a video.
 *
 * @param text in words
 * @param data fits the schema that was asked for; null without one
 * @param moments parts of the video, in order
 * @param finishReason {@code stop}, or {@code length} when it was cut off
 * @param truncated whether it was cut off
 * @param inputTokens null where nothing is counted
 * @param outputTokens null where nothing is counted
 * @param model who answered; {@code local} for measurements
 */
public record Analysis(
    String text,
    JsonNode data,
    List<Moment> moments,
    String finishReason,
    boolean truncated,
    Long inputTokens,
    Long outputTokens,
    String model) {
  /**
   * @param start seconds from the beginning of the file
   * @param end seconds; equal to start for a point in time
   * @param what in a few words
   * @param evidenceFrame a picture of it, or null
   */
  public record Moment(double start, double end, String what, Path evidenceFrame) {
    public Moment {
      Objects.requireNonNull(what, "what");
    }
  }

  public Analysis {
    Objects.requireNonNull(text, "text");
    moments = List.copyOf(moments);
  }
}
