package dev.secondunit.assembly;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.media.MediaFormat;
import java.util.List;
import java.util.Objects;

/**
 * What was done.
 *
 * @param format of the file that was written
 * @param picturesCopied whether the pictures are those of the inputs, bit by bit
 * @param parts what each input became, in order
 * @param adjustments every difference between an input, or the request, and the result
 */
public record AssemblyReport(
    MediaFormat format, boolean picturesCopied, List<Part> parts, List<Adjustment> adjustments) {
  /**
   * One input in the result.
   *
   * @param frames pictures it takes up, or null in a sound
   */
  public record Part(
      String source,
      @JsonProperty("start_seconds") double startSeconds,
      double seconds,
      Long frames) {}

  public AssemblyReport {
    Objects.requireNonNull(format, "format");
    parts = List.copyOf(parts);
    adjustments = List.copyOf(adjustments);
  }
}
