package dev.secondunit.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.understanding.SceneFrames.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneFramesTest {
  @TempDir Path folder;

  @Test
  void of_foundByTwoAtOnce_leavesThePicturesThatQuestionsSpeakOf() throws Exception {
    Path film = TestMedia.video(folder.resolve("film.mp4"), 64, 64, 1);
    MediaInput input = new MediaInput("film.mp4", film, TestMedia.PROBE.measure(film));
    SceneFrames frames = new SceneFrames(() -> TestMedia.FFMPEG, folder.resolve("scenes"));
    List<Scene> first = frames.of(input, null, 0, 1);
    Path picture = first.get(0).frame();
    FileTime asked = FileTime.from(Instant.parse("2026-11-21T00:00:00Z"));
    Files.setLastModifiedTime(picture, asked);
    // As another one sees it that began before the list was written.
    Files.delete(picture.resolveSibling("scenes.json"));

    assertEquals(first, frames.of(input, null, 0, 1));
    assertEquals(asked, Files.getLastModifiedTime(picture));
  }

  @Test
  void of_listThatCannotBeKept_leavesNothingHalfWritten() throws Exception {
    Path film = TestMedia.video(folder.resolve("film.mp4"), 64, 64, 1);
    MediaInput input = new MediaInput("film.mp4", film, TestMedia.PROBE.measure(film));
    SceneFrames frames = new SceneFrames(() -> TestMedia.FFMPEG, folder.resolve("scenes"));
    Path kept = frames.of(input, null, 0, 1).get(0).frame().getParent();
    Files.delete(kept.resolve("scenes.json"));
    Files.createDirectories(kept.resolve("scenes.json").resolve("in the way"));
    Set<Path> before = files(kept);

    FailureException failed =
        assertThrows(FailureException.class, () -> frames.of(input, null, 0, 1));

    assertEquals(ErrorCode.STORAGE_FAILED, failed.failure().code());
    assertEquals(before, files(kept));
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.collect(Collectors.toSet());
    }
  }
}
