package dev.secondunit.reading;

import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.awt.image.BufferedImage;

/** Draws a sound as its waveform from beginning to end, with a line of times below. */
final class Waveform {
  private static final int WIDTH = Pictures.LONGEST_SIDE;
  private static final int HEIGHT = 240;
  private static final int MARKS = 5;

  private Waveform() {}

  static BufferedImage of(Ffmpeg ffmpeg, MediaInput input) throws InterruptedException {
    byte[] pixels =
        ffmpeg.capture(
            FfmpegCommand.create()
                .input(input.path())
                .arguments(
                    "-filter_complex",
                    "[0:a:0]aformat=channel_layouts=mono,showwavespic=s="
                        + WIDTH
                        + "x"
                        + HEIGHT
                        + ":colors=0x7fc8ff:draw=full,format=rgba[wave]",
                    "-map",
                    "[wave]",
                    "-frames:v",
                    "1")
                .standardOutput("rawvideo"),
            WIDTH * HEIGHT * 4);
    BufferedImage image =
        new BufferedImage(WIDTH, HEIGHT + TimeLabels.HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < WIDTH * HEIGHT && 4 * i + 3 < pixels.length; i++) {
      int alpha = pixels[4 * i + 3] & 0xff;
      int red = (pixels[4 * i] & 0xff) * alpha / 255;
      int green = (pixels[4 * i + 1] & 0xff) * alpha / 255;
      int blue = (pixels[4 * i + 2] & 0xff) * alpha / 255;
      image.setRGB(i % WIDTH, i / WIDTH, red << 16 | green << 8 | blue);
    }
    double length = MediaScan.length(input.facts());
    for (int mark = 0; mark < MARKS; mark++) {
      String words = TimeLabels.words(length * mark / (MARKS - 1));
      int at = (WIDTH - TimeLabels.width(words)) * mark / (MARKS - 1);
      TimeLabels.draw(image, words, at, HEIGHT);
    }
    return image;
  }
}
