package dev.secondunit.backend.previz;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Lines that landscapes are made of: ridges of hills and peaks, and trees. */
final class Outlines {
  private Outlines() {}

  static DoubleUnaryOperator hills(Random random, int w, double base, double height) {
    double one = random.nextDouble() * Math.PI * 2;
    double two = random.nextDouble() * Math.PI * 2;
    double three = random.nextDouble() * Math.PI * 2;
    return x ->
        base
            - height
                * (0.55 * Math.sin(x / w * 7 + one)
                    + 0.3 * Math.sin(x / w * 17 + two)
                    + 0.15 * Math.sin(x / w * 41 + three));
  }

  static DoubleUnaryOperator peaks(Random random, int w, double base, double height) {
    int count = 9;
    double[] tops = new double[count + 2];
    for (int i = 0; i < tops.length; i++) {
      tops[i] = (i % 2 == 0 ? 0.15 : 0.7) + 0.3 * random.nextDouble();
    }
    return x -> {
      double at = Math.max(0, Math.min(count, x / w * count));
      int i = (int) at;
      double between = tops[i] + (tops[i + 1] - tops[i]) * (at - i);
      double jag = 0.04 * Math.sin(x / w * 97) + 0.02 * Math.sin(x / w * 211);
      return base - height * (between + jag);
    };
  }

  static void ridge(Graphics2D g, int w, int h, DoubleUnaryOperator line) {
    Path2D path = new Path2D.Double();
    path.moveTo(0, h);
    double step = Math.max(1, w / 400.0);
    for (double x = 0; x <= w + step; x += step) {
      path.lineTo(x, line.applyAsDouble(x));
    }
    path.lineTo(w + step, h);
    path.closePath();
    g.fill(path);
  }

  static void tree(Graphics2D g, double x, double base, double tall) {
    g.fill(new Rectangle2D.Double(x - tall * 0.03, base - tall * 0.3, tall * 0.06, tall * 0.3));
    for (int tier = 0; tier < 3; tier++) {
      double wide = tall * (0.26 - tier * 0.06);
      double bottom = base - tall * (0.15 + tier * 0.24);
      Path2D cone = new Path2D.Double();
      cone.moveTo(x - wide, bottom);
      cone.lineTo(x, bottom - tall * 0.42);
      cone.lineTo(x + wide, bottom);
      g.fill(cone);
    }
  }
}
