package dev.secondunit.backend.previz;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The little sign that shows a camera move at a glance. */
final class MoveCue {
  private final Graphics2D g;
  private final Color color;
  private final double unit;

  MoveCue(Graphics2D graphics, Color color, double unit) {
    this.g = graphics;
    this.color = color;
    this.unit = unit;
  }

  void draw(CameraMove move, double x, double y, double radius) {
    g.setPaint(new Color(0, 0, 0, 160));
    g.fill(new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2));
    g.setPaint(color);
    g.setStroke(
        new BasicStroke((float) (2.6 * unit), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2));
    double r = radius * 0.62;
    switch (move) {
      case TRACK_RIGHT -> {
        arrow(x - r, y - r * 0.3, x + r, y - r * 0.3, r);
        rails(x, y, r);
      }
      case TRACK_LEFT -> {
        arrow(x + r, y - r * 0.3, x - r, y - r * 0.3, r);
        rails(x, y, r);
      }
      case TRACK -> {
        arrow(x, y - r * 0.3, x + r, y - r * 0.3, r * 0.8);
        arrow(x, y - r * 0.3, x - r, y - r * 0.3, r * 0.8);
        rails(x, y, r);
      }
      case PAN_RIGHT -> arrow(x - r, y, x + r, y, r);
      case PAN_LEFT -> arrow(x + r, y, x - r, y, r);
      case TILT_UP, CRANE_UP -> arrow(x, y + r, x, y - r, r);
      case TILT_DOWN, CRANE_DOWN -> arrow(x, y - r, x, y + r, r);
      case PUSH_IN -> corners(x, y, r * 0.95, r * 0.25, r);
      case PULL_OUT -> corners(x, y, r * 0.25, r * 0.95, r);
      case ORBIT -> {
        g.draw(new Arc2D.Double(x - r, y - r * 0.7, r * 2, r * 1.4, 60, 270, Arc2D.OPEN));
        arrow(x + r * 0.95, y + r * 0.25, x + r * 0.98, y - r * 0.3, r * 0.8);
      }
      case HANDHELD -> {
        Path2D path = new Path2D.Double();
        path.moveTo(x - r, y);
        for (int i = 1; i <= 6; i++) {
          path.lineTo(x - r + i * r / 3, y + (i == 6 ? 0 : i % 2 == 0 ? r * 0.55 : -r * 0.55));
        }
        g.draw(path);
      }
      case STATIC, HOLD -> g.fill(new Rectangle2D.Double(x - r * 0.5, y - r * 0.5, r, r));
    }
    if (move == CameraMove.CRANE_UP || move == CameraMove.CRANE_DOWN) {
      g.draw(new Line2D.Double(x - r * 0.6, y, x + r * 0.6, y));
    }
  }

  /** What a travelling camera runs on, which tells it from one that turns. */
  private void rails(double x, double y, double r) {
    g.draw(new Line2D.Double(x - r * 0.8, y + r * 0.75, x + r * 0.8, y + r * 0.75));
    for (int side = -1; side <= 1; side += 2) {
      double wheel = r * 0.17;
      g.fill(
          new Ellipse2D.Double(
              x + side * r * 0.4 - wheel, y + r * 0.42 - wheel, 2 * wheel, 2 * wheel));
    }
  }

  private void corners(double x, double y, double from, double to, double r) {
    for (int sx = -1; sx <= 1; sx += 2) {
      for (int sy = -1; sy <= 1; sy += 2) {
        arrow(x + sx * from, y + sy * from, x + sx * to, y + sy * to, r * 0.7);
      }
    }
  }

  private void arrow(double x1, double y1, double x2, double y2, double size) {
    g.draw(new Line2D.Double(x1, y1, x2, y2));
    double angle = Math.atan2(y2 - y1, x2 - x1);
    for (double side : new double[] {2.5, -2.5}) {
      double x = x2 + Math.cos(angle + side) * size * 0.6;
      double y = y2 + Math.sin(angle + side) * size * 0.6;
      g.draw(new Line2D.Double(x2, y2, x, y));
    }
  }
}
