package dev.secondunit.simulate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ElevenLabs' {@code output_format}: encoding, sample rate, and for some a bit rate. */
final class ElevenLabsFormat {
  private static final Pattern SHAPE =
      Pattern.compile(
          "mp3_(22050_32|24000_48|44100_(?:32|64|96|128|192)|48000_(?:128|192|240|320))"
              + "|opus_(48000_(?:32|64|96|128|192))"
              + "|pcm_(8000|16000|22050|24000|32000|44100|48000)"
              + "|wav_(8000|16000|22050|24000|32000|44100|48000)"
              + "|ulaw_(8000)|alaw_(8000)");

  private ElevenLabsFormat() {}

  static Sound read(Exchange exchange, String otherwise, boolean wav) {
    String format = exchange.query("output_format").orElse(otherwise);
    Matcher matcher = SHAPE.matcher(format);
    if (!matcher.matches() || (!wav && format.startsWith("wav_"))) {
      throw Refusal.invalid("output_format", "output_format " + format + " is not supported");
    }
    String[] parts = format.split("_");
    int rate = Integer.parseInt(parts[1]);
    int kilobits = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
    return new Sound(
        Sound.Encoding.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT)), rate, kilobits);
  }
}
