package dev.secondunit.backend.previz;

import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Takes the writing of an earlier shot off a picture, so that a shot which goes on from it does not
 * show two captions and two playheads. Only pictures that carry the writing are changed: they are
 * known by the tag, whose place and colour are the same in every picture of a size.
 */
final class Bare {
  private static final int TAG_TOLERANCE = 45;

  /** The shade beside the tag leaves less than a third of any brightness. */
  private static final int BRIGHTEST_SHADE = 110;

  private Bare() {}

  /**
   * @return the same picture where nothing is written on it, or a bare one in the work folder
   */
  static Ticket.Picture of(Ticket.Picture picture, Render.Room room)
      throws IOException, InterruptedException {
    Path file = room.folder().resolve(picture.file());
    FrameSize size = new FrameSize(picture.width(), picture.height());
    if (!written(file, size, room)) {
      return picture;
    }
    Path bare = room.work().resolve("bare-" + file.getFileName() + ".png");
    room.ffmpeg()
        .run(
            FfmpegCommand.create()
                .threads(room.threads())
                .input(file)
                .arguments("-map", "0:V:0", "-vf", HeadsUp.cleared(size), "-frames:v", "1")
                .output(bare, "-f", "image2", "-update", "1", "-c:v", "png", "-pix_fmt", "rgb24"));
    return new Ticket.Picture(
        bare.toAbsolutePath().toString(), picture.width(), picture.height(), null, false);
  }

  private static boolean written(Path file, FrameSize size, Render.Room room)
      throws InterruptedException {
    HeadsUp.Box across = HeadsUp.acrossTagEdge(size);
    String row =
        String.format(
            Locale.ROOT,
            "format=rgb24,crop=%d:1:%d:%d:exact=1",
            across.width(),
            across.x(),
            across.y());
    byte[] pixels =
        room.ffmpeg()
            .capture(
                FfmpegCommand.create()
                    .threads(1)
                    .input(file)
                    .arguments("-map", "0:V:0", "-vf", row, "-frames:v", "1")
                    .standardOutput("rawvideo"),
                across.width() * 3);
    int[] tag = {HeadsUp.AMBER.getRed(), HeadsUp.AMBER.getGreen(), HeadsUp.AMBER.getBlue()};
    for (int i = 0; i < 3; i++) {
      int inside = pixels[pixels.length - 3 + i] & 0xff;
      if (Math.abs(inside - tag[i]) > TAG_TOLERANCE || (pixels[i] & 0xff) > BRIGHTEST_SHADE) {
        return false;
      }
    }
    return true;
  }
}
