package dev.secondunit.media.ffmpeg;

import dev.secondunit.config.Settings;
import java.nio.file.Path;
import java.util.Map;

/** Small real media for tests, made on the spot by the real FFmpeg. */
public final class TestMedia {
  /** The embedded build, unpacked once into the build folder for all tests. */
  public static final Ffmpeg FFMPEG =
      new Ffmpeg(
          new Settings(
              Map.of(
                  "SECOND_UNIT_HOME", Path.of("target", "test-home").toAbsolutePath().toString()),
              Path.of("")));

  public static final MediaProbe PROBE = new MediaProbe(FFMPEG, 1L << 30);

  private TestMedia() {}

  /** A moving test picture with a tone, in the format of the file's extension. */
  public static Path video(Path file, int width, int height, double seconds)
      throws InterruptedException {
    String codec = file.toString().endsWith(".webm") ? "libvpx-vp9" : "libopenh264";
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("testsrc2=s=" + width + "x" + height + ":r=24:d=" + seconds)
            .generated("sine=f=440:d=" + seconds)
            .output(file, "-c:v", codec, "-pix_fmt", "yuv420p"));
    return file;
  }

  /** A still test picture, in the format of the file's extension. */
  public static Path image(Path file, int width, int height) throws InterruptedException {
    String codec = file.toString().endsWith(".webm") ? "libvpx-vp9" : "libopenh264";
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("testsrc2=s=" + width + "x" + height)
            .output(file, "-frames:v", "1", "-update", "1"));
    return file;
  }

  /** A tone, in the format of the file's extension. */
  public static Path sound(Path file, double seconds) throws InterruptedException {
    FFMPEG.run(FfmpegCommand.create().generated("sine=f=440:d=" + seconds).output(file));
    return file;
  }
}
