package dev.secondunit.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.TestMedia;
import dev.secondunit.understanding.SceneFrames.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
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
}
