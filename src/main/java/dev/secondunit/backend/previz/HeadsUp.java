package dev.secondunit.backend.previz;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is written over the picture: the PREVIZ tag, the camera's move, the shot's name, the prompt,
 * and room for timecode, playhead and reference cards. Words stand in one band at the top, as high
 * in every picture of a size, so that captions find the bottom free and a continuation knows what
 * to take off. Lays everything out inside the safe area of any frame; draws the shapes itself and
 * lists the lines of text for FFmpeg to draw.
 */
final class HeadsUp {
  /** A line of text: left end and baseline in pixels, font size in pixels, colour as hex. */
  record Line(String text, double x, double baseline, double size, String color) {}

  /** A rectangle in pixels, even on all sides. */
  record Box(int x, int y, int width, int height) {
    static Box of(double x, double y, double width, double height) {
      return new Box(even(x), even(y), Math.max(2, even(width)), Math.max(2, even(height)));
    }

    private static int even(double value) {
      return 2 * (int) Math.round(value / 2);
    }
  }

  static final Color AMBER = new Color(0xffc24d);
  private static final String WHITE = "0xffffff";
  private static final String GREY = "0xcfd6de";
  private static final String INK = "0x17120a";
  private static final int MOST_CARDS = 4;

  /** How far the band's shade fades into the picture, in units. */
  private static final double FADE = 24;

  /** How far what fills the place of the writing is blurred, in units. */
  private static final double BLUR = 30;

  /** Film shares colours between neighbouring rows; so many more belong to the writing. */
  private static final int SUBSAMPLED = 2;

  private final Typeface face = Typeface.shared();
  private final FrameSize frame;
  private final Plate plate;
  private final Graphics2D g;
  private final double unit;
  private final double left;
  private final double right;
  private final double top;
  private final double bottom;
  private final List<Line> lines = new ArrayList<>();
  private final List<Box> cards = new ArrayList<>();
  private double headerEnd;
  private double panelStart;
  private Line timecode;
  private Box playhead;

  HeadsUp(FrameSize frame) {
    this.frame = frame;
    this.plate = new Plate(frame.width(), frame.height());
    this.g = plate.graphics();
    this.unit = unit(frame);
    this.left = frame.width() * 0.05;
    this.right = frame.width() * 0.95;
    this.top = frame.height() * 0.05;
    this.bottom = frame.height() * 0.95;
  }

  /**
   * Draws what every frame has. A film also gets a timecode and a playhead.
   *
   * @param camera what the camera does, or null where it does nothing of its own
   */
  void draw(Ticket ticket, Camera camera, String label, String technical, boolean film) {
    headerEnd = wordsEnd(frame);
    panelStart = bottom - 32 * unit;
    shade(film);
    corners();
    double named = header(ticket, camera, label, technical, film);
    words(ticket, named);
    if (film) {
      track();
    }
  }

  /**
   * FFmpeg's filter that takes the writing of a picture of this size off: what lies next to it is
   * mirrored into its place and blurred, as a mirrored mast would stand there upside down. Drawing
   * the next rows out instead leaves stripes.
   */
  static String cleared(FrameSize frame) {
    double unit = unit(frame);
    return String.format(
        Locale.ROOT,
        "fillborders=mode=mirror:top=%1$d:bottom=%2$d,format=gbrp,split=3[all][top][bottom];"
            + "[top]crop=iw:%1$d:0:0:exact=1,gblur=sigma=%3$.1f:steps=3[words];"
            + "[bottom]crop=iw:%2$d:0:ih-%2$d:exact=1,gblur=sigma=%3$.1f:steps=3[track];"
            + "[all][words]overlay=0:0:format=gbrp[one];"
            + "[one][track]overlay=0:main_h-%2$d:format=gbrp",
        SUBSAMPLED + (int) Math.ceil(wordsEnd(frame) + FADE * unit),
        SUBSAMPLED + (int) Math.ceil(frame.height() * 0.05 + 32 * unit),
        BLUR * unit);
  }

  /** A row of pixels from the shade left of the tag into the tag, in a picture of this size. */
  static Box acrossTagEdge(FrameSize frame) {
    double unit = unit(frame);
    int x = (int) Math.round(frame.width() * 0.05 - 8 * unit);
    int y = (int) Math.round(frame.height() * 0.05 + 19 * unit);
    return new Box(x, y, Math.max(2, (int) Math.round(15 * unit)), 1);
  }

  /** Where the band of words ends, in pixels from the top. */
  private static double wordsEnd(FrameSize frame) {
    boolean tall = frame.height() > frame.width();
    return frame.height() * 0.05 + (tall ? 300 : 160) * unit(frame);
  }

  private static double unit(FrameSize frame) {
    return Math.min(frame.width(), frame.height()) / 720.0;
  }

  /**
   * Makes room for small pictures at the right edge.
   *
   * @return how many of them fit
   */
  int cards(List<String> titles) {
    double width = Math.min(170 * unit, frame.width() * 0.22);
    double height = width * 0.66;
    double gap = 14 * unit;
    double room = panelStart - headerEnd - gap;
    int fit = Math.min(Math.min(titles.size(), MOST_CARDS), (int) (room / (height + gap)));
    for (int i = 0; i < fit; i++) {
      double x = right - width;
      double y = headerEnd + gap + i * (height + gap);
      g.setPaint(Color.WHITE);
      double edge = 3 * unit;
      g.fill(new Rectangle2D.Double(x - edge, y - edge, width + 2 * edge, height + 2 * edge));
      cards.add(Box.of(x, y, width, height));
      double size = 13 * unit;
      double wide = face.width(titles.get(i), size) + 12 * unit;
      g.setPaint(new Color(0, 0, 0, 200));
      g.fill(new Rectangle2D.Double(x - edge, y + height - 20 * unit, wide, 20 * unit + edge));
    }
    return fit;
  }

  /** Titles are drawn last, over the cards. */
  List<Line> cardTitles(List<String> titles) {
    List<Line> titled = new ArrayList<>();
    for (int i = 0; i < cards.size(); i++) {
      Box card = cards.get(i);
      titled.add(
          new Line(
              titles.get(i),
              card.x() + 3 * unit,
              card.y() + card.height() - 5 * unit,
              13 * unit,
              WHITE));
    }
    return titled;
  }

  /** Draws a border around the free part of the picture and returns it, for a clip in a frame. */
  Box stage(double ratio) {
    double gap = 16 * unit;
    double height = panelStart - headerEnd - 2 * gap;
    double width = Math.min(right - left, height * ratio);
    height = width / ratio;
    double x = (frame.width() - width) / 2;
    double y = headerEnd + (panelStart - headerEnd - height) / 2;
    Box box = Box.of(x, y, width, height);
    double edge = 4 * unit;
    g.setPaint(AMBER);
    g.fill(
        new Rectangle2D.Double(
            box.x() - edge, box.y() - edge, box.width() + 2 * edge, box.height() + 2 * edge));
    g.setComposite(AlphaComposite.Clear);
    g.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
    g.setComposite(AlphaComposite.SrcOver);
    return box;
  }

  Plate plate() {
    return plate;
  }

  List<Line> lines() {
    return lines;
  }

  List<Box> cards() {
    return cards;
  }

  /** Where the running timecode starts; its text is a pattern. Null without a film. */
  Line timecode() {
    return timecode;
  }

  /** The track the playhead runs along; its height is the playhead's size. Null for a still. */
  Box playhead() {
    return playhead;
  }

  /** Darkens what words stand on, and the playhead's edge a little. */
  private void shade(boolean film) {
    float solid = (float) Math.floor(headerEnd);
    float end = (float) Math.floor(headerEnd + FADE * unit);
    Color dark = new Color(0, 0, 0, 175);
    Color clear = new Color(0, 0, 0, 0);
    g.setPaint(dark);
    g.fill(new Rectangle2D.Double(0, 0, frame.width(), solid));
    g.setPaint(new GradientPaint(0, solid, dark, 0, end, clear));
    g.fill(new Rectangle2D.Double(0, solid, frame.width(), end - solid));
    if (film) {
      float start = (float) Math.ceil(panelStart);
      g.setPaint(new GradientPaint(0, start, clear, 0, (float) bottom, new Color(0, 0, 0, 120)));
      g.fill(new Rectangle2D.Double(0, start, frame.width(), frame.height() - start));
    }
  }

  private void corners() {
    double inset = 0.5;
    double x1 = left * inset;
    double x2 = frame.width() - x1;
    double y1 = top * inset;
    double y2 = frame.height() - y1;
    double arm = 26 * unit;
    g.setPaint(new Color(255, 255, 255, 150));
    g.setStroke(new BasicStroke((float) (2 * unit)));
    for (double x : new double[] {x1, x2}) {
      for (double y : new double[] {y1, y2}) {
        g.draw(new Line2D.Double(x, y, x + (x == x1 ? arm : -arm), y));
        g.draw(new Line2D.Double(x, y, x, y + (y == y1 ? arm : -arm)));
      }
    }
  }

  /** Returns the baseline of the last line. */
  private double header(
      Ticket ticket, Camera camera, String label, String technical, boolean film) {
    double height = 38 * unit;
    double tag = tag("PREVIZ", left, top, height, true);
    double clock = film ? face.width("00:00:00:00", 27 * unit) + 22 * unit : 0;
    double pill = face.width(label, 17 * unit) + 26 * unit;
    double pillX = left + tag + 10 * unit;
    CameraCue cue = new CameraCue(g, frame, unit);
    double room = right - clock - 10 * unit - pillX - pill;
    boolean fits = room >= 0 && (camera == null || cue.fits(camera, height, room - 16 * unit));
    double cueX = left;
    double cueY = top + height + 10 * unit;
    if (fits) {
      tag(label, pillX, top, height, false);
      cueX = pillX + pill + 16 * unit;
      cueY = top;
    }
    if (film) {
      g.setPaint(new Color(0, 0, 0, 170));
      g.fill(new RoundRectangle2D.Double(right - clock, top, clock, height, 10 * unit, 10 * unit));
      timecode =
          new Line("00:00:00:00", right - clock + 11 * unit, top + 28.5 * unit, 27 * unit, WHITE);
    }
    double base = top + height + 34 * unit;
    if (!fits) {
      cueX = left + tag(label, left, cueY, height * 0.85, false) + 16 * unit;
      base += 42 * unit;
    }
    if (camera != null) {
      lines.addAll(cue.draw(camera, cueX, cueY, height, fits ? room - 16 * unit : right - cueX));
    }
    String name = "";
    for (String line : face.wrap(ticket.shotName(), 25 * unit, right - left, 2)) {
      base += name.isEmpty() ? 0 : 31 * unit;
      name = line;
      lines.add(new Line(name, left, base, 25 * unit, WHITE));
    }
    double wide = face.width(technical, 16 * unit);
    boolean beside = left + face.width(name, 25 * unit) + 20 * unit + wide <= right;
    double techX = beside ? right - wide : left;
    double techBase = beside ? base : base + 24 * unit;
    lines.add(new Line(technical, techX, techBase, 16 * unit, GREY));
    return techBase;
  }

  private double tag(String text, double x, double y, double height, boolean filled) {
    double size = height * (filled ? 0.55 : 0.45);
    double width = face.width(text, size) + 26 * unit;
    RoundRectangle2D box = new RoundRectangle2D.Double(x, y, width, height, 10 * unit, 10 * unit);
    if (filled) {
      g.setPaint(AMBER);
      g.fill(box);
    } else {
      g.setPaint(new Color(0, 0, 0, 150));
      g.fill(box);
      g.setPaint(new Color(255, 255, 255, 200));
      g.setStroke(new BasicStroke((float) (1.6 * unit)));
      g.draw(box);
    }
    lines.add(
        new Line(text, x + 13 * unit, y + height / 2 + size * 0.36, size, filled ? INK : WHITE));
    return width;
  }

  /** The prompt, as large as it fits between the last line of the header and the band's end. */
  private void words(Ticket ticket, double named) {
    double width = right - left;
    boolean without = ticket.negativePrompt() != null && !ticket.negativePrompt().isEmpty();
    double start = named + 9 * unit;
    double room = headerEnd - start - (without ? 22 * unit : 0);
    double[] sizes = {27, 23, 20, 17};
    double size = 0;
    int most = 1;
    for (double points : sizes) {
      size = points * unit;
      most = Math.max(1, (int) (room / (size * 1.3)));
      if (face.fits(ticket.prompt(), size, width, most)) {
        break;
      }
    }
    double base = start + size * 0.95;
    for (String line : face.wrap(ticket.prompt(), size, width, most)) {
      lines.add(new Line(line, left, base, size, WHITE));
      base += size * 1.3;
    }
    if (without) {
      String not = "NOT: " + ticket.negativePrompt();
      for (String line : face.wrap(not, 15 * unit, width, 1)) {
        lines.add(new Line(line, left, headerEnd - 6 * unit, 15 * unit, "0xff9d8a"));
      }
    }
  }

  private void track() {
    double width = right - left;
    double y = bottom - 6 * unit;
    g.setPaint(new Color(255, 255, 255, 90));
    g.fill(new Rectangle2D.Double(left, y + 2 * unit, width, 2 * unit));
    playhead = Box.of(left, y - 3 * unit, width, 12 * unit);
  }
}
