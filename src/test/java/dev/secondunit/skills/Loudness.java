package dev.secondunit.skills;

import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;

import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How loud a tone is in a part of a file. */
final class Loudness {
  private static final Pattern MEAN = Pattern.compile("mean_volume: (-?[\\d.]+) dB");

  private Loudness() {}

  /** Mean level around a frequency in hertz, from a time on for some seconds, in dBFS. */
  static double of(Path file, int frequency, double from, double seconds)
      throws InterruptedException {
    String log =
        FFMPEG.run(
            FfmpegCommand.create()
                .logLevel("info")
                .input(file, "-ss", String.valueOf(from), "-t", String.valueOf(seconds))
                .arguments("-vn", "-af", "bandpass=f=" + frequency + ":w=60,volumedetect")
                .noOutput());
    Matcher mean = MEAN.matcher(log);
    if (!mean.find()) {
      throw new AssertionError("no level in: " + log);
    }
    return Double.parseDouble(mean.group(1));
  }
}
