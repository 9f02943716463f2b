package dev.secondunit.skills;

import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static dev.secondunit.media.ffmpeg.TestMedia.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.client.ToolClient;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the skills say, from the shot list to the finished film, by a plain MCP client without keys:
 * dry run, a batch in the background, review, narration and music, composite, check.
 */
class FilmIT {
  private static final Path WORK = Documents.ROOT.resolve("target/film");
  private static final Path FILM = WORK.resolve("film");
  private static final int MOST_WAITS = 6;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern INTEGRATED = Pattern.compile("I:\\s+(-?[\\d.]+) LUFS");

  private static final String SHOTS =
      """
      {"mode": "video", "backend_type": "previz", "aspect_ratio": "16:9", "size": "720p",
       "background": true, "output_dir": "film/public/shots", "shots": [
         {"name": "s01", "prompt": "Wide, a harbour at dusk, slow pan right. 35mm", "duration": 4},
         {"name": "s02", "prompt": "Close-up, a hand on a lamp, push in. 35mm", "duration": 4},
         {"name": "s03", "prompt": "Extreme wide, a ferry at night, static. 35mm", "duration": 4}]}
      """;
  private static final String SCRIPT = "Every night she counts the lights on the far shore.";

  @Test
  void shotListToFilm_asTheSkillsSay() throws Exception {
    NodeProject.browser();
    NodeProject.delete(WORK);
    NodeProject.copy(Documents.SKILLS.resolve("remotion/template"), FILM);
    NodeProject.install(FILM);
    Files.createDirectories(FILM.resolve("public/shots"));
    Files.createDirectories(FILM.resolve("public/audio"));
    List<JsonNode> shots;
    JsonNode narration;
    JsonNode music;
    try (ToolClient server = server()) {
      JsonNode price = server.call("generate_media", object(SHOTS).put("dry_run", true));
      assertTrue(price.path("ok").asBoolean(), price.toString());
      shots = finished(server, server.call("generate_media", object(SHOTS)));
      for (JsonNode shot : shots) {
        ObjectNode look = JsonNodeFactory.instance.objectNode().put("contact_sheet", true);
        look.putArray("inputs").addObject().put("path", shot.at("/files/0/path").asString());
        assertEquals(1, server.show("read_media", look).pictures().size());
      }
      narration = sound(server, "speech", "narration", SCRIPT, null);
      music = sound(server, "music", "music", "Sparse piano, 70 bpm, instrumental", 12.0);
    }
    JSON.writeValue(FILM.resolve("edit-list.json"), editList(shots, narration, music));
    Command.run(FILM, "npx", "remotion", "render", "src/index.ts", "Film", "out/film.mp4").orFail();

    Path film = FILM.resolve("out/film.mp4");
    MediaFacts facts = PROBE.measure(film);
    assertEquals(1280, facts.width());
    assertEquals(720, facts.height());
    assertEquals("h264", facts.videoCodec());
    assertEquals("aac", facts.audioCodec());
    // 2.5 + 3 x 3.5 seconds less two transitions of half a second: 12 s.
    assertEquals(12, facts.durationSeconds(), 0.1);
    double loudness = loudness(film);
    assertTrue(loudness > -40 && loudness < -8, "loudness " + loudness + " LUFS");
    FFMPEG.run(
        FfmpegCommand.create()
            .input(film)
            .arguments("-vf", "fps=1,scale=320:-2,tile=4x3", "-frames:v", "1", "-update", "1")
            .output(WORK.resolve("contact-sheet.png")));
    System.err.println(
        "film: " + film + ", " + facts.durationSeconds() + " s, " + loudness + " LUFS");
  }

  private static JsonNode sound(
      ToolClient server, String type, String name, String prompt, Double seconds) {
    ObjectNode call =
        JsonNodeFactory.instance
            .objectNode()
            .put("mode", "audio")
            .put("audio_type", type)
            .put("backend_type", "previz")
            .put("prompt", prompt)
            .put("name", name)
            .put("output_dir", "film/public/audio");
    if (seconds != null) {
      call.put("duration", seconds);
    }
    return finished(server, server.call("generate_media", call)).get(0);
  }

  private static List<JsonNode> finished(ToolClient server, JsonNode answer) {
    ObjectNode wait = JsonNodeFactory.instance.objectNode().put("until", "all");
    if (answer.path("batch_id").isString()) {
      wait.put("batch_id", answer.path("batch_id").stringValue());
    } else {
      wait.putArray("job_ids").add(answer.path("job_id").stringValue());
    }
    JsonNode waited = server.call("wait_for_jobs", wait);
    for (int waits = 1; waits < MOST_WAITS && !waited.path("done").asBoolean(); waits++) {
      waited = server.call("wait_for_jobs", wait);
    }
    List<JsonNode> jobs = waited.path("jobs").valueStream().toList();
    jobs.forEach(job -> assertEquals("succeeded", job.path("status").asString(), job.toString()));
    return jobs;
  }

  private static ObjectNode editList(List<JsonNode> shots, JsonNode narration, JsonNode music) {
    ObjectNode list = object(Documents.read(FILM.resolve("edit-list.json")));
    for (JsonNode scene : list.path("scenes")) {
      if (scene.path("type").asString().equals("shot")) {
        ((ObjectNode) scene)
            .put("src", sourceOf(scene.get("id").stringValue(), shots))
            .put("seconds", 3.5)
            .remove("from");
      }
    }
    ((ObjectNode) list.at("/sound/narration")).put("src", inPublic(narration));
    ((ObjectNode) list.at("/sound/music")).put("src", inPublic(music));
    ArrayNode words = ((ObjectNode) list.get("captions")).putArray("words");
    double seconds = narration.at("/files/0/duration_seconds").asDouble();
    double perLetter = seconds / SCRIPT.length();
    double now = 0;
    for (String word : SCRIPT.split(" ")) {
      double end = now + word.length() * perLetter;
      words.addObject().put("text", word).put("start", now).put("end", end);
      now = end + perLetter;
    }
    return list;
  }

  /** File names are a time, the shot's name and a part of the job's id. */
  private static String sourceOf(String scene, List<JsonNode> shots) {
    return shots.stream()
        .map(FilmIT::inPublic)
        .filter(src -> src.contains("_" + scene + "_"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no clip for " + scene + " in " + shots));
  }

  private static String inPublic(JsonNode job) {
    return FILM.resolve("public")
        .relativize(Path.of(job.at("/files/0/path").stringValue()))
        .toString();
  }

  private static double loudness(Path film) throws InterruptedException {
    String log =
        FFMPEG.run(
            FfmpegCommand.create()
                .logLevel("info")
                .input(film)
                .arguments("-vn", "-af", "ebur128")
                .noOutput());
    Matcher integrated = INTEGRATED.matcher(log);
    double last = Double.NaN;
    while (integrated.find()) {
      last = Double.parseDouble(integrated.group(1));
    }
    return last;
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) JSON.readTree(json);
  }

  private static ToolClient server() {
    return ToolClient.start(
        List.of(
            "bash",
            "-c",
            "cd '"
                + WORK
                + "' && exec java -jar '"
                + System.getProperty("second-unit.jar")
                + "' stdio"),
        Map.of("SECOND_UNIT_HOME", WORK.resolve("home").toString()),
        line -> {},
        words -> {});
  }
}
