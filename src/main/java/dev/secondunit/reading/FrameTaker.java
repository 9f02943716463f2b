package dev.secondunit.reading;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes single pictures out of a film, each with the time it really has. A short film is decoded
 * once for all of them; in a long one each is sought for.
 */
final class FrameTaker {
  /** A picture and the second from which on it is shown. */
  record Taken(double seconds, BufferedImage image) {}

  /** In longer films seeking is cheaper than decoding everything between the pictures. */
  private static final double LONGEST_DECODED_SECONDS = 120;

  /** How far from the end the last picture is looked for. */
  private static final String TAIL_SECONDS = "-3";

  private static final double UNKNOWN_FRAME_RATE = 25;
  private static final Pattern SHOWN_TIME = Pattern.compile("\\bpts_time:\\s*(-?[0-9.]+)");

  private final Ffmpeg ffmpeg;

  FrameTaker(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  static boolean isFilm(MediaFacts facts) {
    return facts.durationSeconds() != null && facts.width() != null;
  }

  /** So many times from the first picture to the last; the middle for one. */
  static List<Double> spread(MediaFacts facts, int count) {
    double last = lastFrame(facts);
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      times.add(count == 1 ? last / 2 : last * i / (count - 1));
    }
    return times;
  }

  static double lastFrame(MediaFacts facts) {
    return Math.max(0, facts.durationSeconds() - 1 / frameRate(facts));
  }

  /** The picture of a still image. */
  BufferedImage still(MediaInput input, int longestSide) throws InterruptedException {
    int[] size = Pictures.fit(input.facts().width(), input.facts().height(), longestSide);
    byte[] pixels =
        ffmpeg.capture(
            FfmpegCommand.create()
                .input(input.path())
                .arguments("-map", "0:V:0", "-vf", scale(size) + ",format=rgba")
                .standardOutput("rawvideo", "-frames:v", "1"),
            size[0] * size[1] * 4);
    return Pictures.ofRgba(pixels, size[0], size[1]);
  }

  /**
   * The pictures that are shown at these times; for a time behind the end, the last one. Two times
   * within one picture give it once.
   *
   * @return in the order of time; never empty for a film that was measured
   */
  List<Taken> take(MediaInput input, List<Double> seconds, int longestSide)
      throws InterruptedException {
    MediaFacts facts = input.facts();
    int[] size = Pictures.fit(facts.width(), facts.height(), longestSide);
    TreeSet<Double> thresholds = new TreeSet<>();
    double rate = frameRate(facts);
    for (double second : seconds) {
      double frame = Math.floor(Math.min(second, lastFrame(facts)) * rate + 1e-3);
      // Half a picture early: rounded time stamps must not lead to the next one.
      thresholds.add(Math.max(0, (frame - 0.5) / rate));
    }
    List<Taken> taken =
        facts.durationSeconds() <= LONGEST_DECODED_SECONDS
            ? decode(input, List.copyOf(thresholds), size)
            : seek(input, List.copyOf(thresholds), size);
    if (taken.size() < thresholds.size()) {
      Taken last = last(input, size);
      if (taken.isEmpty() || taken.get(taken.size() - 1).seconds() < last.seconds()) {
        taken.add(last);
      }
    }
    return taken;
  }

  private List<Taken> decode(MediaInput input, List<Double> thresholds, int[] size)
      throws InterruptedException {
    StringBuilder select = new StringBuilder("select='");
    for (double threshold : thresholds) {
      String at = number(threshold);
      select.append(select.length() > 8 ? "+" : "");
      select.append("gte(t,").append(at).append(")*");
      select.append("(eq(n,0)+lt(prev_t,").append(at).append("))");
    }
    select.append("',");
    double end = thresholds.get(thresholds.size() - 1) + 2 / frameRate(input.facts());
    FfmpegCommand command =
        FfmpegCommand.create().logLevel("info").input(input.path(), "-t", number(end));
    return pictures(command, select.toString(), size, 0, false);
  }

  private List<Taken> seek(MediaInput input, List<Double> thresholds, int[] size)
      throws InterruptedException {
    List<Taken> taken = new ArrayList<>();
    for (double threshold : thresholds) {
      FfmpegCommand command =
          FfmpegCommand.create().logLevel("info").input(input.path(), "-ss", number(threshold));
      taken.addAll(pictures(command, "select='eq(n,0)',", size, threshold, true));
    }
    return taken;
  }

  private Taken last(MediaInput input, int[] size) throws InterruptedException {
    FfmpegCommand command =
        FfmpegCommand.create()
            .logLevel("info")
            .input(input.path(), "-copyts", "-sseof", TAIL_SECONDS);
    List<Taken> tail = pictures(command, "", size, 0, false);
    if (tail.isEmpty()) {
      throw new IllegalStateException("a measured film without a picture: " + input.path());
    }
    return tail.get(tail.size() - 1);
  }

  private List<Taken> pictures(
      FfmpegCommand command, String select, int[] size, double offset, boolean one)
      throws InterruptedException {
    List<BufferedImage> images = new ArrayList<>();
    command.arguments(
        "-map",
        "0:V:0",
        "-fps_mode",
        "passthrough",
        "-vf",
        select + "showinfo=checksum=0," + scale(size) + ",format=rgb24");
    if (one) {
      command.arguments("-frames:v", "1");
    }
    String log =
        ffmpeg.stream(command.standardOutput("rawvideo"), output -> read(output, size, images));
    List<Taken> taken = new ArrayList<>();
    Matcher shown = SHOWN_TIME.matcher(log);
    for (BufferedImage image : images) {
      if (!shown.find()) {
        throw new IllegalStateException("a picture without its time: " + log);
      }
      taken.add(new Taken(Math.max(0, offset + Double.parseDouble(shown.group(1))), image));
    }
    return taken;
  }

  private static void read(InputStream output, int[] size, List<BufferedImage> images)
      throws IOException {
    int bytes = size[0] * size[1] * 3;
    for (byte[] pixels = output.readNBytes(bytes);
        pixels.length == bytes;
        pixels = output.readNBytes(bytes)) {
      images.add(Pictures.ofRgb(pixels, size[0], size[1]));
    }
  }

  private static String scale(int[] size) {
    return "scale=" + size[0] + ":" + size[1] + ":flags=area,setsar=1";
  }

  private static double frameRate(MediaFacts facts) {
    Double rate = facts.framesPerSecond();
    return rate == null || rate < 0.1 ? UNKNOWN_FRAME_RATE : rate;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
