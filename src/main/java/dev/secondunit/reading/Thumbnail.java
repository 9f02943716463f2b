package dev.secondunit.reading;

/**
 * A picture of {@value #WIDTH} by {@value #HEIGHT} pixels, three bytes each: small enough to keep a
 * second of film in memory, large enough to tell one shot from another.
 */
final class Thumbnail {
  static final int WIDTH = 48;
  static final int HEIGHT = 27;
  static final int BYTES = WIDTH * HEIGHT * 3;

  /** The picture is also compared in blocks of 6 by 3 pixels. */
  private static final int BLOCK_WIDTH = 6;

  private static final int BLOCK_HEIGHT = 3;
  private static final int BLOCKS_ACROSS = WIDTH / BLOCK_WIDTH;
  private static final int BLOCKS = BLOCKS_ACROSS * (HEIGHT / BLOCK_HEIGHT);

  /** Below this brightness, of 255, a pixel is black; legal video black is 16. */
  private static final int BLACK = 26;

  private static final double BLACK_SHARE = 0.995;

  private final byte[] pixels;

  Thumbnail(byte[] pixels) {
    if (pixels.length != BYTES) {
      throw new IllegalArgumentException(pixels.length + " bytes");
    }
    this.pixels = pixels;
  }

  /** Mean difference of the pixels, 0 to 1. */
  double difference(Thumbnail other) {
    long sum = 0;
    for (int i = 0; i < BYTES; i++) {
      sum += Math.abs((pixels[i] & 0xff) - (other.pixels[i] & 0xff));
    }
    return sum / (255.0 * BYTES);
  }

  /** Mean difference in the block that differs most, 0 to 1. */
  double largestDifference(Thumbnail other) {
    int[] sums = new int[BLOCKS];
    for (int i = 0; i < BYTES; i++) {
      int pixel = i / 3;
      int block = pixel / WIDTH / BLOCK_HEIGHT * BLOCKS_ACROSS + pixel % WIDTH / BLOCK_WIDTH;
      sums[block] += Math.abs((pixels[i] & 0xff) - (other.pixels[i] & 0xff));
    }
    int largest = 0;
    for (int sum : sums) {
      largest = Math.max(largest, sum);
    }
    return largest / (255.0 * BLOCK_WIDTH * BLOCK_HEIGHT * 3);
  }

  boolean black() {
    int dark = 0;
    for (int i = 0; i < BYTES; i += 3) {
      int brightness =
          (299 * (pixels[i] & 0xff) + 587 * (pixels[i + 1] & 0xff) + 114 * (pixels[i + 2] & 0xff))
              / 1000;
      if (brightness < BLACK) {
        dark++;
      }
    }
    return dark >= BLACK_SHARE * (BYTES / 3);
  }
}
