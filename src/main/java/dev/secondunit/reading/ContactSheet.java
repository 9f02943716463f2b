package dev.secondunit.reading;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Lays pictures out in a grid in reading order, each with its time below. */
final class ContactSheet {
  private static final int GAP = 4;
  private static final int GROUND = 0x181818;

  private ContactSheet() {}

  /** Columns that make the most of a sheet of 1,024 by 1,024 pixels. */
  static int columns(int count, int width, int height) {
    int best = 1;
    double largest = 0;
    for (int columns = 1; columns <= count; columns++) {
      int rows = (count + columns - 1) / columns;
      double across = (Pictures.LONGEST_SIDE - GAP) / (double) columns - GAP;
      double down = (Pictures.LONGEST_SIDE - GAP) / (double) rows - GAP - TimeLabels.HEIGHT;
      double scale = Math.min(across / width, down / height);
      if (scale > largest * 1.001) {
        largest = scale;
        best = columns;
      }
    }
    return best;
  }

  /** Longest side of one picture on a sheet with so many. */
  static int tileSide(int count, int width, int height) {
    int columns = columns(count, width, height);
    int rows = (count + columns - 1) / columns;
    int across = (Pictures.LONGEST_SIDE - GAP) / columns - GAP;
    int down = (Pictures.LONGEST_SIDE - GAP) / rows - GAP - TimeLabels.HEIGHT;
    double scale = Math.min(across / (double) width, down / (double) height);
    return Math.max(1, (int) Math.floor(scale * Math.max(width, height)));
  }

  static BufferedImage of(List<FrameTaker.Taken> pictures, int columns) {
    int across = Math.min(columns, pictures.size());
    int rows = (pictures.size() + columns - 1) / columns;
    int width = pictures.get(0).image().getWidth();
    int height = pictures.get(0).image().getHeight();
    BufferedImage sheet =
        new BufferedImage(
            GAP + across * (width + GAP),
            GAP + rows * (height + TimeLabels.HEIGHT + GAP),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(new Color(GROUND));
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < pictures.size(); i++) {
      int left = GAP + i % columns * (width + GAP);
      int top = GAP + i / columns * (height + TimeLabels.HEIGHT + GAP);
      graphics.drawImage(pictures.get(i).image(), left, top, null);
      TimeLabels.draw(sheet, TimeLabels.words(pictures.get(i).seconds()), left, top + height);
    }
    graphics.dispose();
    return sheet;
  }
}
