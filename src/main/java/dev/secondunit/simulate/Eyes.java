package dev.secondunit.simulate;

import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * Looks at what a request really carries: pictures and films are decoded, and the mean colour of
 * each is named. What was not sent cannot be seen. Safe for many threads.
 */
final class Eyes {
  private static final Pattern TIME = Pattern.compile("\\bt\\s*=\\s*(\\d+(?:\\.\\d+)?)\\s*s");
  private static final int MOST_FRAMES = 20_000;
  private static final int SIDE = 8;
  private static final Map<String, Integer> COLOURS = new LinkedHashMap<>();

  static {
    COLOURS.put("black", 0x000000);
    COLOURS.put("white", 0xffffff);
    COLOURS.put("grey", 0x808080);
    COLOURS.put("red", 0xe00000);
    COLOURS.put("green", 0x00a000);
    COLOURS.put("blue", 0x0000e0);
    COLOURS.put("yellow", 0xe0e000);
    COLOURS.put("teal", 0x2f6f8f);
  }

  private final Ffmpeg ffmpeg;
  private final Studio studio;

  Eyes(Ffmpeg ffmpeg, Studio studio) {
    this.ffmpeg = ffmpeg;
    this.studio = studio;
  }

  /**
   * Looks at a file of any kind.
   *
   * @param label the words before it; a time in them, as {@code t=12.5s}, is the picture's
   * @throws Refusal when it cannot be decoded
   */
  List<Look> look(String label, Path file) {
    return look(label, file, 1, null, null);
  }

  /** The same, with the pictures per second that are wanted of a film, and a part of it. */
  List<Look> look(String label, Path file, double fps, Double start, Double end) {
    MediaFacts facts = studio.measure(file);
    if (facts.width() == null) {
      return List.of(
          new Look(
              label,
              null,
              String.format(Locale.ROOT, "a sound of %.1f s", facts.durationSeconds())));
    }
    if (facts.durationSeconds() == null) {
      return List.of(new Look(label, time(label), name(picture(file))));
    }
    return film(label, file, fps, start == null ? 0 : start, end);
  }

  private static Double time(String label) {
    Matcher matcher = TIME.matcher(label);
    Double time = null;
    while (matcher.find()) {
      time = Double.valueOf(matcher.group(1));
    }
    return time;
  }

  private int picture(Path file) {
    try {
      BufferedImage image = ImageIO.read(file.toFile());
      if (image != null) {
        return mean(image);
      }
      return colour(
          pixels(FfmpegCommand.create().input(file), "scale=1:1:flags=area,format=rgb24", 1), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int mean(BufferedImage image) {
    BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, SIDE, SIDE, null);
    graphics.dispose();
    int[] sums = new int[3];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int pixel = small.getRGB(i % SIDE, i / SIDE);
      sums[0] += pixel >> 16 & 0xff;
      sums[1] += pixel >> 8 & 0xff;
      sums[2] += pixel & 0xff;
    }
    int count = SIDE * SIDE;
    return sums[0] / count << 16 | sums[1] / count << 8 | sums[2] / count;
  }

  private List<Look> film(String label, Path file, double fps, double start, Double end) {
    List<String> part = new ArrayList<>(List.of("-ss", Double.toString(start)));
    if (end != null) {
      part.addAll(List.of("-t", Double.toString(Math.max(0.01, end - start))));
    }
    String filter =
        String.format(Locale.ROOT, "fps=%.6f:round=up,scale=1:1:flags=area,format=rgb24", fps);
    byte[] pixels =
        pixels(
            FfmpegCommand.create().input(file, part.toArray(String[]::new)), filter, MOST_FRAMES);
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < pixels.length / 3; i++) {
      looks.add(new Look(label, start + i / fps, name(colour(pixels, i))));
    }
    return looks;
  }

  private byte[] pixels(FfmpegCommand command, String filter, int frames) {
    try {
      return ffmpeg.capture(
          command
              .arguments("-map", "0:V:0", "-vf", filter)
              .standardOutput("rawvideo", "-frames:v", String.valueOf(frames)),
          frames * 3);
    } catch (FailureException e) {
      throw Refusal.of(Refusal.Kind.INVALID, "Cannot decode the file: " + e.failure().message());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(Refusal.Kind.UNAVAILABLE, "The simulator is stopping.");
    }
  }

  private static int colour(byte[] pixels, int index) {
    return (pixels[3 * index] & 0xff) << 16
        | (pixels[3 * index + 1] & 0xff) << 8
        | pixels[3 * index + 2] & 0xff;
  }

  static String name(int colour) {
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (Map.Entry<String, Integer> one : COLOURS.entrySet()) {
      int distance = 0;
      for (int shift = 0; shift <= 16; shift += 8) {
        int difference = (colour >> shift & 0xff) - (one.getValue() >> shift & 0xff);
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        nearest = one.getKey();
      }
    }
    return nearest;
  }
}
