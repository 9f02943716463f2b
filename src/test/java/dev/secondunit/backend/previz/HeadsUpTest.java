package dev.secondunit.backend.previz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.media.ffmpeg.TestMedia;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadsUpTest {
  @TempDir Path folder;

  @Test
  void cleared_takesTheWritingOffBothEdges() throws Exception {
    Path clear = folder.resolve("clear.png");
    String written = "color=c=white:s=640x360:d=0.1,format=rgb24,drawbox=c=red:t=fill:y=108:h=222";
    String cleared = HeadsUp.cleared(new FrameSize(640, 360));
    TestMedia.FFMPEG.run(
        FfmpegCommand.create()
            .generated(written)
            .output(clear, "-vf", cleared, "-update", "1", "-frames:v", "1"));

    BufferedImage picture = ImageIO.read(clear.toFile());
    for (int y = 0; y < picture.getHeight(); y += 5) {
      assertEquals(0, picture.getRGB(320, y) >> 12 & 0xf, "green in row " + y);
    }
  }
}
