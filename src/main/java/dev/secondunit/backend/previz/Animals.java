package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Figure.box;
import static dev.secondunit.backend.previz.Figure.joined;
import static dev.secondunit.backend.previz.Figure.oval;
import static dev.secondunit.backend.previz.Figure.placed;
import static dev.secondunit.backend.previz.Figure.polygon;
import static dev.secondunit.backend.previz.Figure.soft;

import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;

/** Outlines of animals, each told from the others by ears, neck, legs and tail. */
final class Animals {
  private Animals() {}

  /** Sits upright, seen from behind its shoulder: two pointed ears and a tail along the ground. */
  static Figure cat() {
    Area area = soft(-0.12, -0.6, 0.12, -0.62, 0.3, -0.3, 0.32, 0.02, -0.3, 0.02, -0.3, -0.25);
    area.add(oval(-0.2, -0.9, 0.4, 0.34));
    area.add(polygon(-0.19, -0.74, -0.2, -1, -0.04, -0.86));
    area.add(polygon(0.19, -0.74, 0.2, -1, 0.04, -0.86));
    area.add(box(-0.2, -0.1, 0.4, 0.1));
    Area tail =
        soft(
            0.2, -0.1, 0.62, -0.06, 0.7, -0.4, 0.52, -0.5, 0.58, -0.56, 0.86, -0.42, 0.76, 0.04,
            0.2, 0.02);
    area.add(tail);
    return new Figure(area, 0.5, new Rectangle2D.Double(-0.25, -1, 0.5, 0.5));
  }

  /** Curled up on its side, the head on its paws, ears still upright. */
  static Figure sleepingCat() {
    Area area = soft(-0.7, -0.5, -0.2, -0.86, 0.5, -0.86, 1.0, -0.5, 1.0, 0.04, -0.7, 0.04);
    area.add(oval(-1.02, -0.62, 0.66, 0.58));
    area.add(polygon(-1.0, -0.4, -1.02, -0.88, -0.76, -0.58));
    area.add(polygon(-0.42, -0.46, -0.42, -0.9, -0.68, -0.6));
    area.add(oval(-1.1, -0.16, 0.6, 0.16));
    area.add(
        soft(
            0.8, -0.3, 1.3, -0.4, 1.5, -0.06, 1.1, 0.06, 0, 0.02, 0, -0.12, 1.1, -0.1, 1.24, -0.2));
    area.add(oval(-0.1, -1, 0.9, 0.6));
    return Figure.whole(area, 0.3);
  }

  /** Hanging ear, long muzzle, tail up. */
  static Figure dog() {
    Area area = soft(-0.55, -0.72, 0, -0.68, 0.45, -0.8, 0.5, -0.4, 0.1, -0.34, -0.5, -0.36);
    area.add(polygon(0.26, -0.7, 0.38, -0.92, 0.6, -0.8, 0.46, -0.5));
    area.add(oval(0.34, -1, 0.32, 0.28));
    area.add(soft(0.56, -0.94, 0.86, -0.84, 0.86, -0.74, 0.56, -0.74));
    area.add(soft(0.36, -0.98, 0.46, -0.98, 0.44, -0.66, 0.3, -0.66));
    area.add(
        soft(-0.5, -0.72, -0.66, -0.8, -0.74, -1.02, -0.66, -1.02, -0.56, -0.86, -0.42, -0.74));
    area.add(legs(-0.52, -0.36, 0.24, 0.38, 0.1));
    return new Figure(area, 0.5, new Rectangle2D.Double(0.1, -1, 0.8, 0.55));
  }

  static Figure sleepingDog() {
    Area area = soft(-0.9, -0.5, -0.3, -1.02, 0.4, -0.96, 0.8, -0.5, 0.8, 0.06, -0.9, 0.06);
    area.add(oval(0.66, -0.62, 0.56, 0.5));
    area.add(soft(1.02, -0.5, 1.56, -0.34, 1.56, -0.06, 1.0, -0.04));
    area.add(soft(0.72, -0.6, 0.92, -0.62, 0.9, -0.02, 0.68, -0.02));
    area.add(box(0.3, -0.12, 1.1, 0.12));
    area.add(soft(-0.8, -0.3, -1.3, -0.2, -1.4, 0.03, -0.7, 0.03));
    return Figure.whole(area, 0.27);
  }

  /** Long legs, an arched neck with a mane, a hanging tail. */
  static Figure horse() {
    Area area = soft(-0.5, -0.7, 0, -0.64, 0.36, -0.7, 0.36, -0.42, 0, -0.38, -0.5, -0.4);
    area.add(polygon(0.16, -0.62, 0.4, -0.94, 0.52, -0.9, 0.38, -0.46));
    area.add(soft(0.38, -0.96, 0.52, -0.96, 0.74, -0.74, 0.66, -0.68, 0.46, -0.8));
    area.add(polygon(0.4, -0.92, 0.43, -1, 0.48, -0.93));
    area.add(soft(0.38, -0.97, 0.3, -0.92, 0.02, -0.62, 0.14, -0.6));
    area.add(soft(-0.44, -0.68, -0.66, -0.64, -0.66, -0.2, -0.54, -0.2, -0.5, -0.5));
    area.add(legs(-0.46, -0.34, 0.2, 0.3, 0.065));
    return new Figure(area, 1.05, new Rectangle2D.Double(0.05, -1, 0.75, 0.45));
  }

  /** A horse with somebody on its back. */
  static Figure rider() {
    Area both = horse().shape();
    both.add(placed(People.trunk(false), -0.02, -0.34, 0.8));
    both.add(polygon(-0.04, -0.62, 0.06, -0.62, 0.1, -0.3, 0.16, -0.28, 0.03, -0.27));
    double share = 1 / 1.14;
    return new Figure(placed(both, 0, 0, share), 1.2, new Rectangle2D.Double(-0.3, -1, 0.9, 0.55));
  }

  /** On its feet, with a beak and a pointed tail. */
  static Figure bird() {
    Area area = soft(-0.42, -0.42, 0, -0.86, 0.3, -0.9, 0.34, -0.36, 0.02, -0.12, -0.3, -0.22);
    area.add(oval(0.06, -1, 0.38, 0.38));
    area.add(polygon(0.4, -0.9, 0.64, -0.8, 0.4, -0.74));
    area.add(polygon(-0.2, -0.52, -0.84, -0.16, -0.78, -0.06, -0.1, -0.24));
    area.add(box(-0.02, -0.2, 0.04, 0.2));
    area.add(box(0.1, -0.2, 0.04, 0.2));
    return new Figure(area, 0.3, new Rectangle2D.Double(-0.1, -1, 0.75, 0.6));
  }

  /** Wings spread. */
  static Figure flyingBird() {
    Area area = soft(-0.2, -0.34, 0.2, -0.4, 0.36, -0.26, 0.2, -0.16, -0.24, -0.18);
    area.add(polygon(-0.18, -0.3, -0.52, -0.36, -0.5, -0.16));
    area.add(polygon(0.3, -0.3, 0.46, -0.25, 0.3, -0.2));
    area.add(soft(-0.06, -0.24, -0.5, -0.86, -1.1, -1.04, -0.62, -0.66, 0.14, -0.26));
    area.add(soft(0, -0.26, 0.5, -0.86, 1.05, -1.04, 0.66, -0.62, 0.2, -0.26));
    return Figure.whole(area, 0.36);
  }

  static Figure other() {
    Area area = joined(oval(-0.6, -0.78, 1.1, 0.42), oval(0.38, -1, 0.34, 0.3));
    area.add(polygon(0.3, -0.75, 0.46, -0.95, 0.6, -0.78, 0.4, -0.5));
    area.add(polygon(0.42, -0.92, 0.44, -1.1, 0.54, -0.96));
    area.add(polygon(0.66, -0.86, 0.84, -0.82, 0.82, -0.74, 0.62, -0.74));
    area.add(polygon(-0.55, -0.7, -0.86, -0.96, -0.8, -0.98, -0.48, -0.76));
    area.add(legs(-0.5, -0.32, 0.2, 0.36, 0.1));
    return new Figure(area, 0.62, new Rectangle2D.Double(0.1, -1.1, 0.8, 0.6));
  }

  private static Area legs(double one, double two, double three, double four, double width) {
    return joined(
        box(one, -0.5, width, 0.5),
        box(two, -0.5, width, 0.5),
        box(three, -0.5, width, 0.5),
        box(four, -0.5, width, 0.5));
  }
}
