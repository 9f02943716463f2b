package dev.secondunit.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.simulate.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Submit, poll, download, measure, continue: each adapter against its vendor's simulator. */
class RoundTripTest {
  @RegisterExtension static final Rehearsal REHEARSAL = new Rehearsal();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "XAI,          grok-imagine-video,       4, 480p",
    "GOOGLE,       gemini-omni-1.2-flash,    4, 720p",
    "OPENAI,       sora-2,                   4, 1280x720",
    "VLLM_OMNI,    sora-2,                   4, 1280x720",
    "SGLANG,       sora-2,                   4, 1280x720",
    "GATEWAY,      sora-2,                   4, 1280x720",
    "VERTEX,       veo-3.1-generate-001,     4, 720p",
    "GOOGLE_LEGACY, veo-3.1-generate-preview, 4, 720p"
  })
  void video_fromText_arrivesWhole(Dialect dialect, String model, double seconds, String size)
      throws Exception {
    Backend backend = REHEARSAL.backend(dialect, folder);

    Outcome outcome =
        REHEARSAL.made(
            backend,
            backend.submit(
                shots()
                    .with(Parameter.DURATION, seconds)
                    .with(Parameter.SIZE, size)
                    .video(model, Operation.GENERATE)));

    MediaFacts facts = REHEARSAL.measure(downloaded(backend, outcome));
    assertEquals("video/mp4", facts.mediaType());
    assertEquals(seconds, facts.durationSeconds(), 0.3);
    assertNotNull(outcome.continuation());
    assertEquals(
        0, REHEARSAL.simulators().counters().of(dialect.vendor()).keysLeaked(), "leaked keys");
    assertEquals(1, REHEARSAL.simulators().counters().of(dialect.vendor()).createsAccepted());
  }

  @ParameterizedTest
  @CsvSource({
    "XAI,    grok-imagine-video,    480p,     EXTEND, 4",
    "XAI,    grok-imagine-video,    480p,     EDIT,   ",
    "GOOGLE, gemini-omni-1.2-flash, 720p,     EXTEND, 4",
    "GOOGLE, gemini-omni-1.2-flash, 720p,     EDIT,   ",
    "OPENAI, sora-2,                1280x720, REMIX,  ",
    "OPENAI, sora-2,                1280x720, EDIT,   ",
    "OPENAI, sora-2,                1280x720, EXTEND, 4"
  })
  void video_continued_fromTheVendorsCopyAndFromOurs(
      Dialect dialect, String model, String size, Operation operation, Double seconds)
      throws Exception {
    Backend backend = REHEARSAL.backend(dialect, folder);
    Outcome first =
        REHEARSAL.made(
            backend,
            backend.submit(
                shots()
                    .with(Parameter.DURATION, 4.0)
                    .with(Parameter.SIZE, size)
                    .video(model, Operation.GENERATE)));
    Path clip = downloaded(backend, first);
    MediaInput file = new MediaInput("clip", clip, REHEARSAL.measure(clip));

    Outcome.Continuation kept = first.continuation();
    Shots again = shots().from(file, kept.expiresAt(), kept.remaining(), kept.vendorReference());
    if (seconds != null) {
      again.with(Parameter.DURATION, seconds);
    }
    Outcome second = REHEARSAL.made(backend, backend.submit(again.video(model, operation)));
    MediaFacts facts = REHEARSAL.measure(downloaded(backend, second));

    double expected = operation == Operation.EXTEND ? 8 : 4;
    assertEquals(expected, facts.durationSeconds(), 0.5);

    if (operation != Operation.REMIX) {
      Shots ours = shots().from(file, null, null, java.util.Map.of());
      if (seconds != null) {
        ours.with(Parameter.DURATION, seconds);
      }
      Outcome third = REHEARSAL.made(backend, backend.submit(ours.video(model, operation)));
      assertEquals(expected, REHEARSAL.measure(downloaded(backend, third)).durationSeconds(), 0.5);
    }
  }

  @Test
  void grokImage_madeAndEdited_arrives() throws Exception {
    Backend backend = REHEARSAL.backend(Dialect.XAI, folder);

    Outcome first = REHEARSAL.made(backend, backend.submit(shots().image("grok-imagine-image")));
    Path picture = downloaded(backend, first);
    MediaInput file = new MediaInput("picture", picture, REHEARSAL.measure(picture));
    Outcome second =
        REHEARSAL.made(
            backend,
            backend.submit(
                shots().from(file, null, null, java.util.Map.of()).image("grok-imagine-image")));

    assertEquals(Mode.IMAGE, REHEARSAL.measure(downloaded(backend, second)).mode());
    assertTrue(second.cost() != null, "the vendor's own cost figure");
  }

  @ParameterizedTest
  @CsvSource({
    "XAI,        grok-tts,                    mp3,           audio/mpeg",
    "XAI,        grok-tts,                    wav,           audio/wav",
    "XAI,        grok-tts,                    pcm,           audio/wav",
    "XAI,        grok-tts,                    mulaw,         audio/wav",
    "ELEVENLABS, eleven_multilingual_v2,      mp3_44100_128, audio/mpeg",
    "ELEVENLABS, eleven_multilingual_v2,      pcm_24000,     audio/wav",
    "ELEVENLABS, eleven_multilingual_v2,      wav_24000,     audio/wav",
    "ELEVENLABS, eleven_multilingual_v2,      ulaw_8000,     audio/wav",
    "ELEVENLABS, eleven_multilingual_v2,      alaw_8000,     audio/wav",
    "ELEVENLABS, eleven_multilingual_v2,      opus_48000_64, audio/ogg",
    "OPENAI,     gpt-4o-mini-tts,             mp3,           audio/mpeg",
    "OPENAI,     gpt-4o-mini-tts,             pcm,           audio/wav",
    "GOOGLE,     gemini-3.8-flash-tts,        wav,           audio/wav",
    "GOOGLE,     gemini-3.8-flash-tts,        mulaw,         audio/wav",
    "GOOGLE,     gemini-3.1-flash-tts-preview, wav,          audio/wav"
  })
  void speech_inEveryFormat_isWhatItsNameSays(
      Dialect dialect, String model, String format, String type) throws Exception {
    String voice =
        switch (dialect.vendor()) {
          case XAI -> "eve";
          case ELEVENLABS -> "Rachel";
          case OPENAI -> "alloy";
          default -> "Kore";
        };

    MediaFacts facts =
        sound(
            dialect,
            shots()
                .with(Parameter.VOICE, voice)
                .with(Parameter.OUTPUT_FORMAT, format)
                .with(Parameter.AUDIO_TYPE, "speech")
                .audio(model));

    assertEquals(type, facts.mediaType());
    assertTrue(facts.durationSeconds() > 0);
  }

  @ParameterizedTest
  @CsvSource({
    "ELEVENLABS, music_v2_5,              music,        4",
    "ELEVENLABS, eleven_text_to_sound_v2, sound_effect, 1.5"
  })
  void sound_ofALength_hasIt(Dialect dialect, String model, String kind, double seconds)
      throws Exception {
    MediaFacts facts =
        sound(
            dialect,
            shots()
                .with(Parameter.DURATION, seconds)
                .with(Parameter.AUDIO_TYPE, kind)
                .with(Parameter.OUTPUT_FORMAT, "mp3_44100_128")
                .audio(model));

    assertEquals(seconds, facts.durationSeconds(), 0.3);
  }

  @Test
  void lyria_music_arrives() throws Exception {
    MediaFacts facts =
        sound(
            Dialect.GOOGLE,
            shots().with(Parameter.AUDIO_TYPE, "music").audio("lyria-3-clip-preview"));

    assertEquals("audio/mpeg", facts.mediaType());
  }

  private MediaFacts sound(Dialect dialect, Shot shot) throws Exception {
    Backend backend = REHEARSAL.backend(dialect, folder);
    return REHEARSAL.measure(downloaded(backend, REHEARSAL.made(backend, backend.submit(shot))));
  }

  private Shots shots() {
    return new Shots(folder);
  }

  private Path downloaded(Backend backend, Outcome outcome) throws Exception {
    Path target = Files.createTempDirectory(folder, "made").resolve("file.part");
    backend.download(outcome.files().get(0), target);
    return target;
  }
}
