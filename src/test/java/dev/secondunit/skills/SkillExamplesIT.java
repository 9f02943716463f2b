package dev.secondunit.skills;

import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every TSX example of the skills is type-checked and rendered; the skills pass the validators. */
class SkillExamplesIT {
  private static final Path PROJECT = Documents.ROOT.resolve("src/test/node/remotion");
  private static final Path WORK = Documents.ROOT.resolve("target/skill-examples");
  private static final Path STILLS = WORK.resolve("out");
  private static final Pattern COUNTS = Pattern.compile("examples found (\\d+) = run (\\d+)");

  @BeforeAll
  static void install() throws Exception {
    NodeProject.copy(PROJECT, WORK);
    NodeProject.install(WORK);
  }

  @Test
  void skills_passTheValidators() throws Exception {
    for (Path skill : Documents.skills()) {
      Command.run(WORK, "node_modules/.bin/skills-ref", "validate", skill.toString()).orFail();
    }
    String report =
        Command.run(
                WORK,
                "node_modules/.bin/skill-check",
                "check",
                Documents.SKILLS.toString(),
                "--no-security-scan",
                "--fail-on-warning",
                "--format",
                "json")
            .orFail();
    assertEquals(
        Documents.skills().size(),
        JsonMapper.builder().build().readTree(report).at("/summary/skillCount").asInt(),
        report);
  }

  @Test
  void tsxExamples_typeCheckAndRender() throws Exception {
    media();
    String output =
        Command.run(
                WORK,
                "node",
                "examples.mjs",
                Documents.SKILLS.toString(),
                WORK.toString(),
                NodeProject.browser().toString())
            .orFail();
    Matcher counts = COUNTS.matcher(output);
    assertTrue(counts.find(), output);
    System.err.println("Remotion " + counts.group());
    long inTheText =
        Documents.pages().stream()
            .flatMap(page -> Fence.in(page).stream())
            .filter(fence -> fence.language().matches("tsx?"))
            .count();
    assertEquals(inTheText, Long.parseLong(counts.group(1)));
    assertEquals(inTheText, Long.parseLong(counts.group(2)));

    for (Path still : Documents.list(STILLS)) {
      if (still.toString().endsWith(".png") && !still.toString().endsWith("-first.png")) {
        assertShowsSomething(still);
      }
    }
    assertDucks(STILLS.resolve("audio-Ducked.mp4"));
  }

  @Test
  void template_usesTheVersionsOfTheExamples() {
    JsonNode examples = dependencies(PROJECT);
    JsonNode template = dependencies(Documents.SKILLS.resolve("remotion/template"));
    assertTrue(template.size() > 5);
    template
        .properties()
        .forEach(
            entry -> {
              assertTrue(entry.getValue().stringValue().matches("\\d[\\d.]*"), entry.toString());
              if (examples.has(entry.getKey())) {
                assertEquals(examples.get(entry.getKey()), entry.getValue(), entry.getKey());
              }
            });
  }

  private static JsonNode dependencies(Path project) {
    return JsonMapper.builder()
        .build()
        .readTree(project.resolve("package.json").toFile())
        .get("dependencies");
  }

  /** The files that the examples name: a wide clip, a tall one, a mono voice, stereo music. */
  private static void media() throws Exception {
    Path shots = Files.createDirectories(WORK.resolve("public/shots"));
    Path audio = Files.createDirectories(WORK.resolve("public/audio"));
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("testsrc2=s=640x360:r=30:d=4")
            .generated("sine=f=220:d=4")
            .output(shots.resolve("harbour.mp4"), "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("mandelbrot=s=360x640:r=24,trim=duration=4")
            .output(shots.resolve("tall.mp4"), "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("sine=f=440:d=2.5:r=24000")
            .output(audio.resolve("narration.wav"), "-ac", "1"));
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("sine=f=1000:d=6:r=48000")
            .output(audio.resolve("music.wav"), "-ac", "2"));
  }

  private static void assertShowsSomething(Path still) throws IOException {
    BufferedImage image = ImageIO.read(still.toFile());
    long colours =
        java.util.stream.IntStream.range(0, image.getWidth() * image.getHeight())
            .map(n -> image.getRGB(n % image.getWidth(), n / image.getWidth()))
            .distinct()
            .limit(2)
            .count();
    assertTrue(colours > 1, still + " is empty");
    Path first = Path.of(still.toString().replace(".png", "-first.png"));
    if (Files.exists(first)) {
      assertTrue(Files.mismatch(still, first) >= 0, still + " does not move");
    }
  }

  private static void assertDucks(Path clip) throws Exception {
    double alone = Loudness.of(clip, 1_000, 0.45, 0.2);
    double underSpeech = Loudness.of(clip, 1_000, 1.5, 1.5);
    assertEquals(-14, underSpeech - alone, 1.5, "music under speech, dB");
  }

  /** Examples without pictures would pass unseen if these folders were empty. */
  @Test
  void tsxExamples_standInEveryRule() {
    List<String> without =
        Documents.list(Documents.SKILLS.resolve("remotion/rules")).stream()
            .filter(rule -> Fence.in(rule).isEmpty())
            .map(Documents::name)
            .toList();
    assertEquals(List.of(), without);
  }
}
