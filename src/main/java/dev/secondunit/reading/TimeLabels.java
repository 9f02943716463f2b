package dev.secondunit.reading;

import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * Writes times into pictures. The digits are drawn by hand because a server without any font would
 * have none, and nothing but times is ever written.
 */
final class TimeLabels {
  /** Height of a label in pixels, margins included. */
  static final int HEIGHT = 20;

  private static final int SCALE = 2;
  private static final int GLYPH_WIDTH = 5;
  private static final int GLYPH_HEIGHT = 7;
  private static final int ADVANCE = (GLYPH_WIDTH + 1) * SCALE;
  private static final int MARGIN = (HEIGHT - GLYPH_HEIGHT * SCALE) / 2;
  private static final int INK = 0xF2F2F2;
  private static final String CHARACTERS = "0123456789:.";

  /** Seven rows of five dots each, the leftmost dot is the highest bit. */
  private static final int[][] GLYPHS = {
    {14, 17, 19, 21, 25, 17, 14},
    {4, 12, 4, 4, 4, 4, 14},
    {14, 17, 1, 6, 8, 16, 31},
    {31, 2, 4, 6, 1, 17, 14},
    {2, 6, 10, 18, 31, 2, 2},
    {31, 16, 30, 1, 1, 17, 14},
    {6, 8, 16, 30, 17, 17, 14},
    {31, 1, 2, 4, 8, 8, 8},
    {14, 17, 17, 14, 17, 17, 14},
    {14, 17, 17, 15, 1, 2, 12},
    {0, 4, 4, 0, 4, 4, 0},
    {0, 0, 0, 0, 0, 12, 12}
  };

  private TimeLabels() {}

  /** {@code 1:02:03.50} or {@code 0:03.50}. */
  static String words(double seconds) {
    long hundredths = Math.round(Math.max(0, seconds) * 100);
    long hours = hundredths / 360_000;
    long minutes = hundredths / 6_000 % 60;
    double rest = hundredths % 6_000 / 100.0;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%05.2f", hours, minutes, rest)
        : String.format(Locale.ROOT, "%d:%05.2f", minutes, rest);
  }

  static int width(String text) {
    return text.length() * ADVANCE + MARGIN;
  }

  /** Draws the text with its upper left corner, margins included, at the given pixel. */
  static void draw(BufferedImage image, String text, int left, int top) {
    for (int i = 0; i < text.length(); i++) {
      int glyph = CHARACTERS.indexOf(text.charAt(i));
      for (int row = 0; row < GLYPH_HEIGHT; row++) {
        for (int column = 0; column < GLYPH_WIDTH; column++) {
          if ((GLYPHS[glyph][row] >> (GLYPH_WIDTH - 1 - column) & 1) == 1) {
            int x = left + MARGIN + i * ADVANCE + column * SCALE;
            int y = top + MARGIN + row * SCALE;
            dot(image, x, y);
          }
        }
      }
    }
  }

  private static void dot(BufferedImage image, int left, int top) {
    for (int y = top; y < top + SCALE; y++) {
      for (int x = left; x < left + SCALE; x++) {
        if (x >= 0 && y >= 0 && x < image.getWidth() && y < image.getHeight()) {
          image.setRGB(x, y, INK);
        }
      }
    }
  }
}
