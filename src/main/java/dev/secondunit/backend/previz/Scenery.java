package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Plate.clear;
import static dev.secondunit.backend.previz.Plate.mix;

import dev.secondunit.backend.previz.Scene.Palette;
import dev.secondunit.backend.previz.Scene.Place;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * Draws a scene as flat layers, far to near, which the camera then moves past each other. The same
 * scene gives the same pixels.
 */
final class Scenery {
  private final Scene scene;
  private final Palette palette;

  Scenery(Scene scene) {
    this.scene = scene;
    this.palette = scene.palette();
  }

  /** Sky, sun or moon, clouds or stars, and the farthest ridge. Opaque. */
  void drawFar(Plate plate) {
    Graphics2D g = plate.graphics();
    Random random = new Random(scene.variation());
    int w = plate.width();
    int h = plate.height();
    g.setPaint(new GradientPaint(0, 0, palette.skyTop, 0, h * 0.62f, palette.skyBottom));
    g.fill(new Rectangle2D.Double(0, 0, w, h));
    if (scene.place() == Place.INTERIOR) {
      drawWall(g, w, h);
      return;
    }
    if (palette.dark()) {
      drawStars(g, random, w, h);
    }
    drawLight(g, random, w, h);
    if (scene.place() == Place.SPACE) {
      drawPlanet(g, random, w, h);
      return;
    }
    if (!palette.dark()) {
      drawClouds(g, random, w, h);
    }
    double rough =
        scene.place() == Place.MOUNTAINS ? 0.2 : scene.place() == Place.SEA ? 0.015 : 0.07;
    g.setPaint(mix(palette.far, palette.skyBottom, 0.45));
    ridge(g, w, h, hills(random, w, h * 0.55, h * rough));
  }

  /** What stands at the horizon, and the ground. */
  void drawMiddle(Plate plate) {
    Graphics2D g = plate.graphics();
    Random random = new Random(scene.variation() + 1);
    int w = plate.width();
    int h = plate.height();
    switch (scene.place()) {
      case SPACE -> drawAsteroids(g, random, w, h);
      case INTERIOR -> drawRoom(g, w, h);
      case CITY -> drawCity(g, random, w, h);
      case SEA -> drawSea(g, random, w, h);
      case FOREST -> drawTrees(g, random, w, h, h * 0.62, 26, palette.middle);
      case DESERT -> drawDunes(g, random, w, h);
      case MOUNTAINS -> drawMountains(g, random, w, h);
      case FIELD -> drawField(g, random, w, h);
    }
  }

  /** The subject, and dark shapes near the camera that frame it. */
  void drawNear(Plate plate) {
    Graphics2D g = plate.graphics();
    Random random = new Random(scene.variation() + 2);
    int w = plate.width();
    int h = plate.height();
    if (scene.place() != Place.SPACE) {
      g.setPaint(palette.near);
      ridge(g, w, h, hills(random, w, h * 0.86, h * 0.02));
    }
    boolean left = random.nextBoolean();
    double third = w * (left ? 0.4 : 0.6);
    new Figures(g, palette)
        .draw(scene.subject(), third, h * (h > w ? 0.68 : 0.74), Math.min(h * 0.42, w * 0.5));
    frame(g, random, w, h, left);
  }

  /** Rain or snow, drawn so that two sheets one above the other show no seam. */
  void drawWeather(Plate plate) {
    Graphics2D g = plate.graphics();
    Random random = new Random(scene.variation() + 3);
    double unit = Math.min(plate.width(), plate.height()) / 720.0;
    for (int i = 0; i < 420; i++) {
      double x = random.nextDouble() * plate.width();
      double y = random.nextDouble() * plate.height();
      double size = (1 + random.nextDouble() * 2.5) * unit;
      for (int repeat = -1; repeat <= 1; repeat++) {
        double at = y + repeat * plate.height();
        if (scene.weather() == Scene.Weather.SNOW) {
          g.setPaint(new Color(255, 255, 255, 200));
          g.fill(new Ellipse2D.Double(x, at, size * 2, size * 2));
        } else {
          g.setPaint(new Color(225, 235, 255, 110));
          g.fill(new Rectangle2D.Double(x, at, Math.max(1, size * 0.5), size * 14));
        }
      }
    }
  }

  private void drawStars(Graphics2D g, Random random, int w, int h) {
    double unit = Math.min(w, h) / 720.0;
    for (int i = 0; i < 260; i++) {
      double size = (0.8 + random.nextDouble() * 1.8) * unit;
      g.setPaint(new Color(255, 255, 255, 90 + random.nextInt(150)));
      g.fill(new Ellipse2D.Double(random.nextDouble() * w, random.nextDouble() * h, size, size));
    }
  }

  private void drawLight(Graphics2D g, Random random, int w, int h) {
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

  private void drawPlanet(Graphics2D g, Random random, int w, int h) {
    double radius = Math.max(w, h) * 0.55;
    double x = w * (random.nextBoolean() ? 0.1 : 0.5);
    double y = h * 0.58;
    g.setPaint(new GradientPaint((float) x, (float) y, palette.far, (float) x, h, palette.near));
    g.fill(new Ellipse2D.Double(x, y, radius * 2, radius * 2));
  }

  private void drawClouds(Graphics2D g, Random random, int w, int h) {
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

  private void drawWall(Graphics2D g, int w, int h) {
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

  private void drawRoom(Graphics2D g, int w, int h) {
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

  private void drawCity(Graphics2D g, Random random, int w, int h) {
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

  private void drawSea(Graphics2D g, Random random, int w, int h) {
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

  private void drawTrees(
      Graphics2D g, Random random, int w, int h, double base, int count, Color color) {
    g.setPaint(color);
    ridge(g, w, h, hills(random, w, base, h * 0.02));
    for (int i = 0; i < count; i++) {
      double x = w * (i + random.nextDouble()) / count;
      double tall = h * (0.2 + 0.22 * random.nextDouble());
      g.setPaint(mix(color, palette.far, 0.5 * random.nextDouble()));
      tree(g, x, base + h * 0.03, tall);
    }
  }

  private static void tree(Graphics2D g, double x, double base, double tall) {
    g.fill(new Rectangle2D.Double(x - tall * 0.03, base - tall * 0.3, tall * 0.06, tall * 0.3));
    for (int tier = 0; tier < 3; tier++) {
      double wide = tall * (0.26 - tier * 0.06);
      double bottom = base - tall * (0.15 + tier * 0.24);
      Path2D cone = new Path2D.Double();
      cone.moveTo(x - wide, bottom);
      cone.lineTo(x, bottom - tall * 0.42);
      cone.lineTo(x + wide, bottom);
      g.fill(cone);
    }
  }

  private void drawDunes(Graphics2D g, Random random, int w, int h) {
    for (int i = 0; i < 3; i++) {
      g.setPaint(mix(palette.far, palette.middle, i / 2.0));
      ridge(g, w, h, hills(random, w, h * (0.58 + i * 0.09), h * 0.05));
    }
  }

  private void drawMountains(Graphics2D g, Random random, int w, int h) {
    for (int i = 0; i < 2; i++) {
      g.setPaint(mix(palette.far, palette.middle, 0.3 + i * 0.7));
      ridge(g, w, h, peaks(random, w, h * (0.6 + i * 0.1), h * (0.24 - i * 0.1)));
    }
  }

  private void drawField(Graphics2D g, Random random, int w, int h) {
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

  private void drawAsteroids(Graphics2D g, Random random, int w, int h) {
    for (int i = 0; i < 14; i++) {
      double size = Math.min(w, h) * (0.012 + 0.035 * random.nextDouble());
      double x = random.nextDouble() * w;
      double y = h * (0.3 + 0.35 * random.nextDouble());
      g.setPaint(mix(palette.far, palette.light, 0.25 * random.nextDouble()));
      g.fill(new Ellipse2D.Double(x, y, size * 1.4, size));
    }
  }

  /** Something dark at the edge of the picture makes the depth readable when the camera moves. */
  private void frame(Graphics2D g, Random random, int w, int h, boolean right) {
    g.setPaint(palette.near);
    double x = right ? w * 0.93 : w * 0.07;
    switch (scene.place()) {
      case CITY, INTERIOR -> g.fill(new Rectangle2D.Double(x - w * 0.035, 0, w * 0.07, h));
      case SPACE, SEA -> {}
      default -> {
        tree(g, x, h * 0.95, h * (0.62 + 0.12 * random.nextDouble()));
        tree(g, x + (right ? 1 : -1) * w * 0.09, h * 0.97, h * 0.5);
      }
    }
  }

  private static DoubleUnaryOperator hills(Random random, int w, double base, double height) {
    double one = random.nextDouble() * Math.PI * 2;
    double two = random.nextDouble() * Math.PI * 2;
    double three = random.nextDouble() * Math.PI * 2;
    return x ->
        base
            - height
                * (0.55 * Math.sin(x / w * 7 + one)
                    + 0.3 * Math.sin(x / w * 17 + two)
                    + 0.15 * Math.sin(x / w * 41 + three));
  }

  private static DoubleUnaryOperator peaks(Random random, int w, double base, double height) {
    int count = 9;
    double[] tops = new double[count + 2];
    for (int i = 0; i < tops.length; i++) {
      tops[i] = (i % 2 == 0 ? 0.15 : 0.7) + 0.3 * random.nextDouble();
    }
    return x -> {
      double at = Math.max(0, Math.min(count, x / w * count));
      int i = (int) at;
      double between = tops[i] + (tops[i + 1] - tops[i]) * (at - i);
      double jag = 0.04 * Math.sin(x / w * 97) + 0.02 * Math.sin(x / w * 211);
      return base - height * (between + jag);
    };
  }

  private static void ridge(Graphics2D g, int w, int h, DoubleUnaryOperator line) {
    Path2D path = new Path2D.Double();
    path.moveTo(0, h);
    double step = Math.max(1, w / 400.0);
    for (double x = 0; x <= w + step; x += step) {
      path.lineTo(x, line.applyAsDouble(x));
    }
    path.lineTo(w + step, h);
    path.closePath();
    g.fill(path);
  }
}
