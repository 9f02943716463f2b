package dev.secondunit.assembly;

import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static dev.secondunit.media.ffmpeg.TestMedia.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.assembly.AssemblyRequest.ApplyLut;
import dev.secondunit.assembly.AssemblyRequest.Concat;
import dev.secondunit.assembly.AssemblyRequest.Convert;
import dev.secondunit.assembly.AssemblyRequest.LastFrame;
import dev.secondunit.assembly.AssemblyRequest.MixAudio;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblerTest {
  @TempDir Path folder;

  private final Assembler assembler = new Assembler(FFMPEG);

  @Test
  void concat_alikeClips_copiesPicturesAndKeepsEveryFrame() throws Exception {
    MediaInput a = clip("a.mp4", "64x36", "24", 1, 0x40, 1.3);
    MediaInput b = clip("b.mp4", "64x36", "24", 2, 0x80, 1.5);
    MediaInput c = clip("c.mp4", "64x36", "24", 1, 0xc0, 0);
    Path target = folder.resolve("joined.part");
    AtomicReference<Double> progress = new AtomicReference<>(0.0);

    AssemblyReport report = assembler.assemble(new Concat(List.of(a, b, c)), target, progress::set);

    assertTrue(report.picturesCopied(), report.adjustments().toString());
    assertEquals(List.of(24L, 48L, 24L), frames(report));
    assertLevels(target, 24, 0x40, 48, 0x80, 24, 0xc0);
    assertEquals(4.0, PROBE.measure(target).durationSeconds(), 0.001);
    assertEquals(4.0, soundSeconds(target), 0.05);
    assertTrue(progress.get() > 0);
  }

  @Test
  void concat_alikeClips_showsEachPartFromItsStartOn() throws Exception {
    MediaInput silent = clip("silent.mp4", "64x36", "24", 1, 0x40, 0);
    MediaInput loud = clip("loud.mp4", "64x36", "24", 2, 0x80, 2);
    MediaInput late = late(loud, "late.mp4", 0.021);
    MediaInput other = clip("other.mp4", "64x36", "24", 1, 0xc0, 1);
    Path target = folder.resolve("joined.part");

    AssemblyReport report =
        assembler.assemble(new Concat(List.of(silent, loud, late, other)), target, x -> {});

    assertTrue(report.picturesCopied(), report.adjustments().toString());
    assertOnTheGrid(target, 24, 144);
    assertEquals(1.0, onset(target), 0.003);
    assertEquals(
        List.of(0.0, 1.0, 3.0, 5.0),
        report.parts().stream().map(AssemblyReport.Part::startSeconds).toList());
    assertLevels(target, 24, 0x40, 96, 0x80, 24, 0xc0);
  }

  @Test
  void films_ofEveryOperation_beginWithTheirFirstPicture() throws Exception {
    MediaInput clip = clip("a.mp4", "64x36", "24", 1, 0x40, 1);
    MediaInput other = clip("b.mp4", "66x36", "24", 1, 0x80, 1);
    MediaInput late = late(clip, "late.mp4", 0.021);
    Path cube = Files.writeString(folder.resolve("same.cube"), sameColours());
    for (MediaInput input : List.of(clip, late)) {
      for (AssemblyRequest request :
          List.of(
              new Concat(List.of(input, other)),
              new MixAudio(input, List.of(other), false, 0),
              new ApplyLut(input, cube),
              new Convert(input, MediaFormat.MP4, null, 18, null),
              new Convert(input, MediaFormat.QUICKTIME, null, null, null),
              new Convert(input, MediaFormat.MATROSKA, null, null, null),
              new Convert(input, MediaFormat.WEBM, null, null, null))) {
        Path target = folder.resolve("made.part");

        assembler.assemble(request, target, x -> {});

        assertOnTheGrid(target, 24, request instanceof Concat ? 48 : 24);
      }
    }
  }

  @Test
  void concat_differentClips_areFittedToTheFirst() throws Exception {
    MediaInput a = clip("a.mp4", "64x36", "24", 1, 0x40, 1);
    MediaInput b = clip("b.mp4", "80x80", "30000/1001", 2, 0x80, 0);
    MediaInput c = clip("c.mov", "128x72", "25", 1, 0xc0, 0.5);
    Path target = folder.resolve("joined.mp4");

    AssemblyReport report = assembler.assemble(new Concat(List.of(a, b, c)), target, x -> {});

    assertFalse(report.picturesCopied());
    assertEquals(List.of(24L, 48L, 24L), frames(report));
    MediaFacts facts = PROBE.measure(target);
    assertEquals(64, facts.width());
    assertEquals(24.0, facts.framesPerSecond());
    assertEquals(96, count(target));
    assertEquals(4.0, facts.durationSeconds(), 0.001);
    assertEquals(4.0, soundSeconds(target), 0.05);
    assertTrue(
        report.adjustments().stream().anyMatch(x -> "80x80".equals(x.from())),
        report.adjustments().toString());
  }

  @Test
  void concat_twentyClipsWithUnevenSound_doNotDrift() throws Exception {
    MediaInput a = clip("a.mp4", "64x36", "30000/1001", 1, 0x40, 0.7);
    MediaInput b = clip("b.mp4", "66x36", "30000/1001", 1, 0x80, 1.4);
    List<MediaInput> clips = new java.util.ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clips.addAll(List.of(a, b));
    }
    Path target = folder.resolve("joined.mp4");

    AssemblyReport report = assembler.assemble(new Concat(clips), target, x -> {});

    long total = frames(report).stream().mapToLong(Long::longValue).sum();
    assertEquals(total, count(target));
    assertEquals(total * 1001 / 30000.0, PROBE.measure(target).durationSeconds(), 0.002);
    assertEquals(total * 1001 / 30000.0, soundSeconds(target), 0.05);
  }

  @Test
  void concat_sounds() throws Exception {
    MediaInput a = input(TestMedia.sound(folder.resolve("a.wav"), 1));
    MediaInput b = input(TestMedia.sound(folder.resolve("b.mp3"), 0.5));
    Path target = folder.resolve("joined.part");

    assembler.assemble(new Concat(List.of(a, b)), target, x -> {});

    assertEquals("audio/wav", PROBE.measure(target).mediaType());
    assertEquals(1.5, PROBE.measure(target).durationSeconds(), 0.06);
  }

  @Test
  void concat_stillAmongFilms_isRefusedWithAPointer() throws Exception {
    MediaInput a = clip("a.mp4", "64x36", "24", 1, 0x40, 1);
    MediaInput still = input(TestMedia.image(folder.resolve("b.png"), 64, 36));

    FailureException e =
        assertThrows(
            FailureException.class,
            () ->
                assembler.assemble(
                    new Concat(List.of(a, still)), folder.resolve("x.mp4"), x -> {}));

    assertEquals(ErrorCode.MEDIA_TYPE_MISMATCH, e.failure().code());
    assertEquals("inputs", e.failure().field());
    assertTrue(e.failure().hint().contains("Remotion"));
  }

  @Test
  void mixAudio_ducking_lowersTheMusicUnderTheVoice() throws Exception {
    Path voice = folder.resolve("voice.mp4");
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=gray:s=64x36:r=24:d=6")
            .generated("sine=f=1000:d=6,volume='if(between(t,2,4),6,0)':eval=frame")
            .output(voice, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    Path music = folder.resolve("music.wav");
    FFMPEG.run(FfmpegCommand.create().generated("sine=f=200:d=9,volume=4").output(music));
    Path ducked = folder.resolve("ducked.part");
    Path plain = folder.resolve("plain.part");

    AssemblyReport report =
        assembler.assemble(
            new MixAudio(input(voice), List.of(input(music)), true, -6), ducked, x -> {});
    assembler.assemble(
        new MixAudio(input(voice), List.of(input(music)), false, -6), plain, x -> {});

    assertTrue(report.picturesCopied());
    assertEquals(144, count(ducked));
    assertEquals(6.0, soundSeconds(ducked), 0.05);
    double drop = level(ducked, 0.5, 1) - level(ducked, 2.7, 1);
    assertTrue(drop > 6, "music dropped by " + drop + " dB");
    assertEquals(0, level(plain, 0.5, 1) - level(plain, 2.7, 1), 2);
    assertEquals(-16, loudness(ducked), 2);
    assertTrue(report.adjustments().stream().anyMatch(x -> x.field().equals("audio_inputs")));
  }

  @Test
  void applyLut_swapsColoursAsTheTableSays() throws Exception {
    Path red = folder.resolve("red.png");
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=red:s=32x32,format=rgb24")
            .output(red, "-frames:v", "1", "-update", "1"));
    StringBuilder table = new StringBuilder("TITLE \"red to blue\"\nLUT_3D_SIZE 2\n");
    for (int i = 0; i < 8; i++) {
      table.append((i >> 2 & 1) + " " + (i >> 1 & 1) + " " + (i & 1) + "\n");
    }
    Path cube = Files.writeString(folder.resolve("it's: 50%.cube"), table);
    Path target = folder.resolve("graded.part");

    assembler.assemble(new ApplyLut(input(red), cube), target, x -> {});

    int pixel =
        javax.imageio.ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(target)))
            .getRGB(5, 5);
    assertEquals(0x0000ff, pixel & 0xffffff, Integer.toHexString(pixel));
    Path bad = Files.writeString(folder.resolve("bad.cube"), "LUT_3D_SIZE 2\n0 0 0\n");
    FailureException e =
        assertThrows(
            FailureException.class,
            () -> assembler.assemble(new ApplyLut(input(red), bad), target, x -> {}));
    assertTrue(e.failure().message().endsWith("has 1 rows where 8 belong."));
  }

  @Test
  void convert_sizeRateAndFormats() throws Exception {
    MediaInput clip = clip("a.mp4", "64x36", "24", 1, 0x40, 1);
    Path webm = folder.resolve("webm.part");
    assembler.assemble(new Convert(clip, MediaFormat.WEBM, 40, 40, 12.0), webm, x -> {});
    MediaFacts facts = PROBE.measure(webm);
    assertEquals("video/webm", facts.mediaType());
    assertEquals(40, facts.height());
    assertEquals(12, facts.framesPerSecond(), 0.1);

    Path small = folder.resolve("small.part");
    assembler.assemble(new Convert(clip, null, null, 18, null), small, x -> {});
    assertEquals(32, PROBE.measure(small).width());
    assertEquals(24, count(small));

    for (MediaFormat format :
        List.of(
            MediaFormat.MP3,
            MediaFormat.WAV,
            MediaFormat.FLAC,
            MediaFormat.OGG,
            MediaFormat.AAC,
            MediaFormat.M4A,
            MediaFormat.PNG,
            MediaFormat.JPEG,
            MediaFormat.WEBP,
            MediaFormat.GIF,
            MediaFormat.QUICKTIME,
            MediaFormat.MATROSKA)) {
      Path target = folder.resolve(format + ".part");
      assembler.assemble(new Convert(clip, format, null, null, null), target, x -> {});
      assertEquals(format.mediaType(), PROBE.measure(target).mediaType());
    }
  }

  @Test
  void lastFrame_isTheVeryLast() throws Exception {
    MediaInput a = clip("a.mp4", "64x36", "24", 1, 0x40, 0);
    MediaInput b = clip("b.mp4", "64x36", "24", 1, 0xd0, 2);
    Path film = folder.resolve("film.mp4");
    assembler.assemble(new Concat(List.of(a, b)), film, x -> {});
    Path target = folder.resolve("last.part");

    assembler.assemble(new LastFrame(input(film)), target, x -> {});

    assertEquals("image/png", PROBE.measure(target).mediaType());
    int pixel =
        javax.imageio.ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(target)))
            .getRGB(5, 5);
    assertEquals(0xd0, pixel & 0xff, 6);
  }

  @Test
  void lastFrame_ofAClipWhoseSoundGoesOnLonger_isTheVeryLast() throws Exception {
    MediaInput film = clip("long-sound.mkv", "64x36", "24", 1, 0xd0, 6);
    Path target = folder.resolve("last.part");

    assembler.assemble(new LastFrame(film), target, x -> {});

    assertEquals("image/png", PROBE.measure(target).mediaType());
  }

  /** A clip of one brightness; its sound may be shorter or longer than its pictures. */
  private MediaInput clip(
      String name, String size, String rate, int seconds, int level, double soundSeconds)
      throws InterruptedException {
    Path file = folder.resolve(name);
    String colour = String.format("0x%02x%02x%02x", level, level, level);
    FfmpegCommand command =
        FfmpegCommand.create()
            .generated("color=" + colour + ":s=" + size + ":r=" + rate + ":d=" + seconds);
    if (soundSeconds > 0) {
      command.generated("sine=f=440:d=" + soundSeconds);
    }
    FFMPEG.run(command.output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    return input(file);
  }

  /** The same clip with pictures that begin a little after its sound. */
  private MediaInput late(MediaInput clip, String name, double seconds) throws Exception {
    Path file = folder.resolve(name);
    FFMPEG.run(
        FfmpegCommand.create()
            .input(clip.path(), "-itsoffset", String.valueOf(seconds))
            .input(clip.path())
            .arguments("-map", "0:v:0", "-map", "1:a:0", "-c", "copy")
            .output(file));
    assertEquals(seconds, times(file).get(0), 0.001);
    return input(file);
  }

  private static String sameColours() {
    StringBuilder table = new StringBuilder("LUT_3D_SIZE 2\n");
    for (int i = 0; i < 8; i++) {
      table.append((i & 1) + " " + (i >> 1 & 1) + " " + (i >> 2 & 1) + "\n");
    }
    return table.toString();
  }

  /** From zero on, one picture after the other, as many as belong there. */
  private static void assertOnTheGrid(Path film, double rate, int count) throws Exception {
    List<Double> times = times(film);
    assertEquals(count, times.size());
    for (int i = 0; i < count; i++) {
      assertEquals(i / rate, times.get(i), 0.001, "picture " + i);
    }
  }

  /** When the file itself says that its pictures are shown, in seconds. */
  private static List<Double> times(Path film) throws Exception {
    String log =
        FFMPEG.run(
            FfmpegCommand.create()
                .logLevel("info")
                .input(film)
                .arguments("-copyts", "-map", "0:V:0", "-fps_mode", "passthrough")
                .arguments("-vf", "showinfo=checksum=0")
                .noOutput());
    return java.util.regex.Pattern.compile("pts_time:(-?[0-9.]+)")
        .matcher(log)
        .results()
        .map(each -> Double.valueOf(each.group(1)))
        .toList();
  }

  /** The second in which something is heard first. */
  private static double onset(Path film) throws Exception {
    byte[] samples =
        FFMPEG.capture(
            FfmpegCommand.create()
                .input(film)
                .arguments("-map", "0:a:0", "-ac", "1", "-ar", "48000")
                .standardOutput("s16le"),
            4 << 20);
    for (int i = 0; i + 1 < samples.length; i += 2) {
      if (Math.abs((short) ((samples[i] & 0xff) | samples[i + 1] << 8)) > 1_000) {
        return i / 96_000.0;
      }
    }
    throw new AssertionError("nothing is heard");
  }

  private static MediaInput input(Path file) throws InterruptedException {
    return new MediaInput(file.getFileName().toString(), file, PROBE.measure(file));
  }

  private static List<Long> frames(AssemblyReport report) {
    return report.parts().stream().map(AssemblyReport.Part::frames).toList();
  }

  private static byte[] pixels(Path file) throws InterruptedException {
    return FFMPEG.capture(
        FfmpegCommand.create()
            .input(file)
            .arguments("-map", "0:V:0", "-fps_mode", "passthrough")
            .arguments("-vf", "scale=1:1,format=rgb24")
            .standardOutput("rawvideo"),
        1 << 20);
  }

  private static int count(Path file) throws InterruptedException {
    return pixels(file).length / 3;
  }

  private static void assertLevels(Path file, int... runs) throws InterruptedException {
    byte[] pixels = pixels(file);
    int at = 0;
    for (int run = 0; run < runs.length; run += 2) {
      for (int i = 0; i < runs[run]; i++, at++) {
        assertEquals(runs[run + 1], pixels[at * 3] & 0xff, 8, "frame " + at);
      }
    }
    assertEquals(at, pixels.length / 3);
  }

  private static double soundSeconds(Path file) throws InterruptedException {
    byte[] samples =
        FFMPEG.capture(
            FfmpegCommand.create()
                .input(file)
                .arguments("-map", "0:a:0", "-ac", "1", "-ar", "8000")
                .standardOutput("s16le"),
            4 << 20);
    return samples.length / 16_000.0;
  }

  /** Decibels of the music's tone in a part of the file. */
  private static double level(Path file, double start, double seconds) throws InterruptedException {
    byte[] samples =
        FFMPEG.capture(
            FfmpegCommand.create()
                .input(file, "-ss", String.valueOf(start), "-t", String.valueOf(seconds))
                .arguments("-map", "0:a:0", "-ac", "1", "-ar", "8000")
                .arguments("-af", "lowpass=f=400,lowpass=f=400,lowpass=f=400")
                .standardOutput("s16le"),
            4 << 20);
    double sum = 0;
    for (int i = 0; i + 1 < samples.length; i += 2) {
      double sample = (short) ((samples[i] & 0xff) | samples[i + 1] << 8);
      sum += sample * sample;
    }
    return 10 * Math.log10(sum / (samples.length / 2.0) + 1e-9);
  }

  private static double loudness(Path file) throws InterruptedException {
    String log =
        FFMPEG.run(
            FfmpegCommand.create()
                .logLevel("info")
                .input(file)
                .arguments("-map", "0:a:0", "-af", "ebur128=framelog=quiet")
                .noOutput());
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("I:\\s+(-?[0-9.]+) LUFS").matcher(log);
    assertTrue(matcher.find(), log);
    return Double.parseDouble(matcher.group(1));
  }
}
