package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Figure.box;
import static dev.secondunit.backend.previz.Figure.oval;
import static dev.secondunit.backend.previz.Figure.polygon;

import java.awt.geom.Area;
import java.awt.geom.RoundRectangle2D;

/** Outlines of vehicles, buildings and objects. */
final class Things {
  /** Where a lighthouse's lamp is, from its feet up. */
  static final double LAMP = 0.865;

  private Things() {}

  static Figure car() {
    Area area = new Area(new RoundRectangle2D.Double(-1.2, -0.62, 2.4, 0.44, 0.2, 0.2));
    area.add(polygon(-0.72, -0.58, -0.45, -1, 0.42, -1, 0.78, -0.58));
    area.subtract(polygon(-0.56, -0.62, -0.38, -0.9, -0.04, -0.9, -0.04, -0.62));
    area.subtract(polygon(0.04, -0.62, 0.04, -0.9, 0.37, -0.9, 0.58, -0.62));
    area.add(oval(-0.92, -0.4, 0.42, 0.42));
    area.add(oval(0.5, -0.4, 0.42, 0.42));
    return Figure.whole(area, 0.48);
  }

  static Figure ship() {
    Area area = polygon(-0.62, -0.2, 0.66, -0.2, 0.46, 0, -0.46, 0);
    area.add(box(-0.02, -1, 0.035, 0.8));
    area.add(polygon(0.05, -0.95, 0.5, -0.26, 0.05, -0.26));
    area.add(polygon(-0.06, -0.85, -0.4, -0.26, -0.06, -0.26));
    return Figure.whole(area, 0.95);
  }

  /** The hull of an open boat, for somebody to stand in. */
  static Area hull() {
    Area area = polygon(-0.86, -0.3, 0.98, -0.38, 0.7, 0, -0.66, 0);
    area.add(polygon(-0.9, -0.34, 1.04, -0.43, 1.0, -0.36, -0.88, -0.28));
    return area;
  }

  /** A tower that narrows upwards, a gallery, the lamp room under its roof. */
  static Figure lighthouse() {
    Area area = polygon(-0.15, 0, -0.085, -0.8, 0.085, -0.8, 0.15, 0);
    area.add(box(-0.135, -0.82, 0.27, 0.03));
    area.add(box(-0.13, -0.86, 0.012, 0.05));
    area.add(box(0.118, -0.86, 0.012, 0.05));
    area.add(box(-0.085, -0.92, 0.17, 0.12));
    area.add(polygon(-0.1, -0.915, -0.06, -0.965, 0.06, -0.965, 0.1, -0.915));
    area.add(box(-0.008, -1, 0.016, 0.05));
    area.subtract(box(-0.07, -0.905, 0.14, 0.08));
    area.subtract(box(-0.02, -0.6, 0.04, 0.05));
    area.subtract(box(-0.02, -0.36, 0.04, 0.05));
    area.subtract(box(-0.035, -0.1, 0.07, 0.1));
    return Figure.whole(area, 1.15);
  }

  /** The painted bands of a lighthouse. */
  static Area bands() {
    Area bands = polygon(-0.135, -0.2, -0.121, -0.36, 0.121, -0.36, 0.135, -0.2);
    bands.add(polygon(-0.106, -0.52, -0.094, -0.68, 0.094, -0.68, 0.106, -0.52));
    return bands;
  }

  static Figure house() {
    Area area = box(-0.42, -0.56, 0.84, 0.56);
    area.add(polygon(-0.54, -0.54, 0, -1, 0.54, -0.54));
    area.add(box(0.22, -0.98, 0.11, 0.3));
    area.subtract(box(-0.3, -0.42, 0.18, 0.18));
    area.subtract(box(0.12, -0.42, 0.18, 0.18));
    area.subtract(box(-0.07, -0.3, 0.14, 0.3));
    return Figure.whole(area, 1.05);
  }

  static Figure bottle() {
    Area area = new Area(new RoundRectangle2D.Double(-0.2, -0.68, 0.4, 0.68, 0.1, 0.1));
    area.add(polygon(-0.2, -0.62, -0.08, -0.82, 0.08, -0.82, 0.2, -0.62));
    area.add(box(-0.07, -1, 0.14, 0.2));
    area.subtract(box(-0.14, -0.48, 0.28, 0.24));
    return Figure.whole(area, 0.85);
  }
}
