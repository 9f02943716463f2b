package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Shots.input;
import static dev.secondunit.backend.previz.Shots.shot;
import static dev.secondunit.backend.previz.Shots.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stills and sounds that previz renders. */
class PrevizStillAndSoundTest extends PrevizBench {
  @ParameterizedTest
  @CsvSource({
    "png, 1:1, 512, 512, 512, image/png",
    "jpeg, 16:9, 360p, 640, 360, image/jpeg",
    "webp, 9:16, 360p, 360, 640, image/webp"
  })
  void still_hasTheSizeAndFormatAskedFor(
      String format, String ratio, String size, int width, int height, String mediaType)
      throws Exception {
    Parameters wanted =
        words("a red bottle on a table")
            .with(Parameter.ASPECT_RATIO, ratio)
            .with(Parameter.SIZE, size)
            .with(Parameter.OUTPUT_FORMAT, format);

    MediaFacts facts = made(shot(Mode.IMAGE, Operation.GENERATE, wanted, null));

    assertEquals(mediaType, facts.mediaType());
    assertEquals(width, facts.width());
    assertEquals(height, facts.height());
    assertNull(facts.durationSeconds());
  }

  @Test
  void still_editedOrFromPictures_keepsItsSize() throws Exception {
    MediaInput source = input(TestMedia.image(folder.resolve("source.png"), 320, 240));

    MediaFacts edited = made(shot(Mode.IMAGE, Operation.EDIT, words("warmer"), source));
    assertEquals(List.of(320, 240), List.of(edited.width(), edited.height()));
    Parameters given = words("blend").with(Parameter.INPUT_IMAGES, List.of(source, source, source));
    assertEquals("image/png", made(shot(Mode.IMAGE, Operation.GENERATE, given, null)).mediaType());
  }

  @ParameterizedTest
  @CsvSource({
    "speech, wav, audio/wav",
    "speech, mp3_44100_128, audio/mpeg",
    "music, flac, audio/flac",
    "music, opus, audio/ogg",
    "sound_effect, aac, audio/aac"
  })
  void sound_hasTheFormatAskedFor(String type, String format, String mediaType) throws Exception {
    Parameters wanted =
        words("Calm rain, falling softly.")
            .with(Parameter.AUDIO_TYPE, type)
            .with(Parameter.OUTPUT_FORMAT, format);
    wanted = type.equals("speech") ? wanted : wanted.with(Parameter.DURATION, 2.0);

    MediaFacts facts = made(shot(Mode.AUDIO, Operation.GENERATE, wanted, null));

    assertEquals(mediaType, facts.mediaType());
    assertEquals(2, facts.durationSeconds(), 0.4);
  }
}
