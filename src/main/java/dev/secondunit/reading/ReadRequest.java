package dev.secondunit.reading;

import java.util.List;
import java.util.Objects;

/**
 * What to look at.
 *
 * @param inputs in the caller's order; at least one, at most 20
 * @param frames how many pictures of each film, spread from its first picture to its last; null for
 *     the default of 4, 0 for none
 * @param frameTimes seconds at which to take pictures instead; empty to spread them
 * @param contactSheet whether the pictures of a film come as one sheet; 12 of them by default
 * @param scenes whether to look through the whole film for cuts, black, frozen and silent stretches
 */
public record ReadRequest(
    List<Input> inputs,
    Integer frames,
    List<Double> frameTimes,
    boolean contactSheet,
    boolean scenes) {
  public static final int MOST_INPUTS = 20;
  public static final int MOST_FRAMES = 16;

  /**
   * One file.
   *
   * @param source a path, an id of ours or a URL, as the caller wrote it
   * @param name what the caller calls it, or null
   */
  public record Input(String source, String name) {
    public Input {
      Objects.requireNonNull(source, "source");
    }
  }

  public ReadRequest {
    inputs = List.copyOf(inputs);
    frameTimes = frameTimes == null ? List.of() : List.copyOf(frameTimes);
    if (inputs.isEmpty() || inputs.size() > MOST_INPUTS) {
      throw new IllegalArgumentException(inputs.size() + " inputs");
    }
    if (frames != null && (frames < 0 || frames > MOST_FRAMES)) {
      throw new IllegalArgumentException(frames + " frames");
    }
    if (frameTimes.size() > MOST_FRAMES) {
      throw new IllegalArgumentException(frameTimes.size() + " frame times");
    }
  }
}
