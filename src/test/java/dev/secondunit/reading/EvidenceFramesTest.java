package dev.secondunit.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in files that somebody else reads meanwhile. */
class EvidenceFramesTest {
  @TempDir Path folder;

  private final EvidenceFrames frames = new EvidenceFrames(TestMedia.FFMPEG);

  @Test
  void write_overAPictureThatIsBeingRead_leavesTheReaderTheOldOneWhole() throws Exception {
    MediaInput dark = new MadeFilm().shot("color=black", 12).make(folder.resolve("dark.mp4"));
    MediaInput other = new MadeFilm().shot("testsrc", 12).make(folder.resolve("other.mp4"));
    Path evidence = folder.resolve("evidence");
    Path picture = frames.write(dark, List.of(0.0), evidence).get(0);
    byte[] before = Files.readAllBytes(picture);

    byte[] read;
    try (InputStream reader = Files.newInputStream(picture)) {
      assertEquals(List.of(picture), frames.write(other, List.of(0.0), evidence));
      read = reader.readAllBytes();
    }

    assertArrayEquals(before, read);
    assertFalse(Arrays.equals(before, Files.readAllBytes(picture)), "the new one is there");
    try (Stream<Path> files = Files.list(evidence)) {
      assertEquals(List.of(picture), files.toList(), "and nothing half-written beside it");
    }
  }
}
