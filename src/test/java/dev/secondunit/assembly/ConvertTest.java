package dev.secondunit.assembly;

import static dev.secondunit.assembly.Footage.clip;
import static dev.secondunit.assembly.Footage.count;
import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static dev.secondunit.media.ffmpeg.TestMedia.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.assembly.AssemblyRequest.Convert;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.MediaInput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same film in another size, at another rate, in another format. */
class ConvertTest {
  @TempDir Path folder;

  private final Assembler assembler = new Assembler(FFMPEG);

  @Test
  void convert_sizeRateAndFormats() throws Exception {
    MediaInput clip = clip(folder.resolve("a.mp4"), "64x36", "24", 1, 0x40, 1);
    Path webm = folder.resolve("webm.part");
    assembler.assemble(new Convert(clip, MediaFormat.WEBM, 40, 40, 12.0), webm, x -> {});
    MediaFacts facts = PROBE.measure(webm);
    assertEquals("video/webm", facts.mediaType());
    assertEquals(40, facts.width());
    assertEquals(40, facts.height());
    assertEquals(12, facts.framesPerSecond(), 0.1);

    Path small = folder.resolve("small.part");
    assembler.assemble(new Convert(clip, null, null, 18, null), small, x -> {});
    assertEquals(32, PROBE.measure(small).width());
    assertEquals(24, count(small));

    for (MediaFormat format :
        List.of(
            MediaFormat.MP3,
            MediaFormat.WAV,
            MediaFormat.FLAC,
            MediaFormat.OGG,
            MediaFormat.AAC,
            MediaFormat.M4A,
            MediaFormat.PNG,
            MediaFormat.JPEG,
            MediaFormat.WEBP,
            MediaFormat.GIF,
            MediaFormat.QUICKTIME,
            MediaFormat.MATROSKA)) {
      Path target = folder.resolve(format + ".part");
      assembler.assemble(new Convert(clip, format, null, null, null), target, x -> {});
      assertEquals(format.mediaType(), PROBE.measure(target).mediaType());
    }
  }
}
