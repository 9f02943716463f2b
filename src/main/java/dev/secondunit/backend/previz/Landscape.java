package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Outlines.hills;
import static dev.secondunit.backend.previz.Outlines.peaks;
import static dev.secondunit.backend.previz.Outlines.ridge;
import static dev.secondunit.backend.previz.Outlines.tree;
import static dev.secondunit.backend.previz.Plate.clear;
import static dev.secondunit.backend.previz.Plate.mix;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/** The places shots play in: what stands at the horizon, and the ground. */
record Landscape(Palette palette) {
  void drawCity(Graphics2D g, Random random, int w, int h) {
    for (int row = 0; row < 2; row++) {
      Color wall = mix(palette.far, palette.middle, 0.3 + row * 0.6);
      double block = Math.min(w, h) * (0.1 + 0.03 * row);
      for (double x = -block; x < w; x += block * (0.8 + 0.5 * random.nextDouble())) {
        double wide = block * (0.7 + 0.5 * random.nextDouble());
        double top = h * (0.22 + row * 0.12 + 0.24 * random.nextDouble());
        g.setPaint(wall);
        g.fill(new Rectangle2D.Double(x, top, wide, h - top));
        windows(g, random, x, top, wide, h * 0.72, row);
      }
    }
    Path2D road = new Path2D.Double();
    road.moveTo(w * 0.46, h * 0.66);
    road.lineTo(w * 0.54, h * 0.66);
    road.lineTo(w * 0.95, h);
    road.lineTo(w * 0.05, h);
    g.setPaint(palette.middle);
    g.fill(new Rectangle2D.Double(0, h * 0.66, w, h * 0.34));
    g.setPaint(mix(palette.near, palette.middle, 0.35));
    g.fill(road);
  }

  private void windows(
      Graphics2D g, Random random, double x, double top, double wide, double bottom, int row) {
    double cell = wide / 6;
    for (double wy = top + cell; wy < bottom; wy += cell * 1.6) {
      for (double wx = x + cell * 0.7; wx < x + wide - cell; wx += cell * 1.3) {
        if (random.nextDouble() < (palette.dark() ? 0.5 : 0.3)) {
          boolean accent = palette == Palette.NEON && random.nextInt(4) == 0;
          Color lit = accent ? new Color(0x4de8ff) : palette.light;
          g.setPaint(clear(lit, 110 + row * 70));
          g.fill(new Rectangle2D.Double(wx, wy, cell * 0.7, cell * 0.8));
        }
      }
    }
  }

  void drawSea(Graphics2D g, Random random, int w, int h) {
    double horizon = h * 0.55;
    g.setPaint(new GradientPaint(0, (float) horizon, palette.far, 0, h, palette.near));
    g.fill(new Rectangle2D.Double(0, horizon, w, h - horizon));
    for (int i = 0; i < 90; i++) {
      double depth = random.nextDouble();
      double y = horizon + (h - horizon) * depth * depth;
      double wide = w * (0.02 + 0.1 * depth) * (0.5 + random.nextDouble());
      g.setPaint(clear(palette.light, 35 + random.nextInt(60)));
      g.fill(
          new Ellipse2D.Double(
              random.nextDouble() * w, y, wide, Math.max(1, h * (0.002 + 0.006 * depth))));
    }
  }

  void drawTrees(Graphics2D g, Random random, int w, int h, double base, int count, Color color) {
    g.setPaint(color);
    ridge(g, w, h, hills(random, w, base, h * 0.02));
    for (int i = 0; i < count; i++) {
      double x = w * (i + random.nextDouble()) / count;
      double tall = h * (0.2 + 0.22 * random.nextDouble());
      g.setPaint(mix(color, palette.far, 0.5 * random.nextDouble()));
      tree(g, x, base + h * 0.03, tall);
    }
  }

  void drawDunes(Graphics2D g, Random random, int w, int h) {
    for (int i = 0; i < 3; i++) {
      g.setPaint(mix(palette.far, palette.middle, i / 2.0));
      ridge(g, w, h, hills(random, w, h * (0.58 + i * 0.09), h * 0.05));
    }
  }

  void drawMountains(Graphics2D g, Random random, int w, int h) {
    for (int i = 0; i < 2; i++) {
      g.setPaint(mix(palette.far, palette.middle, 0.3 + i * 0.7));
      ridge(g, w, h, peaks(random, w, h * (0.6 + i * 0.1), h * (0.24 - i * 0.1)));
    }
  }

  void drawField(Graphics2D g, Random random, int w, int h) {
    drawTrees(g, random, w, h, h * 0.6, 9, mix(palette.far, palette.middle, 0.4));
    g.setPaint(new GradientPaint(0, h * 0.62f, palette.middle, 0, h, palette.near));
    ridge(g, w, h, hills(random, w, h * 0.65, h * 0.02));
    Path2D path = new Path2D.Double();
    path.moveTo(w * 0.5, h * 0.66);
    path.curveTo(w * 0.42, h * 0.75, w * 0.6, h * 0.82, w * 0.3, h);
    path.lineTo(w * 0.66, h);
    path.curveTo(w * 0.72, h * 0.82, w * 0.5, h * 0.74, w * 0.515, h * 0.66);
    g.setPaint(clear(palette.skyBottom, 110));
    g.fill(path);
  }

  /** A steep headland around a point, whose top is flat where something stands. */
  void drawCliff(
      Graphics2D g, Random random, int w, int h, double top, double x, boolean fromLeft) {
    int side = fromLeft ? 1 : -1;
    Path2D cliff = new Path2D.Double();
    double edge = x + side * w * 0.16;
    cliff.moveTo(x - side * w, h);
    cliff.lineTo(x - side * w, top - h * 0.03);
    cliff.lineTo(x - side * w * 0.3, top - h * 0.012);
    cliff.lineTo(x - side * w * 0.12, top);
    cliff.lineTo(edge, top);
    double y = top;
    double out = edge;
    while (y < h) {
      y += h * (0.02 + 0.03 * random.nextDouble());
      out += side * w * (0.03 * random.nextDouble() - 0.004);
      cliff.lineTo(out, y);
    }
    cliff.closePath();
    g.fill(cliff);
    g.setPaint(clear(palette.light, 120));
    g.fill(Figure.polygon(x - side * w * 0.12, top, edge, top, edge, top + h * 0.006));
    g.setPaint(clear(palette.light, 60));
    for (int i = 0; i < 7; i++) {
      double from = edge - side * w * 0.05 * random.nextDouble();
      double high = top + (h - top) * (0.12 + 0.7 * random.nextDouble());
      g.fill(
          Figure.polygon(
              from, high, from + side * w * 0.03, high + h * 0.006, from, high + h * 0.02));
    }
    g.setPaint(clear(Color.WHITE, 130));
    for (int i = 0; i < 9; i++) {
      double wide = w * (0.03 + 0.04 * random.nextDouble());
      g.fill(
          new Ellipse2D.Double(
              out + side * w * 0.02 * i - wide / 2,
              h * (0.9 + 0.03 * random.nextDouble()),
              wide,
              h * 0.02));
    }
  }

  void drawAsteroids(Graphics2D g, Random random, int w, int h) {
    for (int i = 0; i < 14; i++) {
      double size = Math.min(w, h) * (0.012 + 0.035 * random.nextDouble());
      double x = random.nextDouble() * w;
      double y = h * (0.3 + 0.35 * random.nextDouble());
      g.setPaint(mix(palette.far, palette.light, 0.25 * random.nextDouble()));
      g.fill(new Ellipse2D.Double(x, y, size * 1.4, size));
    }
  }
}
