package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Outlines.hills;
import static dev.secondunit.backend.previz.Outlines.ridge;
import static dev.secondunit.backend.previz.Outlines.tree;
import static dev.secondunit.backend.previz.Plate.mix;

import dev.secondunit.backend.previz.Scene.Place;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/**
 * Draws a scene as flat layers, far to near, which the camera then moves past each other. The same
 * scene gives the same pixels.
 */
final class Scenery {
  private static final Color SAND = new Color(0xcaa672);

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
    Sky sky = new Sky(palette);
    int w = plate.width();
    int h = plate.height();
    g.setPaint(new GradientPaint(0, 0, palette.skyTop, 0, h * 0.62f, palette.skyBottom));
    g.fill(new Rectangle2D.Double(0, 0, w, h));
    if (scene.place() == Place.INTERIOR) {
      new Interior(palette).drawWall(g, w, h);
      return;
    }
    if (palette.dark()) {
      sky.drawStars(g, random, w, h);
    }
    sky.drawLight(g, random, w, h);
    if (scene.place() == Place.SPACE) {
      sky.drawPlanet(g, random, w, h);
      return;
    }
    if (!palette.dark()) {
      sky.drawClouds(g, random, w, h);
    }
    double rough =
        switch (scene.place()) {
          case MOUNTAINS -> 0.2;
          case SEA, SHORE, CLIFF -> 0.015;
          default -> 0.07;
        };
    g.setPaint(mix(palette.far, palette.skyBottom, 0.45));
    ridge(g, w, h, hills(random, w, h * 0.55, h * rough));
  }

  /** What stands at the horizon, and the ground. */
  void drawMiddle(Plate plate) {
    Graphics2D g = plate.graphics();
    Random random = new Random(scene.variation() + 1);
    Landscape landscape = new Landscape(palette);
    int w = plate.width();
    int h = plate.height();
    switch (scene.place()) {
      case SPACE -> landscape.drawAsteroids(g, random, w, h);
      case WINDOW -> new Interior(palette).drawWindow(g, w, h, sill(h));
      case INTERIOR -> new Interior(palette).drawRoom(g, w, h);
      case CITY -> landscape.drawCity(g, random, w, h);
      case SEA, SHORE, CLIFF -> landscape.drawSea(g, random, w, h);
      case FOREST -> landscape.drawTrees(g, random, w, h, h * 0.62, 26, palette.middle);
      case DESERT -> landscape.drawDunes(g, random, w, h);
      case MOUNTAINS -> landscape.drawMountains(g, random, w, h);
      case FIELD -> landscape.drawField(g, random, w, h);
    }
  }

  /** The subject, and dark shapes near the camera that frame it. */
  void drawNear(Plate plate) {
    Graphics2D g = plate.graphics();
    Random random = new Random(scene.variation() + 2);
    int w = plate.width();
    int h = plate.height();
    boolean left = random.nextBoolean();
    double x = w * (left ? 0.4 : 0.6);
    Figures figures = new Figures(plate, scene);
    if (scene.place() == Place.CLIFF) {
      double top = h * 0.73;
      g.setPaint(mix(palette.near, Color.BLACK, 0.2));
      new Landscape(palette).drawCliff(g, random, w, h, top, x, left);
      if (scene.subject().living() && scene.has(Detail.NEAR_A_LIGHTHOUSE)) {
        figures.drawLighthouse(x + (left ? -0.24 : 0.24) * w, top);
      }
      figures.draw(x, top);
      return;
    }
    if (scene.place() == Place.WINDOW) {
      boolean sits = !scene.subject().human() && scene.subject() != Subject.HORSE;
      figures.draw(w * 0.5, sits ? sill(h) + h * 0.012 : h * 0.95);
      return;
    }
    if (scene.place() != Place.SPACE) {
      double ground = !onLandBySea() ? 0.86 : h > w ? 0.67 : 0.73;
      boolean sand = onLandBySea() && scene.place() == Place.SHORE;
      g.setPaint(sand ? mix(palette.near, SAND, palette.dark() ? 0.15 : 0.65) : palette.near);
      ridge(g, w, h, hills(random, w, h * ground, h * 0.02));
    }
    figures.draw(x, 0);
    frame(g, random, w, h, left);
  }

  /** Whether ground is needed under somebody who stands before the sea. */
  private boolean onLandBySea() {
    boolean water = scene.place() == Place.SEA || scene.place() == Place.SHORE;
    boolean stands =
        scene.subject() != Subject.SHIP
            && scene.subject() != Subject.NONE
            && !scene.aboard()
            && !scene.has(Detail.SWIMMING)
            && !(scene.subject() == Subject.BIRD && scene.has(Detail.FLYING));
    return water && stands;
  }

  private static double sill(int h) {
    return h * 0.76;
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

  /** Something dark at the edge of the picture makes the depth readable when the camera moves. */
  private void frame(Graphics2D g, Random random, int w, int h, boolean right) {
    g.setPaint(palette.near);
    double x = right ? w * 0.93 : w * 0.07;
    switch (scene.place()) {
      case CITY, INTERIOR, WINDOW -> g.fill(new Rectangle2D.Double(x - w * 0.035, 0, w * 0.07, h));
      case SPACE, SEA, SHORE, CLIFF -> {}
      default -> {
        tree(g, x, h * 0.95, h * (0.62 + 0.12 * random.nextDouble()));
        tree(g, x + (right ? 1 : -1) * w * 0.09, h * 0.97, h * 0.5);
      }
    }
  }
}
