package dev.secondunit.reading;

/** A part of a file, in seconds from its beginning. */
public record Stretch(double startSeconds, double endSeconds) {
  public Stretch {
    if (!(endSeconds >= startSeconds)) {
      throw new IllegalArgumentException(startSeconds + " to " + endSeconds);
    }
  }

  public double seconds() {
    return endSeconds - startSeconds;
  }
}
