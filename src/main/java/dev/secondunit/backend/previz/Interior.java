package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Plate.clear;
import static dev.secondunit.backend.previz.Plate.mix;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;

/** Rooms. */
record Interior(Palette palette) {
  void drawWall(Graphics2D g, int w, int h) {
    double width = Math.min(w * 0.3, h * 0.5);
    double height = h * 0.3;
    double x = w * 0.28 - width / 2;
    double y = h * 0.2;
    g.setPaint(clear(palette.light, 60));
    g.fill(new Rectangle2D.Double(x - width * 0.1, y - height * 0.1, width * 1.2, height * 1.2));
    g.setPaint(palette.light);
    g.fill(new Rectangle2D.Double(x, y, width, height));
    g.setPaint(palette.middle);
    g.fill(new Rectangle2D.Double(x + width * 0.48, y, width * 0.04, height));
    g.fill(new Rectangle2D.Double(x, y + height * 0.47, width, height * 0.05));
  }

  void drawRoom(Graphics2D g, int w, int h) {
    double floor = h * 0.68;
    g.setPaint(new GradientPaint(0, (float) floor, palette.far, 0, h, palette.middle));
    g.fill(new Rectangle2D.Double(0, floor, w, h - floor));
    g.setPaint(mix(palette.middle, palette.near, 0.4));
    g.fill(new Rectangle2D.Double(0, floor - h * 0.012, w, h * 0.012));
    for (int shelf = 0; shelf < 3; shelf++) {
      double y = h * (0.26 + shelf * 0.12);
      g.fill(new Rectangle2D.Double(w * 0.68, y, w * 0.24, h * 0.012));
      for (int book = 0; book < 9; book++) {
        double tall = h * (0.05 + 0.025 * ((book * 7 + shelf * 3) % 4) / 3);
        g.fill(new Rectangle2D.Double(w * (0.685 + book * 0.022), y - tall, w * 0.015, tall));
      }
    }
  }

  /** A wall with a large window, through which the sky is seen, and its sill. */
  void drawWindow(Graphics2D g, int w, int h, double sill) {
    double wide = Math.min(w * 0.62, h * 0.95);
    double x = (w - wide) / 2;
    double top = h * 0.1;
    Color plaster = mix(palette.near, new Color(0x8a6a4c), palette.dark() ? 0.25 : 0.6);
    Area wall = Figure.box(0, 0, w, h);
    wall.subtract(Figure.box(x, top, wide, sill - top));
    g.setPaint(plaster);
    g.fill(wall);
    Color wood = mix(plaster, palette.near, 0.65);
    double bar = h * 0.022;
    g.setPaint(wood);
    g.fill(new Rectangle2D.Double(x - bar, top - bar, bar, sill - top + bar));
    g.fill(new Rectangle2D.Double(x + wide, top - bar, bar, sill - top + bar));
    g.fill(new Rectangle2D.Double(w / 2.0 - bar * 0.4, top, bar * 0.8, sill - top));
    g.fill(new Rectangle2D.Double(x, top + (sill - top) * 0.42, wide, bar * 0.8));
    g.setPaint(mix(plaster, palette.light, 0.35));
    g.fill(new Rectangle2D.Double(x - wide * 0.06, sill, wide * 1.12, h * 0.028));
    g.setPaint(mix(plaster, Color.BLACK, 0.35));
    g.fill(new Rectangle2D.Double(x - wide * 0.06, sill + h * 0.028, wide * 1.12, h * 0.012));
    g.setPaint(mix(plaster, palette.near, 0.4));
    g.fill(new Rectangle2D.Double(0, 0, x - wide * 0.04, h));
    g.setPaint(clear(palette.near, 70));
    for (double fold = 0; fold < x - wide * 0.04; fold += w * 0.03) {
      g.fill(new Rectangle2D.Double(fold, 0, w * 0.012, h));
    }
    g.setPaint(
        new GradientPaint(
            0,
            (float) sill,
            clear(palette.light, palette.dark() ? 30 : 90),
            0,
            h,
            clear(palette.light, 0)));
    g.fill(
        Figure.polygon(
            x + wide * 0.1,
            sill + h * 0.04,
            x + wide,
            sill + h * 0.04,
            x + wide * 1.25,
            h,
            x + wide * 0.25,
            h));
  }
}
