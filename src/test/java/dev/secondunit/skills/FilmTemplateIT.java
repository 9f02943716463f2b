package dev.secondunit.skills;

import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static dev.secondunit.media.ffmpeg.TestMedia.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Follows {@code skills/remotion/SKILL.md} word by word and looks at the film. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FilmTemplateIT {
  private static final Path SKILL = Documents.ROOT.resolve("target/film-template/remotion");
  private static final Path FILM = SKILL.resolveSibling("film");
  private static final int FRAMES_PER_SECOND = 24;

  /** The accent colour of the template's edit list. */
  private static final int AMBER = 0xF4B942;

  @BeforeAll
  static void copySkill() throws Exception {
    NodeProject.browser();
    NodeProject.delete(SKILL.getParent());
    NodeProject.copy(Documents.SKILLS.resolve("remotion"), SKILL);
  }

  @Test
  @Order(1)
  void quickStart_wordByWord_rendersTheFilm() throws Exception {
    List<Fence> commands =
        Fence.in(SKILL.resolve("SKILL.md")).stream()
            .filter(fence -> fence.attributes().contains("run"))
            .toList();
    assertEquals(2, commands.size());
    Map<String, String> skill = Map.of("SKILL_FOLDER", SKILL.toString());
    Command.run(SKILL.getParent(), skill, "bash", "-ec", commands.get(0).code()).orFail();
    media();
    editListsOfTheRules();
    Command.run(FILM, "bash", "-ec", commands.get(1).code()).orFail();

    MediaFacts facts = PROBE.measure(FILM.resolve("out/film.mp4"));
    assertEquals(1280, facts.width());
    assertEquals(720, facts.height());
    assertEquals(FRAMES_PER_SECOND, facts.framesPerSecond(), 0.001);
    assertEquals("h264", facts.videoCodec());
    assertEquals("aac", facts.audioCodec());
    // 2.5 + 3.5 + 3 + 3.5 seconds less two transitions of half a second.
    assertEquals(276, frames());
  }

  @Test
  @Order(2)
  void captions_markTheSpokenWord() throws Exception {
    // The narration starts at 2.5 s, when s01 stands alone; "counts" is spoken 0.95 to 1.4 s later.
    int spoken = amber(frame(3.7), 0.85, 1);
    assertTrue(spoken > 300, "amber pixels " + spoken);
    // The last word ends at 6.8 s.
    assertEquals(0, amber(frame(10.5), 0.85, 1));
  }

  @Test
  @Order(2)
  void lowerThird_standsAboveTheCaptions() throws Exception {
    // s02 starts at 5.5 s, its lower third at 0.4 s.
    assertTrue(amber(frame(7), 0.6, 0.8) > 300);
    assertEquals(0, amber(frame(10), 0.6, 0.8));
  }

  @Test
  @Order(2)
  void music_stepsBackUnderTheNarration() throws Exception {
    Path film = FILM.resolve("out/film.mp4");
    double alone = Loudness.of(film, 1_000, 9, 1);
    double underSpeech = Loudness.of(film, 1_000, 3, 1.2);
    assertEquals(-13.4, underSpeech - alone, 1.5, "music under speech, dB");
    // The narration is mono and must come out as loud as it went in: a sine of 1/8 has -21 dB.
    assertEquals(-21, Loudness.of(film, 440, 3, 1.2), 1);
  }

  @Test
  @Order(3)
  void editListThatDoesNotFit_refusedWithEveryReason() throws Exception {
    Path list = FILM.resolve("short.json");
    Files.writeString(
        list,
        Files.readString(FILM.resolve("edit-list.json"))
            .replace("\"seconds\": 3.5,\n      \"zoom\"", "\"seconds\": 9,\n      \"zoom\"")
            .replace("\"slide\"", "\"dissolve\""));
    Command.Ended ended =
        Command.run(
            FILM,
            "npx",
            "remotion",
            "still",
            "src/index.ts",
            "Film",
            "out/short.png",
            "--props=short.json");
    assertNotEquals(0, ended.exitCode());
    assertTrue(
        ended.output().contains("s01: needs 9.00 s of shots/s01.mp4, which has 4.00 s"),
        ended.output());
    assertTrue(ended.output().contains("s03: no transition is called dissolve"), ended.output());
  }

  /** Clips of different sizes and frame rates, none of them amber, a mono voice and music. */
  private static void media() throws Exception {
    Path shots = FILM.resolve("public/shots");
    clip(shots.resolve("s01.mp4"), "1280x720", 24);
    clip(shots.resolve("s02.mp4"), "1920x1080", 30);
    clip(shots.resolve("s03.mp4"), "720x1280", 24);
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("sine=f=440:d=4.4:r=24000")
            .output(FILM.resolve("public/audio/narration.wav"), "-ac", "1"));
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("sine=f=1000:d=6:r=48000")
            .output(FILM.resolve("public/audio/music.wav"), "-ac", "2"));
  }

  private static void clip(Path file, String size, int rate) throws InterruptedException {
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("gradients=s=" + size + ":r=" + rate + ":c0=0x10243f:c1=0x3f7f9f:d=4")
            .output(file, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
  }

  /** Lets the compiler judge every edit list in the rules when the project is checked. */
  private static void editListsOfTheRules() throws Exception {
    StringBuilder source = new StringBuilder("import type {EditList} from './edit-list';\n");
    int count = 0;
    for (Path page : Documents.list(SKILL.resolve("rules"))) {
      for (Fence fence : Fence.in(page)) {
        if (fence.attributes().contains("edit-list")) {
          source.append("export const list").append(count++).append(": EditList = ");
          source.append(fence.code()).append(";\n");
        }
      }
    }
    assertTrue(count > 0);
    Files.writeString(FILM.resolve("src/rules.ts"), source);
  }

  private static int frames() throws InterruptedException {
    return FFMPEG.capture(
            FfmpegCommand.create()
                .input(FILM.resolve("out/film.mp4"))
                .arguments("-vf", "scale=1:1", "-an")
                .standardOutput("rawvideo", "-pix_fmt", "gray"),
            1 << 20)
        .length;
  }

  private static BufferedImage frame(double seconds) throws Exception {
    byte[] png =
        FFMPEG.capture(
            FfmpegCommand.create()
                .input(FILM.resolve("out/film.mp4"), "-ss", String.valueOf(seconds))
                .arguments("-frames:v", "1")
                .standardOutput("image2pipe", "-c:v", "png"),
            16 << 20);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** How many pixels between two heights, as fractions, are about the accent colour. */
  private static int amber(BufferedImage image, double from, double to) {
    int count = 0;
    for (int y = (int) (from * image.getHeight()); y < (int) (to * image.getHeight()); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (distance(image.getRGB(x, y), AMBER) < 60) {
          count++;
        }
      }
    }
    return count;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      sum += Math.abs(((one >> shift) & 255) - ((other >> shift) & 255));
    }
    return sum;
  }
}
