package dev.secondunit.assembly;

import static dev.secondunit.assembly.Footage.assertLevels;
import static dev.secondunit.assembly.Footage.assertOnTheGrid;
import static dev.secondunit.assembly.Footage.clip;
import static dev.secondunit.assembly.Footage.late;
import static dev.secondunit.assembly.Footage.onset;
import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.assembly.AssemblyRequest.ApplyLut;
import dev.secondunit.assembly.AssemblyRequest.Concat;
import dev.secondunit.assembly.AssemblyRequest.Convert;
import dev.secondunit.assembly.AssemblyRequest.MixAudio;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.MediaInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each picture is shown at its time, whatever is made of a film whose pictures may begin late. */
class PictureTimesTest {
  @TempDir Path folder;

  private final Assembler assembler = new Assembler(FFMPEG);

  @Test
  void films_ofEveryOperation_beginWithTheirFirstPicture() throws Exception {
    MediaInput clip = clip(folder.resolve("a.mp4"), "64x36", "24", 1, 0x40, 1);
    MediaInput other = clip(folder.resolve("b.mp4"), "66x36", "24", 1, 0x80, 1);
    MediaInput late = late(clip, folder.resolve("late.mp4"), 0.021);
    Path cube = Files.writeString(folder.resolve("same.cube"), sameColours());
    for (MediaInput input : List.of(clip, late)) {
      for (AssemblyRequest request :
          List.of(
              new Concat(List.of(input, other)),
              new MixAudio(input, List.of(other), false, 0),
              new ApplyLut(input, cube),
              new Convert(input, MediaFormat.MP4, null, 18, null),
              new Convert(input, MediaFormat.QUICKTIME, null, null, null),
              new Convert(input, MediaFormat.MATROSKA, null, null, null),
              new Convert(input, MediaFormat.WEBM, null, null, null))) {
        Path target = folder.resolve("made.part");

        assembler.assemble(request, target, x -> {});

        assertOnTheGrid(target, 24, request instanceof Concat ? 48 : 24);
      }
    }
  }

  @Test
  void concat_alikeClips_showsEachPartFromItsStartOn() throws Exception {
    MediaInput silent = clip(folder.resolve("silent.mp4"), "64x36", "24", 1, 0x40, 0);
    MediaInput loud = clip(folder.resolve("loud.mp4"), "64x36", "24", 2, 0x80, 2);
    MediaInput late = late(loud, folder.resolve("late.mp4"), 0.021);
    MediaInput other = clip(folder.resolve("other.mp4"), "64x36", "24", 1, 0xc0, 1);
    Path target = folder.resolve("joined.part");

    AssemblyReport report =
        assembler.assemble(new Concat(List.of(silent, loud, late, other)), target, x -> {});

    assertTrue(report.picturesCopied(), report.adjustments().toString());
    assertOnTheGrid(target, 24, 144);
    assertEquals(1.0, onset(target), 0.003);
    assertEquals(
        List.of(0.0, 1.0, 3.0, 5.0),
        report.parts().stream().map(AssemblyReport.Part::startSeconds).toList());
    assertLevels(target, 24, 0x40, 96, 0x80, 24, 0xc0);
  }

  private static String sameColours() {
    StringBuilder table = new StringBuilder("LUT_3D_SIZE 2\n");
    for (int i = 0; i < 8; i++) {
      table.append((i & 1) + " " + (i >> 1 & 1) + " " + (i >> 2 & 1) + "\n");
    }
    return table.toString();
  }
}
