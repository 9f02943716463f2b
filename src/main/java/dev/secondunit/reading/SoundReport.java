package dev.secondunit.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what FFmpeg's sound filters write to the log: {@code silencedetect} a line at each end of a
 * silence, {@code astats} and {@code ebur128} a summary when the sound is over (FFmpeg 8.0.1).
 */
final class SoundReport {
  /** Measures without changing anything; to be followed by the null output. */
  static final String FILTERS =
      "silencedetect=noise=-50dB:duration=0.5,"
          + "astats=measure_perchannel=none:measure_overall=Peak_level+Flat_factor+Peak_count,"
          + "ebur128=framelog=quiet:peak=true";

  private static final Pattern SILENCE =
      Pattern.compile("silence_(start|end): (-?[0-9.]+(?:e[-+]?[0-9]+)?)");
  private static final Pattern INTEGRATED = Pattern.compile("\\bI:\\s+(-?[0-9.]+|-?inf|nan) LUFS");
  private static final Pattern RANGE = Pattern.compile("\\bLRA:\\s+(-?[0-9.]+|nan) LU\\b");
  private static final Pattern TRUE_PEAK =
      Pattern.compile("True peak:\\s+Peak:\\s+(-?[0-9.]+|-?inf|nan) dBFS");
  private static final Pattern PEAK = Pattern.compile("Peak level dB: (-?[0-9.]+|-?inf|nan)");
  private static final Pattern FLAT = Pattern.compile("Flat factor: (-?[0-9.]+|-?inf|nan)");

  /** EBU R 128 gates at this loudness; what is not louder has none. */
  private static final double GATE_LUFS = -70;

  /** A wave that rests on its peak like this, and at full scale, was cut off there. */
  private static final double FLAT_WHEN_CLIPPED = 2;

  private static final double FULL_SCALE_DB = -0.1;

  private SoundReport() {}

  /**
   * @param offset seconds to add to all times
   * @param end where a silence ends that lasts to the end of the file
   */
  static List<Stretch> silences(String log, double offset, double end) {
    List<Stretch> silences = new ArrayList<>();
    Matcher matcher = SILENCE.matcher(log);
    Double start = null;
    while (matcher.find()) {
      double seconds = Math.max(0, Double.parseDouble(matcher.group(2))) + offset;
      if (matcher.group(1).equals("start")) {
        start = seconds;
      } else if (start != null) {
        silences.add(new Stretch(start, Math.max(start, Math.min(end, seconds))));
        start = null;
      }
    }
    if (start != null && end > start) {
      silences.add(new Stretch(start, end));
    }
    return silences;
  }

  /** Null when the log holds no summary. */
  static Loudness loudness(String log) {
    Double integrated = last(INTEGRATED, log);
    if (integrated == null && !log.contains("Integrated loudness")) {
      return null;
    }
    boolean heard = integrated != null && integrated > GATE_LUFS;
    Double peak = last(PEAK, log);
    Double flat = last(FLAT, log);
    boolean clipped =
        peak != null && peak >= FULL_SCALE_DB && flat != null && flat >= FLAT_WHEN_CLIPPED;
    return new Loudness(
        heard ? integrated : null, heard ? last(RANGE, log) : null, last(TRUE_PEAK, log), clipped);
  }

  private static Double last(Pattern pattern, String log) {
    Matcher matcher = pattern.matcher(log);
    Double value = null;
    while (matcher.find()) {
      String text = matcher.group(1);
      value = text.endsWith("inf") || text.equals("nan") ? null : Double.valueOf(text);
    }
    return value;
  }
}
