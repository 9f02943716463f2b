package dev.secondunit.assembly;

import static dev.secondunit.assembly.Footage.measured;
import static dev.secondunit.assembly.Footage.pixel;
import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.assembly.AssemblyRequest.ApplyLut;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Colours that a table changes. */
class ApplyLutTest {
  @TempDir Path folder;

  private final Assembler assembler = new Assembler(FFMPEG);

  @Test
  void applyLut_swapsColoursAsTheTableSays() throws Exception {
    Path red = folder.resolve("red.png");
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=red:s=32x32,format=rgb24")
            .output(red, "-frames:v", "1", "-update", "1"));
    StringBuilder table = new StringBuilder("TITLE \"red to blue\"\nLUT_3D_SIZE 2\n");
    for (int i = 0; i < 8; i++) {
      table.append((i >> 2 & 1) + " " + (i >> 1 & 1) + " " + (i & 1) + "\n");
    }
    Path cube = Files.writeString(folder.resolve("it's: 50%.cube"), table);
    Path target = folder.resolve("graded.part");

    assembler.assemble(new ApplyLut(measured(red), cube), target, x -> {});

    int pixel = pixel(target);
    assertEquals(0x0000ff, pixel, Integer.toHexString(pixel));
    Path bad = Files.writeString(folder.resolve("bad.cube"), "LUT_3D_SIZE 2\n0 0 0\n");
    FailureException e =
        assertThrows(
            FailureException.class,
            () -> assembler.assemble(new ApplyLut(measured(red), bad), target, x -> {}));
    assertTrue(e.failure().message().endsWith("has 1 rows where 8 belong."));
  }
}
