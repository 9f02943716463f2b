package dev.secondunit.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmSoundTest {
  @TempDir Path folder;

  @Test
  void of_filmWithSound_keepsThatFileAlone() throws Exception {
    MediaInput film = input(TestMedia.video(folder.resolve("film.mp4"), 64, 64, 1));
    FilmSound sound = new FilmSound(() -> TestMedia.FFMPEG, folder.resolve("sounds"));

    Path kept = sound.of(film, 0, 0.5);

    assertEquals(List.of(kept), files());
    assertEquals(kept, sound.of(film, 0, 0.5));
  }

  @Test
  void of_soundThatCannotBeCutOut_leavesNothing() throws Exception {
    MediaInput silent = input(TestMedia.image(folder.resolve("silent.png"), 64, 64));
    FilmSound sound = new FilmSound(() -> TestMedia.FFMPEG, folder.resolve("sounds"));

    assertThrows(FailureException.class, () -> sound.of(silent, 0, null));

    assertEquals(List.of(), files());
  }

  @Test
  void of_interrupted_leavesNothing() throws Exception {
    MediaInput film = input(TestMedia.video(folder.resolve("film.mp4"), 64, 64, 1));
    FilmSound sound = new FilmSound(() -> TestMedia.FFMPEG, folder.resolve("sounds"));

    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> sound.of(film, 0, null));

    assertEquals(List.of(), files());
  }

  private MediaInput input(Path file) throws InterruptedException {
    return new MediaInput(file.toString(), file, TestMedia.PROBE.measure(file));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("sounds"))) {
      return files.toList();
    }
  }
}
