package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Plate.clear;
import static dev.secondunit.backend.previz.Plate.mix;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.util.Random;

/** What is farthest away: stars, sun or moon, a planet, clouds. */
record Sky(Palette palette) {
  void drawStars(Graphics2D g, Random random, int w, int h) {
    double unit = Math.min(w, h) / 720.0;
    for (int i = 0; i < 260; i++) {
      double size = (0.8 + random.nextDouble() * 1.8) * unit;
      g.setPaint(new Color(255, 255, 255, 90 + random.nextInt(150)));
      g.fill(new Ellipse2D.Double(random.nextDouble() * w, random.nextDouble() * h, size, size));
    }
  }

  void drawLight(Graphics2D g, Random random, int w, int h) {
    double unit = Math.min(w, h);
    double radius = unit * (palette == Palette.SUNSET || palette == Palette.DAWN ? 0.13 : 0.075);
    double x = w * (0.3 + 0.4 * random.nextDouble());
    double y = h * (palette == Palette.SUNSET || palette == Palette.DAWN ? 0.45 : 0.27);
    float glow = (float) (radius * 4);
    g.setPaint(
        new RadialGradientPaint(
            (float) x,
            (float) y,
            glow,
            new float[] {0, 1},
            new Color[] {clear(palette.light, 130), clear(palette.light, 0)}));
    g.fill(new Ellipse2D.Double(x - glow, y - glow, glow * 2, glow * 2));
    if (palette == Palette.STORM || palette == Palette.SNOW) {
      return;
    }
    g.setPaint(palette.light);
    g.fill(new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2));
  }

  void drawPlanet(Graphics2D g, Random random, int w, int h) {
    double radius = Math.max(w, h) * 0.55;
    double x = w * (random.nextBoolean() ? 0.1 : 0.5);
    double y = h * 0.58;
    g.setPaint(new GradientPaint((float) x, (float) y, palette.far, (float) x, h, palette.near));
    g.fill(new Ellipse2D.Double(x, y, radius * 2, radius * 2));
  }

  void drawClouds(Graphics2D g, Random random, int w, int h) {
    for (int i = 0; i < 5; i++) {
      double x = random.nextDouble() * w;
      double y = h * (0.08 + 0.3 * random.nextDouble());
      double size = Math.min(w, h) * (0.05 + 0.07 * random.nextDouble());
      g.setPaint(clear(mix(palette.skyBottom, Color.WHITE, 0.55), 120));
      Area cloud = new Area();
      for (int puff = -2; puff <= 2; puff++) {
        double r = size * (1 - Math.abs(puff) * 0.22);
        cloud.add(new Area(new Ellipse2D.Double(x + puff * size * 0.9 - r, y - r * 0.5, r * 2, r)));
      }
      g.fill(cloud);
    }
  }
}
