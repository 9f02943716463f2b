package dev.secondunit.assembly;

import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static dev.secondunit.media.ffmpeg.TestMedia.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * Clips whose pictures and sound are known, and what is seen and heard in what was made of them.
 */
final class Footage {
  private static final int RATE = 48_000;
  private static final int MOST_BYTES = 4 << 20;

  private Footage() {}

  /** A clip of one brightness; its sound may be shorter or longer than its pictures. */
  static MediaInput clip(
      Path file, String size, String rate, int seconds, int level, double soundSeconds)
      throws InterruptedException {
    String grey = "color=" + grey(level) + ":s=" + size + ":r=" + rate + ":d=" + seconds;
    return filmed(file, grey, soundSeconds);
  }

  /**
   * A clip of pictures that FFmpeg draws.
   *
   * @param soundSeconds how long a tone is heard, from the start on
   */
  static MediaInput filmed(Path file, String pictures, double soundSeconds)
      throws InterruptedException {
    FfmpegCommand command = FfmpegCommand.create().generated(pictures);
    if (soundSeconds > 0) {
      command.generated("sine=f=440:d=" + soundSeconds);
    }
    FFMPEG.run(command.output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    return measured(file);
  }

  static String grey(int level) {
    return String.format("0x%02x%02x%02x", level, level, level);
  }

  /** The same clip with pictures that begin a little after its sound. */
  static MediaInput late(MediaInput clip, Path file, double seconds) throws InterruptedException {
    FFMPEG.run(
        FfmpegCommand.create()
            .input(clip.path(), "-itsoffset", String.valueOf(seconds))
            .input(clip.path())
            .arguments("-map", "0:v:0", "-map", "1:a:0", "-c", "copy")
            .output(file));
    assertEquals(seconds, times(file).get(0), 0.001);
    return measured(file);
  }

  static MediaInput measured(Path file) throws InterruptedException {
    return new MediaInput(file.getFileName().toString(), file, PROBE.measure(file));
  }

  /** From zero on, one picture after the other, as many as belong there. */
  static void assertOnTheGrid(Path film, double rate, int count) throws InterruptedException {
    List<Double> times = times(film);
    assertEquals(count, times.size());
    for (int i = 0; i < count; i++) {
      assertEquals(i / rate, times.get(i), 0.001, "picture " + i);
    }
  }

  /** When the file itself says that its pictures are shown, in seconds. */
  private static List<Double> times(Path film) throws InterruptedException {
    String log =
        FFMPEG.run(
            FfmpegCommand.create()
                .logLevel("info")
                .input(film)
                .arguments("-copyts", "-map", "0:V:0", "-fps_mode", "passthrough")
                .arguments("-vf", "showinfo=checksum=0")
                .noOutput());
    return Pattern.compile("pts_time:(-?[0-9.]+)")
        .matcher(log)
        .results()
        .map(each -> Double.valueOf(each.group(1)))
        .toList();
  }

  /** Runs of pictures, each a count and its brightness, and nothing after them. */
  static void assertLevels(Path film, int... runs) throws InterruptedException {
    byte[] pixels = pixels(film);
    int at = 0;
    for (int run = 0; run < runs.length; run += 2) {
      for (int i = 0; i < runs[run]; i++, at++) {
        assertEquals(runs[run + 1], pixels[at * 3] & 0xff, 8, "frame " + at);
      }
    }
    assertEquals(at, pixels.length / 3);
  }

  static int count(Path film) throws InterruptedException {
    return pixels(film).length / 3;
  }

  /** Each picture as one pixel of three bytes. */
  private static byte[] pixels(Path film) throws InterruptedException {
    return FFMPEG.capture(
        FfmpegCommand.create()
            .input(film)
            .arguments("-map", "0:V:0", "-fps_mode", "passthrough")
            .arguments("-vf", "scale=1:1,format=rgb24")
            .standardOutput("rawvideo"),
        1 << 20);
  }

  /** Some pixel of a picture, as 0xrrggbb. */
  static int pixel(Path picture) throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    return image.getRGB(5, 5) & 0xffffff;
  }

  static double soundSeconds(Path film) throws InterruptedException {
    return samples(FfmpegCommand.create().input(film)).remaining() / (double) RATE;
  }

  /** The second in which something is heard first. */
  static double onset(Path film) throws InterruptedException {
    ShortBuffer samples = samples(FfmpegCommand.create().input(film));
    while (samples.hasRemaining()) {
      if (Math.abs(samples.get()) > 1_000) {
        return (samples.position() - 1) / (double) RATE;
      }
    }
    throw new AssertionError("nothing is heard");
  }

  /** Its first sound in one channel. */
  static ShortBuffer samples(FfmpegCommand input) throws InterruptedException {
    byte[] samples =
        FFMPEG.capture(
            input
                .arguments("-map", "0:a:0", "-ac", "1", "-ar", String.valueOf(RATE))
                .standardOutput("s16le"),
            MOST_BYTES);
    return ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }
}
