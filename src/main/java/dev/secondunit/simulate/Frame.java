package dev.secondunit.simulate;

/** The size of a picture in pixels; both sides even, as encoders want them. */
record Frame(int width, int height) {
  Frame {
    width -= width % 2;
    height -= height % 2;
    if (width < 2 || height < 2) {
      throw new IllegalArgumentException("a frame of " + width + "x" + height);
    }
  }

  /**
   * The frame whose short side has so many pixels.
   *
   * @param ratio such as {@code 16:9}
   */
  static Frame ofShortSide(int pixels, String ratio) {
    double shape = shape(ratio);
    return shape >= 1
        ? new Frame((int) Math.round(pixels * shape / 2) * 2, pixels)
        : new Frame(pixels, (int) Math.round(pixels / shape / 2) * 2);
  }

  /** The frame with about so many pixels squared. */
  static Frame ofArea(int side, String ratio) {
    double shape = Math.sqrt(shape(ratio));
    return new Frame((int) Math.round(side * shape), (int) Math.round(side / shape));
  }

  /** From {@code 1280x720}. */
  static Frame parse(String size) {
    int times = size.indexOf('x');
    return new Frame(
        Integer.parseInt(size.substring(0, times)), Integer.parseInt(size.substring(times + 1)));
  }

  int shortSide() {
    return Math.min(width, height);
  }

  /** This frame, made smaller so that its short side has at most so many pixels. */
  Frame atMost(int pixels) {
    if (shortSide() <= pixels) {
      return this;
    }
    double factor = (double) pixels / shortSide();
    return new Frame(
        Math.max(2, (int) Math.round(width * factor)),
        Math.max(2, (int) Math.round(height * factor)));
  }

  private static double shape(String ratio) {
    int colon = ratio.indexOf(':');
    return Double.parseDouble(ratio.substring(0, colon))
        / Double.parseDouble(ratio.substring(colon + 1));
  }
}
