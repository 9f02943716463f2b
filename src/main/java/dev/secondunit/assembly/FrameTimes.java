package dev.secondunit.assembly;

import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the pictures of a film are shown, in seconds as its file says it. The delay of a sound
 * encoder, which sound needs before its first sample, makes some files begin their pictures a
 * little late; a film that is written here begins with its first picture.
 */
final class FrameTimes {
  /** Pictures that are late by less have only waited for the sound's encoder, in seconds. */
  static final double ENCODER_DELAY = 0.05;

  /** A filter that lets pictures that have waited for the sound's encoder begin at zero. */
  static final String FROM_ZERO = "setpts='PTS-if(lt(STARTT," + ENCODER_DELAY + "),STARTPTS,0)'";

  /** The same for pictures that are copied. */
  static final String COPIED_FROM_ZERO =
      "setts=pts='PTS-if(lt(STARTPTS*TB,%1$s),STARTPTS,0)':dts='DTS-if(lt(STARTPTS*TB,%1$s),STARTPTS,0)'"
          .formatted(ENCODER_DELAY);

  /** What FFmpeg's framecrc output is: a time base, then a line for each picture. */
  private static final Pattern TIME_BASE = Pattern.compile("#tb 0: (\\d+)/(\\d+)");

  private static final Pattern PICTURE = Pattern.compile("0,\\s*[^,]+,\\s*(-?\\d+),.*");
  private static final int MOST_BYTES = 64 << 10;

  private FrameTimes() {}

  /** When the first picture of a film is shown, or infinity where the file does not say it. */
  static double first(Ffmpeg ffmpeg, Path film) throws InterruptedException {
    byte[] told =
        ffmpeg.capture(
            FfmpegCommand.create()
                .input(film)
                .arguments("-copyts", "-map", "0:V:0", "-c", "copy", "-frames:v", "1")
                .standardOutput("framecrc"),
            MOST_BYTES);
    try {
      List<Double> times = in(new ByteArrayInputStream(told));
      return times.isEmpty() ? Double.POSITIVE_INFINITY : times.get(0);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  static List<Double> in(InputStream told) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(told, StandardCharsets.US_ASCII));
    List<Double> times = new ArrayList<>();
    double tick = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher base = TIME_BASE.matcher(line);
      if (base.matches()) {
        tick = Double.parseDouble(base.group(1)) / Double.parseDouble(base.group(2));
      }
      Matcher picture = PICTURE.matcher(line);
      if (picture.matches()) {
        times.add(Long.parseLong(picture.group(1)) * tick);
      }
    }
    return times;
  }
}
