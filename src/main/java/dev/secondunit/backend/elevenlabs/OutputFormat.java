package dev.secondunit.backend.elevenlabs;

import dev.secondunit.backend.BackendException;
import dev.secondunit.backend.DeliveredFile;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.http.Failures;
import dev.secondunit.backend.http.SavedAnswer;
import dev.secondunit.media.WaveContainer.Coding;
import java.io.IOException;

/**
 * The vendor's output formats, such as {@code mp3_44100_128} or {@code pcm_24000}. Those that are
 * bare samples get a WAV header, so that the file is what its name says.
 */
final class OutputFormat {
  private OutputFormat() {}

  /** The vendor's word; a short form such as {@code wav} stands for a usual one. */
  static String word(String asked) {
    return switch (asked) {
      case "mp3" -> "mp3_44100_128";
      case "opus" -> "opus_48000_128";
      case "wav" -> "wav_44100";
      case "pcm" -> "pcm_24000";
      case "ulaw", "mulaw" -> "ulaw_8000";
      case "alaw" -> "alaw_8000";
      default -> asked;
    };
  }

  static RemoteFile file(SavedAnswer saved, String format) throws BackendException {
    String family = format == null ? "" : format.split("_")[0];
    try {
      return switch (family) {
        case "pcm" -> DeliveredFile.ofSamples(saved.path(), Coding.PCM_16, rate(format));
        case "ulaw" -> DeliveredFile.ofSamples(saved.path(), Coding.MU_LAW, rate(format));
        case "alaw" -> DeliveredFile.ofSamples(saved.path(), Coding.A_LAW, rate(format));
        default -> DeliveredFile.of(saved.path(), saved.headers().mediaType().orElse(null));
      };
    } catch (IOException e) {
      throw Failures.notKept(ElevenLabsBackend.NAME, e);
    }
  }

  private static int rate(String format) {
    String[] parts = format.split("_");
    boolean known = parts.length > 1 && parts[1].matches("\\d{4,6}");
    return known ? Integer.parseInt(parts[1]) : 8_000;
  }
}
