package dev.secondunit.backend.previz;

import java.util.List;
import java.util.Locale;

/**
 * What the camera does as FFmpeg expressions over the frame number. A camera that travels, as on
 * rails or a crane, shifts the layers past each other by their depth; one that turns on the spot
 * shifts them all alike; moves along the axis enlarge the finished picture.
 *
 * @param camera what the camera does
 * @param frames length of the shot in frames
 */
record CameraPath(Camera camera, int frames) {
  /** The sheets are this much larger than the frame, so that there is something to slide over. */
  static final double EXTRA_WIDTH = 1.24;

  static final double EXTRA_HEIGHT = 1.16;

  /** How far two moves at once go, each, so that both stay on the sheet. */
  private static final double SHARED = 0.65;

  /** How far a layer slides: 1 is the whole margin, 0 not at all. */
  enum Depth {
    FAR(0.12, -0.45),
    MIDDLE(0.45, 0.1),
    NEAR(1, 1);

    /** A turn shows the same of every layer. */
    private static final double TURNING = 0.85;

    private final double travelling;
    private final double orbiting;

    Depth(double travelling, double orbiting) {
      this.travelling = travelling;
      this.orbiting = orbiting;
    }

    private double share(CameraMove move) {
      return switch (move) {
        case PAN_LEFT, PAN_RIGHT, TILT_UP, TILT_DOWN -> TURNING;
        case HANDHELD -> (1 + travelling) / 2;
        case ORBIT -> orbiting;
        default -> travelling;
      };
    }
  }

  /** Left edge of the window into a sheet whose margin is so many pixels wide. */
  String x(Depth depth, int margin) {
    return window(depth, margin, camera.moves().stream().map(this::sideways).toList());
  }

  /** Top edge of the window into a sheet whose margin is so many pixels high. */
  String y(Depth depth, int margin) {
    return window(depth, margin, camera.moves().stream().map(this::upright).toList());
  }

  /** How much larger the picture gets, or null for moves that do not change the size of things. */
  String enlargement() {
    List<String> all =
        camera.moves().stream().map(this::enlargement).filter(larger -> larger != null).toList();
    return all.isEmpty() ? null : String.join("*", all);
  }

  /** Whether a single picture needs a margin to slide over. */
  boolean slides() {
    return camera.moves().stream()
        .anyMatch(
            move ->
                move != CameraMove.STATIC && move != CameraMove.HOLD && enlargement(move) == null);
  }

  /** A soft change from one enlargement to another over the whole shot. */
  String enlargement(double from, double to) {
    return between(from, to, 0, 1);
  }

  private String sideways(CameraMove move) {
    return switch (move) {
      case PAN_RIGHT, TRACK_RIGHT, TRACK, ORBIT -> between(move, -1, 1);
      case PAN_LEFT, TRACK_LEFT -> between(move, 1, -1);
      case HANDHELD -> "(0.30*sin(n/9)+0.17*sin(n/3.7+1))";
      default -> null;
    };
  }

  private String upright(CameraMove move) {
    return switch (move) {
      case TILT_UP, CRANE_UP -> between(move, 1, -1);
      case TILT_DOWN, CRANE_DOWN -> between(move, -1, 1);
      case PUSH_IN -> between(move, 0, -0.5);
      case PULL_OUT -> between(move, -0.5, 0);
      case HANDHELD -> "(0.34*sin(n/7+2)+0.2*sin(n/2.9))";
      default -> null;
    };
  }

  private String enlargement(CameraMove move) {
    return switch (move) {
      case PUSH_IN -> between(move, 1, 1.24);
      case PULL_OUT -> between(move, 1.24, 1);
      case CRANE_UP -> between(move, 1.1, 1);
      case CRANE_DOWN -> between(move, 1, 1.1);
      default -> null;
    };
  }

  /**
   * @param shifts how far each of the camera's moves is, -1 to 1, or null where it does not shift
   */
  private String window(Depth depth, int margin, List<String> shifts) {
    StringBuilder at = new StringBuilder("1");
    double most = shifts.size() > 1 ? SHARED : 1;
    for (int i = 0; i < shifts.size(); i++) {
      if (shifts.get(i) != null) {
        double share = depth.share(camera.moves().get(i)) * most;
        at.append(String.format(Locale.ROOT, "+%.3f*%s", share, shifts.get(i)));
      }
    }
    return "(" + margin + "/2*(" + at + "))";
  }

  private String between(CameraMove move, double from, double to) {
    boolean first = camera.moves().get(0) == move;
    double start = camera.inTurn() && !first ? 0.5 : 0;
    double end = camera.inTurn() && first ? 0.5 : 1;
    return between(from, to, start, end);
  }

  /** From one value to another between two shares of the shot, starting and stopping softly. */
  private String between(double from, double to, double start, double end) {
    int last = Math.max(1, frames - 1);
    return String.format(
        Locale.ROOT,
        "(%.3f+%.3f*(1-cos(PI*clip((n/%d-%.1f)/%.1f,0,1)))/2)",
        from,
        to - from,
        last,
        start,
        end - start);
  }
}
