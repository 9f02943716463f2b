package dev.secondunit.backend.previz;

import dev.secondunit.media.Mode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a picture in pixels; both sides are even because H.264 wants it so. */
record FrameSize(int width, int height) {
  private static final Pattern PIXELS = Pattern.compile("(\\d{2,5})\\s*[x×*]\\s*(\\d{2,5})");
  private static final Pattern LINES = Pattern.compile("(\\d{3,4})p");
  private static final Pattern THOUSANDS = Pattern.compile("([0-9.]{1,3})k");
  private static final Pattern SQUARE = Pattern.compile("\\d{3,4}");
  private static final Pattern RATIO = Pattern.compile("(\\d{1,3})\\s*[:/]\\s*(\\d{1,3})");

  private static final int LONGEST_SIDE = 8_192;
  private static final int LONGEST_FILM_SIDE = 3_840;
  private static final long MOST_FILM_PIXELS = 3_840L * 2_160;
  private static final long MOST_PIXELS = 4_096L * 4_096;

  FrameSize {
    if (width < 16 || height < 16 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
      throw new IllegalArgumentException(width + "x" + height + " is outside 16 to 8192 pixels");
    }
    if ((long) width * height > MOST_PIXELS) {
      throw new IllegalArgumentException(width + "x" + height + " is more than 4096x4096 pixels");
    }
    if (width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException(width + "x" + height + " is not even");
    }
  }

  /** These sides, made even and reduced to what is drawn here. */
  static FrameSize near(double width, double height) {
    double shrink =
        Math.min(
            1,
            Math.min(
                LONGEST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height))));
    return new FrameSize(even(width * shrink), even(height * shrink));
  }

  /** This size, or the largest of the same shape that the H.264 encoder writes. */
  FrameSize filmed() {
    double shrink =
        Math.min(
            (double) LONGEST_FILM_SIDE / Math.max(width, height),
            Math.sqrt((double) MOST_FILM_PIXELS / ((long) width * height)));
    return shrink >= 1 ? this : near(width * shrink, height * shrink);
  }

  /**
   * The size a shot asks for.
   *
   * @param size {@code 720p}: the shorter side; {@code 4k}: the largest film within 3840x2160, or
   *     3840 the other way, or four times 1024 pixels squared of a still; {@code 512}: as many
   *     pixels as a square of that side; {@code 1024x1536}: exactly that; null for the usual
   * @param aspectRatio {@code W:H}, or null for that of {@code first}, else 16:9
   */
  static FrameSize of(Mode mode, String size, String aspectRatio, Ticket.Picture first) {
    String asked = size == null ? "" : size.strip().toLowerCase(Locale.ROOT);
    Matcher pixels = PIXELS.matcher(asked);
    if (pixels.matches()) {
      return new FrameSize(
          even(Integer.parseInt(pixels.group(1))), even(Integer.parseInt(pixels.group(2))));
    }
    double ratio = ratio(aspectRatio, first);
    Matcher lines = LINES.matcher(asked);
    if (lines.matches()) {
      return ofShorterSide(Integer.parseInt(lines.group(1)), ratio);
    }
    if (SQUARE.matcher(asked).matches()) {
      double side = Double.parseDouble(asked);
      return near(side * Math.sqrt(ratio), side / Math.sqrt(ratio));
    }
    Matcher thousands = THOUSANDS.matcher(asked);
    double thousand = thousands.matches() ? Double.parseDouble(thousands.group(1)) : 0;
    if (mode == Mode.VIDEO) {
      return ofShorterSide(thousand >= 4 ? 2160 : thousand >= 2 ? 1440 : 720, ratio).filmed();
    }
    double side = 1024 * (thousand > 0 ? thousand : 1);
    return near(side * Math.sqrt(ratio), side / Math.sqrt(ratio));
  }

  private static FrameSize ofShorterSide(int pixels, double ratio) {
    return ratio >= 1 ? near(pixels * ratio, pixels) : near(pixels, pixels / ratio);
  }

  private static double ratio(String aspectRatio, Ticket.Picture first) {
    Matcher matcher = RATIO.matcher(aspectRatio == null ? "" : aspectRatio);
    if (matcher.matches()) {
      double ratio = Double.parseDouble(matcher.group(1)) / Double.parseDouble(matcher.group(2));
      if (ratio >= 0.1 && ratio <= 10) {
        return ratio;
      }
    }
    return first == null
        ? 16.0 / 9
        : Math.max(0.25, Math.min(4, (double) first.width() / first.height()));
  }

  private static int even(double pixels) {
    return Math.max(16, 2 * (int) Math.round(pixels / 2));
  }
}
