package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Figure.box;
import static dev.secondunit.backend.previz.Figure.placed;
import static dev.secondunit.backend.previz.Figure.polygon;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** Draws the subject of a shot on a sheet, as near as the shot is. */
final class Figures {
  private final Graphics2D graphics;
  private final Scene scene;
  private final Palette palette;
  private final double width;
  private final double height;

  Figures(Plate plate, Scene scene) {
    this.graphics = plate.graphics();
    this.scene = scene;
    this.palette = scene.palette();
    this.width = plate.width();
    this.height = plate.height();
  }

  /**
   * Draws the subject.
   *
   * @param x where its middle would be in a wide shot, in pixels
   * @param ground where the ground that it stands on is, or 0 where the shot's size says so
   */
  void draw(double x, double ground) {
    Subject subject = scene.subject();
    Figure figure = figure(subject);
    if (figure == null) {
      return;
    }
    Framing framing = Framing.of(scene.size(), figure, subject.human(), width, height, x);
    double feet = ground > 0 && !scene.size().cropped() ? ground : framing.feet();
    double person = framing.person();
    if (feet == ground) {
      person = Math.min(person, Math.max(height * 0.05, (ground - height * 0.37) / figure.tall()));
    }
    boolean flying = subject == Subject.BIRD && scene.has(Detail.FLYING);
    if (flying && !scene.size().cropped()) {
      feet -= height * 0.18;
    }
    if (scene.aboard() && scene.size().cropped()) {
      bow();
    }
    boolean seated = scene.has(Detail.AT_A_DESK) && subject.human() && !scene.size().close();
    if (subject.human()) {
      people(framing.x(), seated ? feet + person * 0.13 : feet, person);
    } else if (subject == Subject.LIGHTHOUSE) {
      lighthouse(figure, framing.x(), feet, person * figure.tall());
    } else {
      put(figure.shape(), framing.x(), feet, person * figure.tall());
    }
    Figure companion = scene.size().cropped() ? null : figure(scene.companion());
    if (companion != null) {
      double beside = framing.x() + person * (companion.tall() > 0.9 ? -0.75 : 0.5);
      put(companion.shape(), beside, feet + person * 0.02, person * companion.tall());
    }
    if (seated) {
      desk(framing.x(), Math.min(feet, height * 1.2), person);
    }
    if (scene.aboard() && !scene.size().cropped()) {
      put(Things.hull(), framing.x(), feet + person * 0.12, person);
    }
    if (scene.size() == ShotSize.OVER_THE_SHOULDER) {
      put(People.trunk(false), width * 0.76, height * 2.42, height * 2.1);
    }
  }

  /** Draws a lighthouse behind the subject. */
  void drawLighthouse(double x, double ground) {
    Figure tower = Things.lighthouse();
    lighthouse(tower, x, ground, Math.min(height * 0.36, ground - height * 0.36));
  }

  private Figure figure(Subject subject) {
    boolean resting = scene.has(Detail.RESTING);
    return switch (subject) {
      case PERSON, PAIR -> People.standing();
      case CAT -> resting ? Animals.sleepingCat() : Animals.cat();
      case DOG -> resting ? Animals.sleepingDog() : Animals.dog();
      case HORSE -> scene.has(Detail.RIDING) ? Animals.rider() : Animals.horse();
      case BIRD -> scene.has(Detail.FLYING) ? Animals.flyingBird() : Animals.bird();
      case ANIMAL -> Animals.other();
      case HANDS -> People.hands();
      case CAR -> Things.car();
      case SHIP -> Things.ship();
      case LIGHTHOUSE -> Things.lighthouse();
      case HOUSE -> Things.house();
      case BOTTLE -> Things.bottle();
      case NONE -> null;
    };
  }

  private void people(double x, double feet, double person) {
    boolean near = scene.size().cropped();
    if (scene.subject() == Subject.PERSON) {
      one(x, feet, person, near);
      return;
    }
    double smaller = near ? 0.86 : 1;
    double lower = near ? feet - person * (1 - smaller) : feet;
    one(x - person * 0.2 * smaller, lower, person * smaller, near);
    one(x + person * 0.22 * smaller, lower, person * smaller * 0.94, near);
  }

  private void one(double x, double feet, double person, boolean near) {
    if (!near) {
      put(People.standing().shape(), x, feet, person);
      return;
    }
    put(People.trunk(scene.has(Detail.LONG_HAIR)), x, feet, person);
    People.face(graphics, palette, x, feet, person);
  }

  /** The bow of a boat seen from on board, pointing at the horizon. */
  private void bow() {
    Path2D deck = new Path2D.Double();
    deck.moveTo(-width * 0.1, height * 0.98);
    deck.quadTo(width * 0.5, height * 0.74, width * 0.86, height * 0.6);
    deck.quadTo(width * 0.95, height * 0.72, width * 1.02, height);
    deck.lineTo(-width * 0.1, height);
    graphics.setPaint(Plate.mix(palette.middle, palette.near, 0.55));
    graphics.fill(deck);
    Path2D rim = new Path2D.Double();
    rim.moveTo(-width * 0.1, height * 0.955);
    rim.quadTo(width * 0.5, height * 0.715, width * 0.87, height * 0.575);
    rim.lineTo(width * 0.865, height * 0.61);
    rim.quadTo(width * 0.5, height * 0.745, -width * 0.1, height * 0.99);
    graphics.setPaint(Plate.mix(palette.middle, palette.light, 0.35));
    graphics.fill(rim);
    graphics.setPaint(Plate.mix(palette.middle, palette.near, 0.7));
    graphics.fill(
        polygon(width * 0.14, 0, width * 0.165, 0, width * 0.17, height, width * 0.135, height));
  }

  /** A desk in front of somebody, with a lamp on it. */
  private void desk(double x, double feet, double person) {
    double top = feet - person * 0.4;
    Area desk = box(-0.5, 0, 1.25, 0.045);
    desk.add(box(-0.44, 0, 1.13, 0.55));
    graphics.setPaint(Plate.mix(palette.middle, palette.near, 0.35));
    graphics.fill(placed(desk, x, top, person));
    graphics.setPaint(Plate.mix(palette.middle, palette.light, 0.25));
    graphics.fill(placed(box(-0.5, 0, 1.25, 0.03), x, top, person));
    double lampX = x + person * 0.52;
    glow(lampX, top - person * 0.16, person * 0.5, 150);
    Area lamp = box(-0.07, -0.02, 0.14, 0.02);
    lamp.add(box(-0.008, -0.2, 0.016, 0.2));
    put(lamp, lampX, top, person);
    graphics.setPaint(palette.light);
    graphics.fill(
        placed(polygon(-0.1, -0.14, -0.05, -0.24, 0.05, -0.24, 0.1, -0.14), lampX, top, person));
  }

  private void lighthouse(Figure figure, double x, double feet, double tall) {
    double lamp = feet - tall * Things.LAMP;
    boolean lit = palette.dark() || palette == Palette.STORM || palette == Palette.SUNSET;
    if (lit) {
      beam(x, lamp, tall, 1);
      beam(x, lamp, tall, -1);
    }
    put(figure.shape(), x, feet, tall);
    graphics.setPaint(Plate.mix(palette.near, palette.light, 0.6));
    graphics.fill(placed(Things.bands(), x, feet, tall));
    graphics.setPaint(palette.light);
    graphics.fill(placed(box(-0.06, -0.9, 0.12, 0.07), x, feet, tall));
    if (lit) {
      glow(x, lamp, tall * 0.3, 220);
    }
  }

  /** Light to one side, which gets weaker with the distance. */
  private void beam(double x, double y, double tall, int side) {
    double far = x + side * width * 0.75;
    graphics.setPaint(
        new GradientPaint(
            (float) x,
            (float) y,
            Plate.clear(palette.light, 200),
            (float) far,
            (float) y,
            Plate.clear(palette.light, 0)));
    graphics.fill(
        polygon(
            x, y - tall * 0.02, far, y - tall * 0.06, far, y + tall * 0.22, x, y + tall * 0.03));
  }

  private void glow(double x, double y, double radius, int strength) {
    graphics.setPaint(
        new RadialGradientPaint(
            (float) x,
            (float) y,
            (float) radius,
            new float[] {0, 1},
            new Color[] {Plate.clear(palette.light, strength), Plate.clear(palette.light, 0)}));
    graphics.fill(new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2));
  }

  /** A rim of light behind the figure lifts it off a dark ground. */
  private void put(Area shape, double x, double feet, double scale) {
    double rim = Math.min(scale * 0.012, height * 0.009);
    graphics.setPaint(Plate.clear(palette.light, 190));
    graphics.fill(placed(shape, x - rim, feet - rim, scale));
    graphics.setPaint(Plate.mix(palette.near, Color.BLACK, 0.25));
    graphics.fill(placed(shape, x, feet, scale));
  }
}
