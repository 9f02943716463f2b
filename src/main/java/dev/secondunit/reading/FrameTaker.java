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

  /**
   * Pictures that are wanted of a film.
   *
   * @param thresholds seconds shortly before each of them, in order
   * @param width of each, in pixels
   * @param height of each, in pixels
   */
  record Wanted(List<Double> thresholds, int width, int height) {
    Wanted {
      thresholds = List.copyOf(thresholds);
    }

    int bytesOfOne() {
      return width * height * 3;
    }

    /** Filters that let through these pictures alone, and say in the log when each is shown. */
    String filters() {
      StringBuilder select = new StringBuilder("select='");
      for (double threshold : thresholds) {
        String at = number(threshold);
        select.append(select.length() > 8 ? "+" : "");
        select.append("gte(t,").append(at).append(")*");
        select.append("(eq(n,0)+lt(prev_t,").append(at).append("))");
      }
      return select.append("',").append(shown(width, height)).toString();
    }
  }

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
                .arguments("-map", "0:V:0", "-vf", scale(size[0], size[1]) + ",format=rgba")
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
    return take(input, wanted(input, seconds, longestSide));
  }

  List<Taken> take(MediaInput input, Wanted wanted) throws InterruptedException {
    return complete(
        input, wanted, atOnce(input.facts()) ? decode(input, wanted) : seek(input, wanted));
  }

  /** Whether decoding the whole film once is cheaper than looking for each picture. */
  static boolean atOnce(MediaFacts facts) {
    return facts.durationSeconds() <= LONGEST_DECODED_SECONDS;
  }

  /** What to look for in order to have the pictures that are shown at these times. */
  static Wanted wanted(MediaInput input, List<Double> seconds, int longestSide) {
    MediaFacts facts = input.facts();
    int[] size = Pictures.fit(facts.width(), facts.height(), longestSide);
    TreeSet<Double> thresholds = new TreeSet<>();
    double rate = frameRate(facts);
    for (double second : seconds) {
      double frame = Math.floor(Math.min(second, lastFrame(facts)) * rate + 1e-3);
      // Half a picture early: rounded time stamps must not lead to the next one.
      thresholds.add(Math.max(0, (frame - 0.5) / rate));
    }
    return new Wanted(List.copyOf(thresholds), size[0], size[1]);
  }

  /** What was taken, and the last picture where the film ended before the last one wanted. */
  List<Taken> complete(MediaInput input, Wanted wanted, List<Taken> taken)
      throws InterruptedException {
    List<Taken> all = new ArrayList<>(taken);
    if (all.size() < wanted.thresholds().size()) {
      Taken last = last(input, wanted);
      if (all.isEmpty() || all.get(all.size() - 1).seconds() < last.seconds()) {
        all.add(last);
      }
    }
    return all;
  }

  /** Behind the last picture wanted; nothing later has to be decoded. */
  static double end(MediaInput input, Wanted wanted) {
    double last = wanted.thresholds().get(wanted.thresholds().size() - 1);
    return last + 2 / frameRate(input.facts());
  }

  private List<Taken> decode(MediaInput input, Wanted wanted) throws InterruptedException {
    FfmpegCommand command =
        FfmpegCommand.create()
            .logLevel("info")
            .input(input.path(), "-t", number(end(input, wanted)));
    return pictures(command, wanted.filters(), wanted, 0, false);
  }

  private List<Taken> seek(MediaInput input, Wanted wanted) throws InterruptedException {
    List<Taken> taken = new ArrayList<>();
    String filters = "select='eq(n,0)'," + shown(wanted.width(), wanted.height());
    for (double threshold : wanted.thresholds()) {
      FfmpegCommand command =
          FfmpegCommand.create().logLevel("info").input(input.path(), "-ss", number(threshold));
      taken.addAll(pictures(command, filters, wanted, threshold, true));
    }
    return taken;
  }

  private Taken last(MediaInput input, Wanted wanted) throws InterruptedException {
    FfmpegCommand command =
        FfmpegCommand.create()
            .logLevel("info")
            .input(input.path(), "-copyts", "-sseof", TAIL_SECONDS);
    List<Taken> tail = pictures(command, shown(wanted.width(), wanted.height()), wanted, 0, false);
    if (tail.isEmpty()) {
      throw new IllegalStateException("a measured film without a picture: " + input.path());
    }
    return tail.get(tail.size() - 1);
  }

  private List<Taken> pictures(
      FfmpegCommand command, String filters, Wanted wanted, double offset, boolean one)
      throws InterruptedException {
    List<BufferedImage> images = new ArrayList<>();
    command.arguments("-map", "0:V:0", "-fps_mode", "passthrough", "-vf", filters);
    if (one) {
      command.arguments("-frames:v", "1");
    }
    String log =
        ffmpeg.stream(command.standardOutput("rawvideo"), output -> read(output, wanted, images));
    return taken(images, log, offset);
  }

  /**
   * Puts pictures and the times in the log together.
   *
   * @param log only its end is kept by whoever ran FFmpeg; where pictures are missing in it their
   *     times are not known
   */
  static List<Taken> taken(List<BufferedImage> images, String log, double offset) {
    List<Taken> taken = new ArrayList<>();
    Matcher shown = SHOWN_TIME.matcher(log);
    if (shown.results().count() < images.size()) {
      return taken;
    }
    shown.reset();
    for (BufferedImage image : images) {
      shown.find();
      taken.add(new Taken(Math.max(0, offset + Double.parseDouble(shown.group(1))), image));
    }
    return taken;
  }

  /** Reads raw pictures to the end; half a one is left out. */
  static void read(InputStream output, Wanted wanted, List<BufferedImage> images)
      throws IOException {
    int bytes = wanted.bytesOfOne();
    for (byte[] pixels = output.readNBytes(bytes);
        pixels.length == bytes;
        pixels = output.readNBytes(bytes)) {
      images.add(Pictures.ofRgb(pixels, wanted.width(), wanted.height()));
    }
  }

  private static String shown(int width, int height) {
    return "showinfo=checksum=0," + scale(width, height) + ",format=rgb24";
  }

  private static String scale(int width, int height) {
    return "scale=" + width + ":" + height + ":flags=area,setsar=1";
  }

  /** Of a film that names none, or something that no film has, the usual one. */
  static double frameRate(MediaFacts facts) {
    Double rate = facts.framesPerSecond();
    return rate == null || rate < 0.1 ? UNKNOWN_FRAME_RATE : rate;
  }

  /** As FFmpeg reads it. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
