package dev.secondunit.backend.previz;

import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * A cut-out that stands for something: its feet at 0, its top at -1.
 *
 * @param tall its height beside a grown person of 1
 * @param focus what a close-up shows of it
 */
record Figure(Area shape, double tall, Rectangle2D focus) {
  /** A thing, of which a close-up shows everything. */
  static Figure whole(Area shape, double tall) {
    return new Figure(shape, tall, shape.getBounds2D());
  }

  /** The shape at a point of the picture, so many pixels tall. */
  static Area placed(Area shape, double x, double feet, double scale) {
    AffineTransform transform = AffineTransform.getTranslateInstance(x, feet);
    transform.scale(scale, scale);
    return shape.createTransformedArea(transform);
  }

  static Area polygon(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return new Area(path);
  }

  /** A closed line through points, bent softly between them. */
  static Area soft(double... points) {
    int count = points.length / 2;
    Path2D path = new Path2D.Double();
    path.moveTo((points[0] + points[2 * count - 2]) / 2, (points[1] + points[2 * count - 1]) / 2);
    for (int i = 0; i < count; i++) {
      int next = (i + 1) % count;
      path.quadTo(
          points[2 * i],
          points[2 * i + 1],
          (points[2 * i] + points[2 * next]) / 2,
          (points[2 * i + 1] + points[2 * next + 1]) / 2);
    }
    path.closePath();
    return new Area(path);
  }

  static Area oval(double x, double y, double width, double height) {
    return new Area(new Ellipse2D.Double(x, y, width, height));
  }

  static Area box(double x, double y, double width, double height) {
    return new Area(new Rectangle2D.Double(x, y, width, height));
  }

  static Area joined(Area... parts) {
    Area all = new Area();
    for (Area part : parts) {
      all.add(part);
    }
    return all;
  }
}
