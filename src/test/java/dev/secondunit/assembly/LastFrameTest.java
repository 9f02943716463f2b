package dev.secondunit.assembly;

import static dev.secondunit.assembly.Footage.clip;
import static dev.secondunit.assembly.Footage.filmed;
import static dev.secondunit.assembly.Footage.grey;
import static dev.secondunit.assembly.Footage.measured;
import static dev.secondunit.assembly.Footage.pixel;
import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static dev.secondunit.media.ffmpeg.TestMedia.PROBE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.assembly.AssemblyRequest.Concat;
import dev.secondunit.assembly.AssemblyRequest.LastFrame;
import dev.secondunit.media.MediaInput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture with which a film ends. */
class LastFrameTest {
  private static final int BRIGHT = 0xd0;

  @TempDir Path folder;

  private final Assembler assembler = new Assembler(FFMPEG);

  @Test
  void lastFrame_isTheVeryLast() throws Exception {
    MediaInput a = clip(folder.resolve("a.mp4"), "64x36", "24", 1, 0x40, 0);
    MediaInput b = brightAtLast("b.mp4", 2);
    Path film = folder.resolve("film.mp4");
    assembler.assemble(new Concat(List.of(a, b)), film, x -> {});
    Path target = folder.resolve("last.part");

    assembler.assemble(new LastFrame(measured(film)), target, x -> {});

    assertEquals("image/png", PROBE.measure(target).mediaType());
    assertEquals(BRIGHT, pixel(target) & 0xff, 6);
  }

  @Test
  void lastFrame_ofAClipWhoseSoundGoesOnLonger_isTheVeryLast() throws Exception {
    MediaInput film = brightAtLast("long-sound.mkv", 6);
    Path target = folder.resolve("last.part");

    assembler.assemble(new LastFrame(film), target, x -> {});

    assertEquals("image/png", PROBE.measure(target).mediaType());
    assertEquals(BRIGHT, pixel(target) & 0xff, 6);
  }

  /** A second of pictures of which only the last one is bright. */
  private MediaInput brightAtLast(String name, double soundSeconds) throws InterruptedException {
    String dark = "color=" + grey(0x40) + ":s=64x36:r=24:d=1";
    String atLast = ",drawbox=t=fill:color=" + grey(BRIGHT) + ":enable='eq(n,23)'";
    return filmed(folder.resolve(name), dark + atLast, soundSeconds);
  }
}
