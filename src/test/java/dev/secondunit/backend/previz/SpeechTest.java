package dev.secondunit.backend.previz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechTest {
  @ParameterizedTest
  @ValueSource(strings = {"alloy", "Rachel", "onyx"})
  void voice_isAsLoudAsAFilmShouldBe(String voice) {
    Speech speech = new Speech(narration(voice));
    double sum = 0;
    double peak = 0;
    for (long i = 0; i < speech.samples(); i++) {
      double level = speech.next();
      sum += level * level;
      peak = Math.max(peak, Math.abs(level));
    }
    double decibels = 10 * Math.log10(sum / speech.samples());

    assertEquals(-16, decibels, 2.5);
    assertTrue(peak < 0.5, "room for music below it: " + peak);
  }

  private static Ticket narration(String voice) {
    return new Ticket(
        "previz_aud_1",
        "job_01test",
        1,
        null,
        "previz-audio",
        Mode.AUDIO,
        Operation.GENERATE,
        "The sea was calm that morning, and now the boat was ready. Nobody spoke.",
        null,
        null,
        null,
        null,
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        1L,
        "speech",
        voice,
        null,
        null,
        false,
        true,
        null);
  }
}
