package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Figure.box;
import static dev.secondunit.backend.previz.Figure.oval;
import static dev.secondunit.backend.previz.Figure.placed;
import static dev.secondunit.backend.previz.Figure.polygon;
import static dev.secondunit.backend.previz.Figure.soft;
import static dev.secondunit.backend.previz.Plate.mix;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;

/** People: whole ones as outlines, near ones with shoulders and a face. */
final class People {
  private static final Rectangle2D HEAD_AND_SHOULDERS = new Rectangle2D.Double(-0.2, -1, 0.4, 0.3);

  private People() {}

  static Figure standing() {
    Area area = oval(-0.068, -1, 0.136, 0.155);
    area.add(box(-0.03, -0.87, 0.06, 0.07));
    area.add(
        polygon(
            -0.13, -0.8, 0.13, -0.8, 0.165, -0.74, 0.19, -0.44, 0.14, -0.44, 0.115, -0.66, 0.1,
            -0.44, 0.125, -0.02, 0.15, 0, 0.045, 0, 0.005, -0.38, -0.05, 0, -0.155, 0, -0.125,
            -0.02, -0.1, -0.44, -0.115, -0.66, -0.14, -0.44, -0.19, -0.44, -0.165, -0.74));
    return new Figure(area, 1, HEAD_AND_SHOULDERS);
  }

  /** Head, shoulders and trunk, for shots that end above the knees. */
  static Area trunk(boolean longHair) {
    Area area = oval(-0.066, -1, 0.132, 0.165);
    area.add(box(-0.031, -0.88, 0.062, 0.1));
    area.add(
        soft(
            -0.04, -0.83, 0.04, -0.83, 0.1, -0.79, 0.2, -0.78, 0.215, -0.6, 0.235, -0.36, 0.15,
            -0.36, 0.14, -0.1, -0.14, -0.1, -0.15, -0.36, -0.235, -0.36, -0.215, -0.6, -0.2, -0.78,
            -0.1, -0.79));
    if (longHair) {
      area.add(soft(-0.03, -1.03, 0.03, -1.03, 0.1, -0.98, 0.09, -0.76, -0.09, -0.76, -0.1, -0.98));
    }
    return area;
  }

  /** Two hands that meet, their arms coming from both sides. */
  static Figure hands() {
    Area one = polygon(-2.7, 0.5, -2.7, 0.02, -0.72, -0.62, -0.6, -0.3);
    one.add(soft(-0.8, -0.66, -0.4, -0.8, -0.18, -0.56, -0.3, -0.2, -0.7, -0.24));
    one.add(soft(-0.62, -0.66, -0.42, -1.04, -0.26, -1.0, -0.34, -0.6));
    for (int finger = 0; finger < 4; finger++) {
      double y = -0.74 + finger * 0.135;
      one.add(
          soft(
              -0.4,
              y,
              0.02 - finger * 0.03,
              y - 0.02,
              0.02 - finger * 0.03,
              y + 0.12,
              -0.4,
              y + 0.13));
    }
    Area both = new Area(one);
    both.add(one.createTransformedArea(new AffineTransform(-1, 0, 0, 1, 0.2, 0.1)));
    return new Figure(both, 0.2, new Rectangle2D.Double(-1.1, -1.04, 2.4, 1.04));
  }

  /** The face of a trunk at a point, so many pixels tall as its person. */
  static void face(Graphics2D g, Palette palette, double x, double feet, double person) {
    Color shadow = mix(palette.near, palette.light, 0.28);
    Color dark = mix(palette.near, Color.BLACK, 0.35);
    Area face = oval(-0.056, -0.978, 0.112, 0.143);
    Area lit = new Area(face);
    lit.intersect(box(-0.1, -1, 0.112, 0.2));
    g.setPaint(shadow);
    g.fill(placed(face, x, feet, person));
    g.setPaint(mix(palette.near, palette.light, 0.45));
    g.fill(placed(lit, x, feet, person));
    Area features = new Area();
    for (int side = -1; side <= 1; side += 2) {
      features.add(oval(side * 0.025 - 0.011, -0.922, 0.022, 0.012));
      features.add(
          polygon(
              side * 0.01, -0.936, side * 0.038, -0.939, side * 0.04, -0.933, side * 0.01, -0.929));
    }
    features.add(polygon(0.002, -0.92, 0.011, -0.889, -0.003, -0.887));
    features.add(soft(-0.03, -0.868, 0, -0.875, 0.03, -0.868, 0, -0.858));
    g.setPaint(dark);
    g.fill(placed(features, x, feet, person));
    Area glints = new Area();
    for (int side = -1; side <= 1; side += 2) {
      glints.add(oval(side * 0.025 - 0.004, -0.92, 0.004, 0.004));
    }
    g.setPaint(palette.light);
    g.fill(placed(glints, x, feet, person));
  }
}
