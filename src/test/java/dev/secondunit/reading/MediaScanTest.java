package dev.secondunit.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.reading.Moment.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaScanTest {
  private static final String SHAKY =
      "crop=280:158:20+12*sin(n/3):11+8*cos(n/4),scale=320:180,noise=alls=10:allf=t";

  @TempDir Path folder;

  private final MediaScan scan = new MediaScan(TestMedia.FFMPEG);

  @Test
  void scan_filmWithTwentyCutsFlashesAndAFade_findsThem() throws Exception {
    MadeFilm film = new MadeFilm();
    film.shot("gradients=seed=1:speed=0.02", 40);
    film.shot("testsrc2", 30);
    film.shot("mandelbrot=start_scale=0.3", 48).flash(20, 2);
    film.shot("gradients=seed=7:speed=0.05", 24, SHAKY);
    film.shot("smptehdbars", 36, SHAKY);
    film.shot("gradients=seed=3:speed=0.01:type=radial", 30).flash(12, 1);
    film.shot("zoneplate=kx=30:kt=2", 30);
    film.shot("gradients=seed=9:speed=0.03", 18);
    film.shot("color=c=0x203040", 30, "noise=alls=14:allf=t");
    film.shot("color=c=0x382018", 30, "noise=alls=14:allf=t");
    film.shot("testsrc", 50, SHAKY);
    film.shot("gradients=seed=21:speed=0.02:type=spiral", 40).flash(15, 3);
    film.fadedShot("gradients=seed=5:speed=0.02", 60);
    film.shot("rgbtestsrc", 24, SHAKY);
    film.shot("life=mold=10:ratio=0.3:death_color=#203060:life_color=#e0e0c0", 36);
    film.shot("gradients=seed=11:speed=0.08", 30, SHAKY).flash(15, 1);
    film.shot("yuvtestsrc", 16);
    film.shot("gradients=seed=13:speed=0.02", 14);
    film.shot("pal75bars", 28, SHAKY);
    film.shot("gradients=seed=17:speed=0.02:type=circular", 40);
    film.shot("sierpinski", 30);
    film.shot("gradients=seed=19:speed=0.04", 48).flash(24, 2);
    assertEquals(20, film.cuts().size());

    Findings findings = scan.scan(film.make(folder.resolve("film.mp4")));

    List<Double> found = seconds(findings, Kind.CUT);
    List<Double> hit = new ArrayList<>(film.cuts());
    hit.removeIf(cut -> found.stream().noneMatch(time -> near(time, cut)));
    assertTrue(hit.size() >= 19, "found " + hit.size() + " of 20: " + found);
    assertTrue(hit.size() >= 0.95 * found.size(), "of " + found + " only " + hit + " are cuts");
    assertEquals(1, seconds(findings, Kind.FADE).size());
    assertEquals(film.fades().get(0), seconds(findings, Kind.FADE).get(0), 0.2);
    assertEquals(5, seconds(findings, Kind.FLASH).size());
  }

  @Test
  void scan_largePictures_ofWhichLinesAreLeftOut_givesTheSame() throws Exception {
    MadeFilm film = new MadeFilm();
    film.shot("gradients=seed=1:speed=0.02", 20);
    film.shot("smptehdbars", 26, SHAKY).flash(12, 2);
    film.shot("gradients=seed=9:speed=0.03", 20);
    MediaInput large =
        film.make(
            folder.resolve("large.mp4"),
            "scale=1280:720:flags=neighbor,noise=alls=12:allf=t,"
                + "drawgrid=w=0:h=2:t=1:color=white@0.1");

    Findings findings = scan.scan(large);

    assertEquals(film.cuts().size(), seconds(findings, Kind.CUT).size(), findings.toString());
    for (int i = 0; i < 2; i++) {
      assertTrue(near(film.cuts().get(i), seconds(findings, Kind.CUT).get(i)));
    }
    assertEquals(1, seconds(findings, Kind.FLASH).size(), findings.toString());
    assertEquals(3, findings.moments().size(), findings.toString());
  }

  @Test
  void scan_clipWhoseOnlyEventIsAtSecondFifty_findsIt() throws Exception {
    MediaInput clip =
        make(
            "color=c=0x406080:s=160x90:r=24:d=60,noise=alls=8:allf=t,"
                + "drawbox=x=20:y=20:w=30:h=20:c=orange:t=fill:enable='gte(t,50)'");

    Findings findings = scan.scan(clip);

    assertEquals(1, findings.moments().size(), findings.moments().toString());
    assertEquals(50, findings.moments().get(0).seconds(), 0.05);
    assertEquals(List.of(), findings.black());
  }

  @Test
  void scan_movementWithoutCuts_findsNone() throws Exception {
    MadeFilm film = new MadeFilm();
    film.shot("gradients=seed=1:speed=0.2", 48, SHAKY);
    MediaInput dissolve =
        make(
            "testsrc2=s=160x90:r=24:d=3[a];smptehdbars=s=160x90:r=24:d=3[b];"
                + "[a][b]xfade=duration=1:offset=1.5");
    MediaInput pan = make("testsrc2=s=640x360:r=24:d=4,crop=160:90:'min(480,n*5)':'min(270,n*3)'");

    assertEquals(List.of(), scan.scan(film.make(folder.resolve("shaky.mp4"))).moments());
    assertEquals(List.of(), scan.scan(dissolve).moments());
    assertEquals(List.of(), scan.scan(pan).moments());
  }

  @Test
  void scan_blackAndFrozenAndSilentStretches() throws Exception {
    Path file = folder.resolve("parts.mp4");
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated(
                "color=black:s=160x90:r=24:d=1[a];testsrc2=s=160x90:r=24:d=2[b];"
                    + "smptehdbars=s=160x90:r=24:d=3[c];[a][b][c]concat=n=3")
            .generated(
                "sine=f=440:d=2[a];anullsrc=r=44100:cl=mono,atrim=duration=1.5[b];"
                    + "sine=f=880:d=2.5[c];[a][b][c]concat=n=3:v=0:a=1")
            .output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));

    Findings findings = scan.scan(input(file));

    assertStretch(0, 1, findings.black());
    assertStretch(3, 6, findings.frozen());
    assertStretch(2, 3.5, findings.silent());
    assertEquals(2, seconds(findings, Kind.CUT).size());
    assertFalse(findings.loudness().clipped());
    assertFalse(findings.truncated());
  }

  @Test
  void scan_part_givesTimesOfTheWholeFile() throws Exception {
    MadeFilm film = new MadeFilm();
    film.shot("testsrc2", 48).shot("smptehdbars", 48).shot("gradients=seed=3", 48);
    MediaInput input = film.make(folder.resolve("film.mp4"));

    Findings findings = scan.scan(input, 3, 5);

    assertEquals(1, findings.moments().size());
    assertEquals(4, findings.moments().get(0).seconds(), 0.05);
    assertEquals(
        List.of(new Stretch(3, findings.moments().get(0).seconds())),
        findings.shots(3, 5).subList(0, 1));
  }

  @Test
  void scan_loudAndClippedSound_isTold() throws Exception {
    Path clean = folder.resolve("clean.wav");
    Path clipped = folder.resolve("clipped.wav");
    TestMedia.FFMPEG.run(
        FfmpegCommand.create().generated("sine=f=440:d=3,volume=7.9").output(clean));
    TestMedia.FFMPEG.run(
        FfmpegCommand.create().generated("sine=f=440:d=3,volume=20").output(clipped));

    Loudness quiet = scan.scan(input(clean)).loudness();
    Loudness loud = scan.scan(input(clipped)).loudness();

    assertEquals(-0.1, quiet.truePeakDbfs(), 0.3);
    assertFalse(quiet.clipped());
    assertTrue(loud.clipped());
    assertTrue(loud.integratedLufs() > quiet.integratedLufs());
  }

  @Test
  void scan_silence_hasNoLoudness() throws Exception {
    Path file = folder.resolve("silence.wav");
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated("anullsrc=r=48000:cl=stereo,atrim=duration=2")
            .output(file));

    Findings findings = scan.scan(input(file));

    assertStretch(0, 2, findings.silent());
    assertNull(findings.loudness().integratedLufs());
    assertFalse(findings.loudness().clipped());
  }

  @Test
  void scan_stillImage_findsNothing() throws Exception {
    Findings findings = scan.scan(input(TestMedia.image(folder.resolve("a.png"), 64, 36)));

    assertEquals(List.of(), findings.moments());
    assertNull(findings.loudness());
  }

  private MediaInput make(String graph) throws InterruptedException {
    Path file = folder.resolve(Integer.toHexString(graph.hashCode()) + ".mp4");
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated(graph)
            .output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    return input(file);
  }

  private static MediaInput input(Path file) throws InterruptedException {
    return new MediaInput(file.toString(), file, TestMedia.PROBE.measure(file));
  }

  private static void assertStretch(double start, double end, List<Stretch> stretches) {
    assertEquals(1, stretches.size(), stretches.toString());
    assertEquals(start, stretches.get(0).startSeconds(), 0.1);
    assertEquals(end, stretches.get(0).endSeconds(), 0.1);
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) < 1.5 / MadeFilm.RATE;
  }

  private static List<Double> seconds(Findings findings, Kind kind) {
    return findings.moments().stream()
        .filter(moment -> moment.kind() == kind)
        .map(Moment::seconds)
        .toList();
  }
}
