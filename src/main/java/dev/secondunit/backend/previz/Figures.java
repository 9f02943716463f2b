package dev.secondunit.backend.previz;

import dev.secondunit.backend.previz.Scene.Palette;
import dev.secondunit.backend.previz.Scene.Subject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** Cut-out figures that stand for the subject of a shot, one unit tall before they are scaled. */
final class Figures {
  private final Graphics2D graphics;
  private final Palette palette;

  Figures(Graphics2D graphics, Palette palette) {
    this.graphics = graphics;
    this.palette = palette;
  }

  /** Draws a subject standing at a point, with the height of a grown person in pixels. */
  void draw(Subject subject, double x, double feet, double person) {
    switch (subject) {
      case PERSON -> put(person(), x, feet, person);
      case PAIR -> {
        put(person(), x - person * 0.2, feet, person);
        put(person(), x + person * 0.22, feet, person * 0.92);
      }
      case ANIMAL -> put(animal(), x, feet, person * 0.62);
      case CAR -> put(car(), x, feet, person * 0.48);
      case SHIP -> put(ship(), x, feet, person * 0.95);
      case HOUSE -> put(house(), x, feet, person * 1.05);
      case BOTTLE -> put(bottle(), x, feet, person * 0.85);
      case NONE -> {}
    }
  }

  /** A rim of light behind the figure lifts it off a dark ground. */
  private void put(Area shape, double x, double feet, double scale) {
    double rim = scale * 0.012;
    graphics.setPaint(Plate.clear(palette.light, 190));
    graphics.fill(placed(shape, x - rim, feet - rim, scale));
    Color body = Plate.mix(palette.near, Color.BLACK, 0.25);
    graphics.setPaint(body);
    graphics.fill(placed(shape, x, feet, scale));
  }

  private static Area placed(Area shape, double x, double feet, double scale) {
    AffineTransform transform = AffineTransform.getTranslateInstance(x, feet);
    transform.scale(scale, scale);
    return shape.createTransformedArea(transform);
  }

  private static Area person() {
    Area area = new Area(new Ellipse2D.Double(-0.068, -1, 0.136, 0.155));
    area.add(new Area(new Rectangle2D.Double(-0.03, -0.87, 0.06, 0.07)));
    area.add(
        polygon(
            -0.13, -0.8, 0.13, -0.8, 0.165, -0.74, 0.19, -0.44, 0.14, -0.44, 0.115, -0.66, 0.1,
            -0.44, 0.125, -0.02, 0.15, 0, 0.045, 0, 0.005, -0.38, -0.05, 0, -0.155, 0, -0.125,
            -0.02, -0.1, -0.44, -0.115, -0.66, -0.14, -0.44, -0.19, -0.44, -0.165, -0.74));
    return area;
  }

  private static Area animal() {
    Area area = new Area(new Ellipse2D.Double(-0.6, -0.78, 1.1, 0.42));
    area.add(new Area(new Ellipse2D.Double(0.38, -1, 0.34, 0.3)));
    area.add(polygon(0.3, -0.75, 0.46, -0.95, 0.6, -0.78, 0.4, -0.5));
    area.add(polygon(0.42, -0.92, 0.44, -1.1, 0.54, -0.96));
    area.add(polygon(0.66, -0.86, 0.84, -0.82, 0.82, -0.74, 0.62, -0.74));
    area.add(polygon(-0.55, -0.7, -0.86, -0.96, -0.8, -0.98, -0.48, -0.76));
    for (double leg : new double[] {-0.5, -0.32, 0.2, 0.36}) {
      area.add(new Area(new Rectangle2D.Double(leg, -0.5, 0.1, 0.5)));
    }
    return area;
  }

  private static Area car() {
    Area area = new Area(new RoundRectangle2D.Double(-1.2, -0.62, 2.4, 0.44, 0.2, 0.2));
    area.add(polygon(-0.72, -0.58, -0.45, -1, 0.42, -1, 0.78, -0.58));
    area.subtract(polygon(-0.56, -0.62, -0.38, -0.9, -0.04, -0.9, -0.04, -0.62));
    area.subtract(polygon(0.04, -0.62, 0.04, -0.9, 0.37, -0.9, 0.58, -0.62));
    area.add(new Area(new Ellipse2D.Double(-0.92, -0.4, 0.42, 0.42)));
    area.add(new Area(new Ellipse2D.Double(0.5, -0.4, 0.42, 0.42)));
    return area;
  }

  private static Area ship() {
    Area area = polygon(-0.62, -0.2, 0.66, -0.2, 0.46, 0, -0.46, 0);
    area.add(new Area(new Rectangle2D.Double(-0.02, -1, 0.035, 0.8)));
    area.add(polygon(0.05, -0.95, 0.5, -0.26, 0.05, -0.26));
    area.add(polygon(-0.06, -0.85, -0.4, -0.26, -0.06, -0.26));
    return area;
  }

  private static Area house() {
    Area area = new Area(new Rectangle2D.Double(-0.42, -0.56, 0.84, 0.56));
    area.add(polygon(-0.54, -0.54, 0, -1, 0.54, -0.54));
    area.add(new Area(new Rectangle2D.Double(0.22, -0.98, 0.11, 0.3)));
    area.subtract(new Area(new Rectangle2D.Double(-0.3, -0.42, 0.18, 0.18)));
    area.subtract(new Area(new Rectangle2D.Double(0.12, -0.42, 0.18, 0.18)));
    area.subtract(new Area(new Rectangle2D.Double(-0.07, -0.3, 0.14, 0.3)));
    return area;
  }

  private static Area bottle() {
    Area area = new Area(new RoundRectangle2D.Double(-0.2, -0.68, 0.4, 0.68, 0.1, 0.1));
    area.add(polygon(-0.2, -0.62, -0.08, -0.82, 0.08, -0.82, 0.2, -0.62));
    area.add(new Area(new Rectangle2D.Double(-0.07, -1, 0.14, 0.2)));
    area.subtract(new Area(new Rectangle2D.Double(-0.14, -0.48, 0.28, 0.24)));
    return area;
  }

  private static Area polygon(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    path.closePath();
    return new Area(path);
  }
}
