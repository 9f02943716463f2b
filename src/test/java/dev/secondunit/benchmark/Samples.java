package dev.secondunit.benchmark;

import java.util.Arrays;

/** Measured values, of which the middle and the worse are of interest. */
public record Samples(double[] sorted) {
  static Samples of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  public double median() {
    return percentile(50);
  }

  /** The smallest value that so many of a hundred do not exceed. */
  public double percentile(int percent) {
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[Math.max(0, rank - 1)];
  }
}
