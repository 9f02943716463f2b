package dev.secondunit.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.reading.Reading.FileReading;
import dev.secondunit.reading.Reading.Frame;
import dev.secondunit.reading.Reading.Unreadable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaReaderTest {
  @TempDir Path folder;

  private MediaReader reader;

  @BeforeEach
  void reader() throws IOException {
    folder = folder.toRealPath();
    InputResolver resolver =
        new InputResolver(
            new PathGuard(List.of(folder), List.of(), folder),
            TestMedia.PROBE::measure,
            id -> Optional.empty(),
            (url, field) -> folder,
            folder.resolve("inline"));
    reader = new MediaReader(resolver, TestMedia.FFMPEG);
  }

  @Test
  void read_film_spreadsFramesFromTheFirstToTheLast() throws Exception {
    film("film.mp4", 4);

    FileReading reading = file(read(false, false, null, List.of(), "film.mp4"), 0);

    assertEquals(4, reading.frames().size());
    List<Double> seconds = reading.frames().stream().map(Frame::seconds).toList();
    assertEquals(0, seconds.get(0), 1e-6);
    assertEquals(95 / 24.0, seconds.get(3), 0.001);
    for (Frame frame : reading.frames()) {
      assertEquals(grey(frame.seconds()), brightness(frame.picture()), 4, "at " + frame.seconds());
    }
    assertNull(reading.findings().loudness());
  }

  @Test
  void read_givenTimes_showsWhatIsOnScreenThen() throws Exception {
    film("film.mp4", 4);

    FileReading reading =
        file(read(false, false, null, List.of(3.99, 1.0, 2.02, 99.0), "film.mp4"), 0);

    List<Double> seconds = reading.frames().stream().map(Frame::seconds).toList();
    assertEquals(3, seconds.size());
    assertEquals(1.0, seconds.get(0), 0.001);
    assertEquals(2.0, seconds.get(1), 0.001);
    assertEquals(95 / 24.0, seconds.get(2), 0.001);
    assertEquals(
        List.of("99.00 s lies behind the end; shown is the last picture, at 3.96 s."),
        reading.notes());
  }

  @Test
  void read_longFilm_isSoughtInAndKeepsTimes() throws Exception {
    film("long.mp4", 125);

    FileReading reading = file(read(false, false, 3, List.of(), "long.mp4"), 0);

    assertEquals(3, reading.frames().size());
    assertEquals(125 - 1 / 24.0, reading.frames().get(2).seconds(), 0.001);
    for (Frame frame : reading.frames()) {
      assertEquals(grey(frame.seconds()), brightness(frame.picture()), 4, "at " + frame.seconds());
    }
  }

  @Test
  void read_manyFiles_oneBadOneDoesNotSinkTheOthers() throws Exception {
    TestMedia.video(folder.resolve("a.mp4"), 64, 36, 1);
    TestMedia.image(folder.resolve("b.png"), 64, 36);
    TestMedia.sound(folder.resolve("c.wav"), 1);
    Files.writeString(folder.resolve("d.mp4"), "<html>");

    Reading reading =
        read(false, true, 2, List.of(), "a.mp4", "/etc/passwd", "b.png", "d.mp4", "c.wav", "e.png");

    assertEquals(6, reading.entries().size());
    assertEquals(2, file(reading, 0).frames().size());
    assertTrue(file(reading, 0).scanned());
    assertEquals(ErrorCode.PATH_DENIED, failure(reading, 1));
    assertEquals("inputs[1]", ((Unreadable) reading.entries().get(1)).failure().field());
    assertEquals(1, file(reading, 2).frames().size());
    assertEquals(ErrorCode.MEDIA_TYPE_MISMATCH, failure(reading, 3));
    assertNotNull(file(reading, 4).waveform());
    assertNotNull(file(reading, 4).findings().loudness());
    assertEquals(ErrorCode.FILE_NOT_FOUND, failure(reading, 5));
    assertEquals(4, reading.pictures().size());
  }

  @Test
  void read_contactSheet_showsTheWholeFilm() throws Exception {
    film("film.mp4", 6);

    FileReading reading = file(read(true, false, null, List.of(), "film.mp4"), 0);

    assertEquals(12, reading.sheetSeconds().size());
    assertEquals(143 / 24.0, reading.sheetSeconds().get(11), 0.001);
    assertEquals(List.of(), reading.frames());
    assertTrue(reading.contactSheet().width() <= 1_024);
    assertTrue(reading.contactSheet().height() <= 1_024);
  }

  @Test
  void read_picturesAndScenesTogether_givesWhatEachGivesAlone() throws Exception {
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated("testsrc2=s=128x72:r=24:d=2[a];smptebars=s=128x72:r=24:d=2[b];[a][b]concat")
            .generated("sine=f=440:d=2,apad=whole_dur=4")
            .output(folder.resolve("both.mp4"), "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));

    FileReading both = file(read(true, true, 5, List.of(), "both.mp4"), 0);
    FileReading sheet = file(read(true, false, 5, List.of(), "both.mp4"), 0);
    FileReading scenes = file(read(false, true, 0, List.of(), "both.mp4"), 0);
    FileReading beginning = file(read(false, false, null, List.of(0.5, 1.0), "both.mp4"), 0);

    assertEquals(sheet.sheetSeconds(), both.sheetSeconds());
    assertEquals(5, both.sheetSeconds().size());
    assertArrayEquals(sheet.contactSheet().bytes(), both.contactSheet().bytes());
    assertEquals(scenes.findings(), both.findings());
    assertEquals(1, both.findings().moments().size(), both.findings().toString());
    assertEquals(scenes.findings().loudness(), sheet.findings().loudness());
    assertEquals(scenes.findings().silent(), beginning.findings().silent());
    assertEquals(2, beginning.frames().size());
    assertEquals(0.5, beginning.frames().get(0).seconds(), 0.001);
  }

  @Test
  void read_noisyPictures_stayWithinTheBounds() throws Exception {
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=gray:s=1400x1400:r=8:d=2,noise=alls=100:allf=t,format=yuv420p")
            .output(folder.resolve("noise.mp4"), "-c:v", "libopenh264", "-b:v", "60M"));
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=gray:s=1400x1400,noise=alls=100")
            .output(folder.resolve("noise.png"), "-frames:v", "1", "-update", "1"));

    for (Reading reading :
        List.of(
            read(false, false, null, List.of(), "noise.png"),
            read(false, false, 16, List.of(), "noise.mp4", "noise.mp4", "noise.png"))) {
      long sum = 0;
      for (Picture picture : reading.pictures()) {
        assertTrue(base64(picture) <= 700_000, "one of " + base64(picture));
        assertTrue(Math.max(picture.width(), picture.height()) <= 1_024);
        sum += base64(picture);
      }
      assertTrue(sum <= 900_000, "sum " + sum);
    }
  }

  @Test
  void read_tooManyPictures_saysHowManyAreShown() throws Exception {
    film("film.mp4", 2);

    Reading reading = read(false, false, 16, List.of(), "film.mp4", "film.mp4");

    assertEquals(24, reading.pictures().size());
    assertEquals(
        List.of("Shown are 12 of 16 pictures; ask for fewer files at once."),
        file(reading, 1).notes());
  }

  @Test
  void read_noFrames_measuresOnly() throws Exception {
    TestMedia.video(folder.resolve("a.mp4"), 64, 36, 1);
    TestMedia.sound(folder.resolve("c.wav"), 1);

    Reading reading = read(false, false, 0, List.of(), "a.mp4", "c.wav");

    assertEquals(List.of(), reading.pictures());
    assertNotNull(file(reading, 0).findings().loudness());
    assertFalse(file(reading, 0).scanned());
  }

  @Test
  void read_transparentImage_showsAChequeredGround() throws Exception {
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=black@0:s=64x64,format=rgba")
            .output(folder.resolve("clear.png"), "-frames:v", "1", "-update", "1"));

    Picture picture = read(false, false, null, List.of(), "clear.png").pictures().get(0);

    assertEquals(178, brightness(picture), 6);
  }

  private Reading read(
      boolean sheet, boolean scenes, Integer frames, List<Double> times, String... sources)
      throws InterruptedException {
    List<ReadRequest.Input> inputs = new ArrayList<>();
    for (String source : sources) {
      inputs.add(new ReadRequest.Input(source, null));
    }
    return reader.read(new ReadRequest(inputs, frames, times, sheet, scenes));
  }

  /** A film whose brightness tells the time. */
  private void film(String name, int seconds) throws InterruptedException {
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated(
                "color=black:s=64x36:r=24:d="
                    + seconds
                    + ",format=gray,geq=lum='mod(N*7\\,200)+20',format=yuv420p")
            .output(folder.resolve(name), "-c:v", "libopenh264", "-g", "60", "-b:v", "500k"));
  }

  private static double grey(double seconds) {
    return Math.round(seconds * 24) * 7 % 200 + 20;
  }

  private static double brightness(Picture picture) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.bytes()));
    double sum = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        sum += image.getRGB(x, y) >> 8 & 0xff;
      }
    }
    return sum / (image.getWidth() * image.getHeight());
  }

  private static long base64(Picture picture) {
    return (picture.bytes().length + 2L) / 3 * 4;
  }

  private static FileReading file(Reading reading, int index) {
    return (FileReading) reading.entries().get(index);
  }

  private static ErrorCode failure(Reading reading, int index) {
    return ((Unreadable) reading.entries().get(index)).failure().code();
  }
}
