package dev.secondunit.understanding;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.reading.EvidenceFrames;
import dev.secondunit.reading.MediaScan;
import dev.secondunit.reading.Stretch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Cuts a film into its scenes and takes one picture of each. What was found is kept under the
 * film's hash: finding it again is free, and a picture that a question speaks of is never written
 * anew.
 */
final class SceneFrames {
  private static final String LIST = "scenes.json";
  private static final double LAST_PICTURE = 0.05;

  /**
   * A scene and its picture.
   *
   * @param frame null for a scene that was not found but only reckoned with
   */
  record Scene(double start, double end, Path frame) {
    double seconds() {
      return end - start;
    }
  }

  private final Supplier<Ffmpeg> ffmpeg;
  private final Path folder;

  SceneFrames(Supplier<Ffmpeg> ffmpeg, Path folder) {
    this.ffmpeg = ffmpeg;
    this.folder = folder;
  }

  /**
   * @param offset how far into each scene its picture is taken, or its last picture where it is
   *     shorter; null for the middle
   */
  List<Scene> of(MediaInput film, Double offset, double start, double end)
      throws InterruptedException {
    Path kept =
        folder.resolve(
            film.facts().sha256()
                + String.format(
                    Locale.ROOT,
                    "-%.3f-%.3f-%s",
                    start,
                    end,
                    offset == null ? "middle" : String.format(Locale.ROOT, "%.3f", offset)));
    List<Scene> known = read(kept);
    return known.isEmpty() ? found(film, offset, start, end, kept) : known;
  }

  private List<Scene> found(MediaInput film, Double offset, double start, double end, Path kept)
      throws InterruptedException {
    List<Stretch> shots = new MediaScan(ffmpeg.get()).scan(film, start, end).shots(start, end);
    List<Double> times =
        shots.stream()
            .map(
                shot ->
                    offset == null
                        ? (shot.startSeconds() + shot.endSeconds()) / 2
                        : Math.min(
                            shot.startSeconds() + offset,
                            Math.max(shot.startSeconds(), shot.endSeconds() - LAST_PICTURE)))
            .toList();
    List<Path> frames = pictures(film, times, kept);
    List<Scene> scenes = new ArrayList<>();
    for (int i = 0; i < shots.size(); i++) {
      scenes.add(new Scene(shots.get(i).startSeconds(), shots.get(i).endSeconds(), frames.get(i)));
    }
    write(scenes, kept);
    return scenes;
  }

  /** Others may look for the same scenes meanwhile: whose picture is there first, it stays. */
  private List<Path> pictures(MediaInput film, List<Double> times, Path kept)
      throws InterruptedException {
    try {
      Files.createDirectories(kept);
      Path made = Files.createTempDirectory(kept, "pictures");
      try {
        List<Path> pictures = new ArrayList<>();
        for (Path picture : new EvidenceFrames(ffmpeg.get()).write(film, times, made)) {
          Path stays = kept.resolve(picture.getFileName());
          if (!Files.exists(stays)) {
            Files.move(picture, stays, StandardCopyOption.ATOMIC_MOVE);
          }
          pictures.add(stays);
        }
        return pictures;
      } finally {
        remove(made);
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              ErrorCode.STORAGE_FAILED, "cannot keep the pictures of scenes in " + kept + "."),
          e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static List<Scene> read(Path kept) {
    List<Scene> scenes = new ArrayList<>();
    try {
      for (JsonNode each : JsonMapper.shared().readTree(Files.readAllBytes(kept.resolve(LIST)))) {
        Path frame = kept.resolve(each.path("frame").asString());
        if (!Files.isRegularFile(frame)) {
          return List.of();
        }
        scenes.add(new Scene(each.path("start").asDouble(), each.path("end").asDouble(), frame));
      }
    } catch (IOException | JacksonException e) {
      // Not there yet, or not whole: then it is found anew.
      return List.of();
    }
    return scenes;
  }

  private static void write(List<Scene> scenes, Path kept) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Scene scene : scenes) {
      list.addObject()
          .put("start", scene.start())
          .put("end", scene.end())
          .put("frame", scene.frame().getFileName().toString());
    }
    try {
      Path written = Files.createTempFile(kept, "scenes", ".part");
      try {
        Files.write(written, JsonMapper.shared().writeValueAsBytes(list));
        Files.move(written, kept.resolve(LIST), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(ErrorCode.STORAGE_FAILED, "cannot keep the list of scenes in " + kept + "."),
          e);
    }
  }
}
