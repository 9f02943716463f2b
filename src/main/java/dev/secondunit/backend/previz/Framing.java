package dev.secondunit.backend.previz;

/**
 * Where a figure stands on a sheet, in the part of it that no writing covers.
 *
 * @param x its middle, in pixels
 * @param feet its lower end, which may be below the picture
 * @param person the height of a grown person in pixels
 */
record Framing(double x, double feet, double person) {
  /** Where the band of words ends, as a share of a sheet's height. */
  private static final double TOP = 0.355;

  /** How much of a sheet's height is free below that. */
  private static final double ROOM = 0.56;

  /** A person from head to waist, as a share of its height. */
  private static final double TO_THE_WAIST = 0.56;

  /** The framing of a figure of its own height, for a shot of this size on a sheet. */
  static Framing of(ShotSize size, Figure figure, boolean human, double w, double h, double x) {
    double calm = w * 0.5 + (x - w * 0.5) * 0.35;
    return switch (size) {
      case EXTREME_CLOSE_UP -> near(figure, human, human ? 2.2 : 1.6, w, h, w * 0.5);
      case CLOSE_UP -> near(figure, human, 1, w, h, calm);
      case MEDIUM_CLOSE_UP -> near(figure, human, 0.74, w, h, calm);
      case MEDIUM, OVER_THE_SHOULDER -> {
        double side = size == ShotSize.MEDIUM ? calm : w * 0.38;
        double shown = human ? TO_THE_WAIST : 1;
        double wide = figure.shape().getBounds2D().getWidth();
        double tall = Math.min(h * ROOM / shown, w * 0.75 / wide);
        yield new Framing(side, h * TOP + tall, tall / figure.tall());
      }
      case FULL -> {
        double most = Math.max(1, figure.tall());
        yield new Framing(x, h * 0.9, Math.min(h * 0.53, w * 0.9) / most);
      }
      case WIDE -> new Framing(x, h * 0.77, Math.min(h * 0.2, w * 0.3));
      case EXTREME_WIDE -> new Framing(x, h * 0.74, Math.min(h * 0.11, w * 0.17));
      case UNSAID -> {
        double most = Math.max(1, figure.tall());
        yield new Framing(x, h * (h > w ? 0.7 : 0.76), Math.min(h * 0.41, w * 0.5) / most);
      }
    };
  }

  /** The head fills the free part of the picture, times an enlargement. */
  private static Framing near(
      Figure figure, boolean human, double enlargement, double w, double h, double x) {
    double fit =
        Math.min(
            h * ROOM / figure.focus().getHeight(),
            w * (human ? 1 : 0.72) / figure.focus().getWidth());
    double tall = fit * enlargement;
    double top = enlargement > 1 ? TOP - 0.06 : TOP + 0.02;
    boolean whole = figure.focus().getHeight() > 0.9 && enlargement <= 1;
    return new Framing(
        x - figure.focus().getCenterX() * tall,
        whole ? h * 0.9 : h * top - figure.focus().getY() * tall,
        tall / figure.tall());
  }
}
