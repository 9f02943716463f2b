package dev.secondunit.backend.previz;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A transparent sheet to draw on, saved as raw pixels. Shapes only: the text functions of Java need
 * fonts and libraries that a small machine does not have, so text is left to FFmpeg.
 */
final class Plate {
  static {
    // Otherwise Java looks for a screen, and fails where only half of its desktop is installed.
    System.setProperty("java.awt.headless", "true");
  }

  private final BufferedImage image;
  private final Graphics2D graphics;

  Plate(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  int width() {
    return image.getWidth();
  }

  int height() {
    return image.getHeight();
  }

  Graphics2D graphics() {
    return graphics;
  }

  /** Four bytes a pixel: blue, green, red, alpha. */
  void save(Path file) throws IOException {
    graphics.dispose();
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    ByteBuffer row = ByteBuffer.allocate(width() * 4).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (int y = 0; y < height(); y++) {
        row.clear();
        row.asIntBuffer().put(pixels, y * width(), width());
        out.write(row.array());
      }
    }
  }

  static Color mix(Color one, Color other, double share) {
    return new Color(
        (int) Math.round(one.getRed() + (other.getRed() - one.getRed()) * share),
        (int) Math.round(one.getGreen() + (other.getGreen() - one.getGreen()) * share),
        (int) Math.round(one.getBlue() + (other.getBlue() - one.getBlue()) * share));
  }

  static Color clear(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }
}
