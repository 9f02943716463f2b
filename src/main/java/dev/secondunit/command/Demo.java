package dev.secondunit.command;

import dev.secondunit.mcp.client.ToolClient;
import dev.secondunit.mcp.client.ToolClient.Shown;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The main job from end to end, as an agent would do it: a shot list in the background, waiting
 * with progress, looking at every clip, continuing one, analysing one, and cutting them together.
 * Runs on previz, so it needs no key and costs nothing.
 */
final class Demo {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final List<String> serverCommand;
  private final Path folder;
  private final PrintStream out;

  /**
   * @param serverCommand how to start the server
   * @param folder where everything goes; made when missing
   */
  Demo(List<String> serverCommand, Path folder, PrintStream out) {
    this.serverCommand = serverCommand;
    this.folder = folder;
    this.out = out;
  }

  void run() throws IOException {
    Files.createDirectories(folder);
    Map<String, String> environment =
        Map.of(
            "SECOND_UNIT_HOME", folder.resolve("home").toString(),
            "SECOND_UNIT_OUTPUT_DIR", folder.resolve("media").toString(),
            "SECOND_UNIT_READ_ROOTS", folder.toString(),
            "SECOND_UNIT_WRITE_ROOTS", folder.toString());
    try (ToolClient server =
        ToolClient.start(serverCommand, environment, line -> {}, words -> say("      " + words))) {
      say("connected to " + server.server() + " with " + server.tools().size() + " tools");
      List<String> clips = shoot(server);
      for (String clip : clips) {
        look(server, clip);
      }
      clips.add(carryOn(server, clips.get(2)));
      analyse(server, clips.get(0));
      assemble(server, clips);
    }
  }

  private List<String> shoot(ToolClient server) {
    say("1. a shot list as one background batch");
    ObjectNode arguments = JSON.objectNode();
    arguments.put("mode", "video");
    arguments.put("backend_type", "previz");
    arguments.put("aspect_ratio", "16:9");
    arguments.put("size", "720p");
    arguments.put("background", true);
    ArrayNode shots = arguments.putArray("shots");
    shot(
        shots, "harbour", 4, "Sunrise over a fishing harbour, wide, slow pan right, gulls calling");
    shot(shots, "captain", 3, "The captain reads a chart at her table by lamplight, slow push in");
    shot(
        shots,
        "departure",
        4,
        "The boat leaves through mist into the open sea, crane up, low horn");
    JsonNode answer = server.call("generate_media", arguments);
    String batch = answer.path("batch_id").asString();
    say("   " + batch + ": " + answer.path("jobs").size() + " jobs, the agent is free meanwhile");
    say("2. waiting for all of them");
    JsonNode done;
    do {
      ObjectNode wait = JSON.objectNode();
      wait.put("batch_id", batch);
      wait.put("until", "all");
      wait.put("wait_seconds", 20);
      done = server.call("wait_for_jobs", wait);
    } while (!done.path("done").asBoolean());
    List<String> assets = new ArrayList<>();
    for (JsonNode job : done.path("jobs")) {
      assets.add(finished(job));
    }
    return assets;
  }

  private static void shot(ArrayNode shots, String name, double seconds, String prompt) {
    shots.addObject().put("name", name).put("duration", seconds).put("prompt", prompt);
  }

  /** Says what a job delivered and returns the id of its first file. */
  private String finished(JsonNode job) {
    if (!job.path("status").asString().equals("succeeded")) {
      throw new IllegalStateException(
          "a job ended as " + job.path("status").asString() + ": " + job.path("error"));
    }
    JsonNode file = job.path("files").get(0);
    say("   " + facts(file));
    return file.path("asset_id").asString();
  }

  private static String facts(JsonNode file) {
    return file.path("path").asString()
        + "\n      "
        + file.path("width").asInt()
        + "x"
        + file.path("height").asInt()
        + ", "
        + file.path("duration_seconds").asDouble()
        + " s, "
        + file.path("fps").asDouble()
        + " fps, "
        + file.path("video_codec").asString()
        + "/"
        + file.path("audio_codec").asString()
        + ", "
        + file.path("bytes").asLong()
        + " bytes, sha256 "
        + file.path("sha256").asString().substring(0, 12)
        + "…";
  }

  private void look(ToolClient server, String asset) {
    ObjectNode arguments = JSON.objectNode();
    arguments.putArray("inputs").add(asset);
    arguments.put("frames", 3);
    Shown shown = server.show("read_media", arguments);
    say("3. looked at " + asset + ": " + shown.pictures().size() + " pictures");
  }

  private String carryOn(ToolClient server, String asset) {
    say("4. continuing the last shot by three seconds");
    ObjectNode arguments = JSON.objectNode();
    arguments.put("source", asset);
    arguments.put("operation", "extend");
    arguments.put("prompt", "The boat holds its course into the mist, static");
    arguments.put("duration", 3);
    arguments.put("name", "departure-extended");
    arguments.put("wait_seconds", 45);
    JsonNode job = server.call("continue_from", arguments);
    while (!job.path("status").asString().equals("succeeded")
        && !job.path("status").asString().equals("failed")) {
      ObjectNode wait = JSON.objectNode();
      wait.putArray("job_ids").add(job.path("job_id").asString());
      job = server.call("wait_for_jobs", wait).path("jobs").get(0);
    }
    return finished(job);
  }

  private void analyse(ToolClient server, String asset) {
    ObjectNode arguments = JSON.objectNode();
    arguments.put("video", asset);
    arguments.put("prompt", "What happens, and is anything technically wrong?");
    JsonNode answer = server.call("analyze_video", arguments);
    say("5. analysed " + asset + ":");
    answer.path("text").asString().lines().limit(8).forEach(line -> say("      " + line));
  }

  private void assemble(ToolClient server, List<String> clips) throws IOException {
    say("6. cutting them together");
    ObjectNode arguments = JSON.objectNode();
    arguments.put("operation", "concat");
    ArrayNode inputs = arguments.putArray("inputs");
    // The extended clip begins with the shot it extends, so it takes that shot's place.
    inputs.add(clips.get(0)).add(clips.get(1)).add(clips.get(3));
    arguments.put("name", "film");
    arguments.put("wait_seconds", 45);
    JsonNode job = server.call("assemble_media", arguments);
    String film = finished(job);
    ObjectNode sheet = JSON.objectNode();
    sheet.putArray("inputs").add(film);
    sheet.put("contact_sheet", true);
    Shown shown = server.show("read_media", sheet);
    Path picture = folder.resolve("contact-sheet.jpg");
    Files.write(picture, shown.pictures().get(0));
    say("");
    say("film:          " + job.path("files").get(0).path("path").asString());
    say("contact sheet: " + picture);
  }

  private void say(String line) {
    out.println(line);
  }
}
