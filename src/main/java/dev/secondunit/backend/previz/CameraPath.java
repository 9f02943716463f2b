package dev.secondunit.backend.previz;

import java.util.Locale;

/**
 * A camera move as FFmpeg expressions over the frame number. Sliding moves shift the layers past
 * each other by their depth; moves along the axis enlarge the finished picture.
 *
 * @param move what the camera does
 * @param frames length of the shot in frames
 */
record CameraPath(CameraMove move, int frames) {
  /** The sheets are this much larger than the frame, so that there is something to slide over. */
  static final double EXTRA_WIDTH = 1.24;

  static final double EXTRA_HEIGHT = 1.16;

  /** How far a layer slides: 1 is the whole margin, 0 not at all. */
  enum Depth {
    FAR(0.3, -0.45),
    MIDDLE(0.6, 0.1),
    NEAR(1, 1);

    private final double sliding;
    private final double orbiting;

    Depth(double sliding, double orbiting) {
      this.sliding = sliding;
      this.orbiting = orbiting;
    }
  }

  /** Left edge of the window into a sheet whose margin is so many pixels wide. */
  String x(Depth depth, int margin) {
    String at =
        switch (move) {
          case PAN_RIGHT, ORBIT -> between(-1, 1);
          case PAN_LEFT -> between(1, -1);
          case HANDHELD -> "(0.30*sin(n/9)+0.17*sin(n/3.7+1))";
          default -> "0";
        };
    return window(at, depth, margin);
  }

  /** Top edge of the window into a sheet whose margin is so many pixels high. */
  String y(Depth depth, int margin) {
    String at =
        switch (move) {
          case TILT_UP, CRANE_UP -> between(1, -1);
          case TILT_DOWN, CRANE_DOWN -> between(-1, 1);
          case PUSH_IN -> between(0, -0.5);
          case PULL_OUT -> between(-0.5, 0);
          case HANDHELD -> "(0.34*sin(n/7+2)+0.2*sin(n/2.9))";
          default -> "0";
        };
    return window(at, depth, margin);
  }

  /** How much larger the picture gets, or null for moves that do not change the size of things. */
  String enlargement() {
    return switch (move) {
      case PUSH_IN -> enlargement(1, 1.24);
      case PULL_OUT -> enlargement(1.24, 1);
      case CRANE_UP -> enlargement(1.1, 1);
      case CRANE_DOWN -> enlargement(1, 1.1);
      default -> null;
    };
  }

  /** A soft change from one enlargement to another over the whole shot. */
  String enlargement(double from, double to) {
    return between(from, to);
  }

  private String window(String at, Depth depth, int margin) {
    double share = move == CameraMove.ORBIT ? depth.orbiting : depth.sliding;
    return String.format(Locale.ROOT, "(%d/2*(1+%.2f*%s))", margin, share, at);
  }

  private String between(double from, double to) {
    return String.format(Locale.ROOT, "(%.3f+%.3f*%s)", from, to - from, progress());
  }

  /** 0 at the first frame, 1 at the last, starting and stopping softly. */
  private String progress() {
    return "(1-cos(PI*clip(n/" + Math.max(1, frames - 1) + ",0,1)))/2";
  }
}
