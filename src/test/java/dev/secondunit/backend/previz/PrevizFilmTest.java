package dev.secondunit.backend.previz;

import static dev.secondunit.backend.previz.Shots.film;
import static dev.secondunit.backend.previz.Shots.input;
import static dev.secondunit.backend.previz.Shots.shot;
import static dev.secondunit.backend.previz.Shots.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.Shot;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Films that previz renders, of every kind. */
class PrevizFilmTest extends PrevizBench {
  @ParameterizedTest
  @CsvSource({
    "16:9, 480p, 854, 480",
    "9:16, 480p, 480, 854",
    "1:1, 480p, 480, 480",
    "4:3, 480p, 640, 480",
    "21:9, 480p, 1120, 480",
    "16:9, 640x360, 640, 360"
  })
  void film_hasExactlyTheSizeAndLengthAskedFor(String ratio, String size, int width, int height)
      throws Exception {
    MediaFacts facts =
        made(shot(Mode.VIDEO, Operation.GENERATE, film("a fox, pan left", 1, ratio, size), null));

    assertEquals(width, facts.width());
    assertEquals(height, facts.height());
    assertFilm(facts, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "static shot",
    "handheld",
    "orbit around her",
    "crane up",
    "crane down",
    "tilt up",
    "tilt down",
    "pan left",
    "pan right",
    "pull back",
    "push in",
    "snow falls",
    "rain, neon city"
  })
  void film_everyCameraMoveAndWeather_renders(String words) throws Exception {
    MediaFacts facts =
        made(shot(Mode.VIDEO, Operation.GENERATE, film(words, 0.5, "16:9", "320x180"), null));

    assertEquals(12 / 24.0, facts.durationSeconds(), 0.001);
  }

  @Test
  void film_onAComputerThatWritesOtherDigits_rendersAndGoesOn() throws Exception {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      Path clip = folder.resolve("clip.mp4");
      save(generated(film("push in", 0.5, "16:9", "320x180")), clip);
      Parameters more = words("pan left").with(Parameter.DURATION, 0.5);
      MediaFacts facts = made(shot(Mode.VIDEO, Operation.EXTEND, more, input(clip)));

      assertEquals(1, facts.durationSeconds(), 0.001);
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void film_withoutSound_hasNone() throws Exception {
    Parameters silent = film("a fox", 1, "16:9", "320x180").with(Parameter.GENERATE_AUDIO, false);

    assertNull(made(shot(Mode.VIDEO, Operation.GENERATE, silent, null)).audioCodec());
  }

  @Test
  void film_fromPictures() throws Exception {
    MediaInput one = input(TestMedia.image(folder.resolve("one.png"), 400, 300));
    MediaInput two = input(TestMedia.image(folder.resolve("two.jpg"), 300, 400));
    MediaInput three = input(TestMedia.image(folder.resolve("three.webp"), 300, 300));
    Parameters plain = film("it moves, tilt up", 1, "9:16", "480p");

    assertFilm(made(generated(plain.with(Parameter.INPUT_IMAGES, List.of(one)))), 1);
    assertFilm(
        made(
            generated(
                plain.with(Parameter.INPUT_IMAGES, List.of(one)).with(Parameter.LAST_FRAME, two))),
        1);
    assertFilm(made(generated(plain.with(Parameter.LAST_FRAME, two))), 1);
    assertFilm(
        made(
            generated(
                plain.with(
                    Parameter.VIDEO_REFERENCE_IMAGES, List.of(one, two, three, one, two, three)))),
        1);
  }

  @Test
  void film_throughKeyframes_isEachOfThemAtItsTime() throws Exception {
    MediaInput red = input(solid("red.png", Color.RED));
    MediaInput blue = input(solid("blue.png", Color.BLUE));
    Parameters through =
        film("it changes", 3, "16:9", "320x180")
            .with(Parameter.KEYFRAMES, List.of(blue, red))
            .with(Parameter.KEYFRAME_TIMES, List.of(2.0, 1.0))
            .with(Parameter.LAST_FRAME, red);
    PrevizBackend backend = backend(1);
    Path film = folder.resolve("through.mp4");
    backend.download(done(backend, accepted(backend, generated(through))).files().get(0), film);

    assertTrue(seen(film, 1.05).getRed() > 120 && seen(film, 1.05).getBlue() < 90);
    assertTrue(seen(film, 2.05).getBlue() > 120 && seen(film, 2.05).getRed() < 90);
    assertTrue(seen(film, 2.9).getRed() > 120 && seen(film, 2.9).getBlue() < 90);
    assertFilm(TestMedia.PROBE.measure(film), 3);
  }

  private Path solid(String name, Color color) throws Exception {
    BufferedImage picture = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, 320, 180);
    graphics.dispose();
    Path file = folder.resolve(name);
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  /** The colour between the writing above and below. */
  private Color seen(Path film, double seconds) throws Exception {
    Path picture = Files.createTempDirectory(folder, "seen").resolve("frame.png");
    FfmpegCommand command = FfmpegCommand.create();
    command
        .input(film, "-ss", String.valueOf(seconds))
        .output(picture, "-frames:v", "1", "-update", "1");
    TestMedia.FFMPEG.run(command);
    return new Color(ImageIO.read(picture.toFile()).getRGB(160, 80));
  }

  @ParameterizedTest
  @CsvSource({
    "EXTEND, 1.5, 3.0, true",
    "EXTEND, 1.5, 3.0, false",
    "EDIT, , 1.5, true",
    "EDIT, , 1.5, false",
    "REMIX, , 1.5, true",
    "REMIX, 1.0, 1.0, true",
    "LAST_FRAME, 1.0, 1.0, true"
  })
  void film_fromAClip(Operation operation, Double seconds, double expected, boolean sound)
      throws Exception {
    Path clip = folder.resolve("clip.mp4");
    MediaFacts before =
        save(
            generated(
                film("a ship at sea", 1.5, "4:3", "320x240").with(Parameter.GENERATE_AUDIO, sound)),
            clip);
    assertEquals(sound, before.hasAudio());
    Parameters wanted = words("and on it goes");
    wanted = seconds == null ? wanted : wanted.with(Parameter.DURATION, seconds);

    MediaFacts facts = made(shot(Mode.VIDEO, operation, wanted, input(clip)));

    assertEquals(320, facts.width());
    assertEquals(240, facts.height());
    assertFilm(facts, expected);
  }

  @Test
  void film_extendsAClipWithAnotherFrameRate_toTheExactTotal() throws Exception {
    Path clip = folder.resolve("odd.mp4");
    TestMedia.FFMPEG.run(
        dev.secondunit.media.ffmpeg.FfmpegCommand.create()
            .generated("testsrc2=s=200x112:r=30:d=1")
            .output(clip, "-c:v", "libopenh264"));

    MediaFacts facts =
        made(
            shot(
                Mode.VIDEO,
                Operation.EXTEND,
                words("more").with(Parameter.DURATION, 1.0),
                input(clip)));

    assertFilm(facts, 2);
  }

  @ParameterizedTest
  @CsvSource({"16:9, 640x360", "9:16, 360x640", "1:1, 360x360", "21:9, 840x360"})
  void film_fromTheLastFrameOfAnother_showsItsOwnWritingAlone(String ratio, String size)
      throws Exception {
    Parameters first =
        film("A long caption that fills more than one line of it, static shot", 0.2, ratio, size)
            .with(Parameter.INPUT_IMAGES, List.of(input(grey(size, 0xc0c0c0))));
    Path clip = folder.resolve("clip.mp4");
    save(generated(first), clip);
    BufferedImage before = lastPicture(clip);
    Path last = folder.resolve("last.png");
    ImageIO.write(before, "png", last.toFile());
    Parameters next =
        film("Hm, static shot", 0.2, ratio, size).with(Parameter.GENERATE_AUDIO, false);
    Path alone = folder.resolve("alone.mp4");
    save(
        generated(
            next.with(
                Parameter.INPUT_IMAGES,
                List.of(input(grey(size, before.getRGB(8, before.getHeight() * 6 / 10)))))),
        alone);

    Path continued = folder.resolve("continued.mp4");
    Parameters from = next.with(Parameter.INPUT_IMAGES, List.of(input(last)));
    save(shot(Mode.VIDEO, Operation.LAST_FRAME, from, input(clip)), continued);
    assertSameBelowTheHeader(lastPicture(alone), lastPicture(continued));
    Path extended = folder.resolve("extended.mp4");
    Parameters more = words("Hm, static shot").with(Parameter.DURATION, 0.2);
    save(shot(Mode.VIDEO, Operation.EXTEND, more, input(clip)), extended);
    assertSameBelowTheHeader(lastPicture(alone), lastPicture(extended));
  }

  /** The tag's row differs by what is written in it; from the shot's name on all must be equal. */
  private static void assertSameBelowTheHeader(BufferedImage expected, BufferedImage actual) {
    int from = actual.getHeight() * 5 / 100 + Math.min(actual.getWidth(), actual.getHeight()) / 6;
    for (int y = from; y < actual.getHeight(); y += 2) {
      for (int x = 0; x < actual.getWidth(); x += 2) {
        int off = (expected.getRGB(x, y) >> 8 & 0xff) - (actual.getRGB(x, y) >> 8 & 0xff);
        assertTrue(Math.abs(off) < 40, "off by " + off + " at " + x + "," + y);
      }
    }
  }

  private Path grey(String size, int colour) throws Exception {
    String[] sides = size.split("x");
    int width = Integer.parseInt(sides[0]);
    int height = Integer.parseInt(sides[1]);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(i % width, i / width, colour);
    }
    Path file = folder.resolve("grey-" + (colour & 0xffffff) + ".png");
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  private BufferedImage lastPicture(Path film) throws Exception {
    Path picture = Files.createTempDirectory(folder, "last").resolve("frame.png");
    TestMedia.FFMPEG.run(FfmpegCommand.create().input(film).output(picture, "-an", "-update", "1"));
    return ImageIO.read(picture.toFile());
  }

  private MediaFacts save(Shot shot, Path target) throws Exception {
    PrevizBackend backend = backend(2);
    backend.download(done(backend, accepted(backend, shot)).files().get(0), target);
    return TestMedia.PROBE.measure(target);
  }
}
