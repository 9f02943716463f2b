package dev.secondunit.backend.previz;

import dev.secondunit.backend.previz.HeadsUp.Line;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The signs of the camera's moves and their names, in one line or in two where there is less room.
 */
final class CameraCue {
  private static final double[] TYPES = {20, 17, 15, 13};

  /** The largest type of which two lines are no higher than a sign. */
  private static final double TWO_LINES = 17;

  private final Typeface face = Typeface.shared();
  private final Graphics2D g;
  private final double unit;
  private final double least;

  /**
   * @param unit pixels that a measure of 1 has in this frame
   */
  CameraCue(Graphics2D graphics, FrameSize frame, double unit) {
    this.g = graphics;
    this.unit = unit;
    // A tall frame has a row to spare, where the names are larger than squeezed into the first.
    this.least = frame.height() > frame.width() ? 15 : 13;
  }

  /** Whether signs of a height and their names fit into so many pixels. */
  boolean fits(Camera camera, double height, double room) {
    return size(camera, height, room) > 0;
  }

  /** Draws the signs and returns the lines of their names, in the smallest type if none fits. */
  List<Line> draw(Camera camera, double x, double y, double height, double room) {
    double r = height / 2;
    double words = x;
    for (CameraMove move : camera.moves()) {
      new MoveCue(g, HeadsUp.AMBER, unit).draw(move, words + r, y + r, r);
      words += height + 8 * unit;
    }
    double size = size(camera, height, room);
    List<String> rows = size > 0 ? rows(camera, size, height, room) : camera.labels();
    size = size > 0 ? size : least * unit;
    double baseline = y + r + size * 0.36 - (rows.size() - 1) * size * 0.55;
    List<Line> lines = new ArrayList<>();
    for (String row : rows) {
      lines.add(new Line(row, words, baseline, size, "0xffc24d"));
      baseline += size * 1.1;
    }
    return lines;
  }

  /** The largest type in which the names fit, in pixels, or 0. */
  private double size(Camera camera, double height, double room) {
    for (double points : TYPES) {
      if (points >= least && !rows(camera, points * unit, height, room).isEmpty()) {
        return points * unit;
      }
    }
    return 0;
  }

  /** The names in the rows they take; empty when they do not fit. */
  private List<String> rows(Camera camera, double size, double height, double room) {
    double width = room - camera.moves().size() * (height + 8 * unit);
    if (face.width(camera.label(), size) <= width) {
      return List.of(camera.label());
    }
    List<String> two =
        camera.moves().size() > 1 ? camera.labels() : List.of(camera.label().split(" ", 2));
    boolean fits =
        size <= TWO_LINES * unit && two.stream().allMatch(row -> face.width(row, size) <= width);
    return fits ? two : List.of();
  }
}
