package dev.secondunit.reading;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Turns raw pixels into previews of a bounded size. */
final class Pictures {
  /** Longest side of any preview, in pixels. */
  static final int LONGEST_SIDE = 1_024;

  /** Most bytes of one preview: 700 kB once they are base64. */
  static final int MOST_BYTES = 520_000;

  private static final float[] QUALITIES = {0.88f, 0.75f, 0.6f, 0.45f, 0.3f};
  private static final int SMALLEST_SIDE = 64;
  private static final int CHECKER = 8;

  static {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  private Pictures() {}

  /** Scales down to a longest side and never up; at least one pixel. */
  static int[] fit(int width, int height, int longestSide) {
    double scale = Math.min(1, longestSide / (double) Math.max(width, height));
    return new int[] {
      Math.max(1, (int) Math.round(width * scale)), Math.max(1, (int) Math.round(height * scale))
    };
  }

  /** Pixels of three bytes, red first. */
  static BufferedImage ofRgb(byte[] pixels, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * 3;
        row[x] = (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }

  /** Pixels of four bytes, red first, alpha last; a chequered ground shows what is transparent. */
  static BufferedImage ofRgba(byte[] pixels, int width, int height) {
    byte[] flat = new byte[width * height * 3];
    for (int i = 0; i < width * height; i++) {
      int alpha = pixels[4 * i + 3] & 0xff;
      boolean light = (i % width / CHECKER + i / width / CHECKER) % 2 == 0;
      int ground = light ? 204 : 153;
      for (int channel = 0; channel < 3; channel++) {
        int value = pixels[4 * i + channel] & 0xff;
        flat[3 * i + channel] = (byte) ((value * alpha + ground * (255 - alpha)) / 255);
      }
    }
    return ofRgb(flat, width, height);
  }

  /** Encodes as well as the limit permits: first the quality is lowered, then the size. */
  static Picture encode(BufferedImage image, int mostBytes) {
    int limit = Math.min(mostBytes, MOST_BYTES);
    BufferedImage current = image;
    while (true) {
      byte[] bytes = null;
      for (float quality : QUALITIES) {
        bytes = jpeg(current, quality);
        if (bytes.length <= limit) {
          return new Picture(bytes, current.getWidth(), current.getHeight());
        }
      }
      if (Math.max(current.getWidth(), current.getHeight()) <= SMALLEST_SIDE) {
        return new Picture(bytes, current.getWidth(), current.getHeight());
      }
      current = scaled(current, 0.7);
    }
  }

  private static BufferedImage scaled(BufferedImage image, double factor) {
    int width = Math.max(1, (int) (image.getWidth() * factor));
    int height = Math.max(1, (int) (image.getHeight() * factor));
    BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = smaller.createGraphics();
    graphics.setComposite(AlphaComposite.Src);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return smaller;
  }

  private static byte[] jpeg(BufferedImage image, float quality) {
    ImageWriter writer =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), "jpeg").next();
    try {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(image, null, null), parameters);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a picture in memory could not be encoded", e);
    } finally {
      writer.dispose();
    }
  }
}
