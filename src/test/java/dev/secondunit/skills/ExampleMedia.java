package dev.secondunit.skills;

import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;

import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that tool calls on the pages may name; CONTRIBUTING.md lists them. */
final class ExampleMedia {
  private ExampleMedia() {}

  static void make(Path folder) throws IOException, InterruptedException {
    for (String name : List.of("first-frame", "last-frame", "reference-1", "reference-2")) {
      FFMPEG.run(
          FfmpegCommand.create()
              .generated("testsrc2=s=1280x720")
              .output(folder.resolve(name + ".png"), "-frames:v", "1", "-update", "1"));
    }
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=c=black@0.0:s=1280x720,format=rgba")
            .output(folder.resolve("mask.png"), "-frames:v", "1", "-update", "1"));
    for (String name : List.of("clip-a", "clip-b")) {
      FFMPEG.run(
          FfmpegCommand.create()
              .generated("testsrc2=s=1280x720:r=24:d=5")
              .generated("sine=f=330:d=5")
              .output(folder.resolve(name + ".mp4"), "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    }
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("sine=f=440:d=4")
            .output(folder.resolve("narration.wav"), "-ac", "1"));
    FFMPEG.run(
        FfmpegCommand.create().generated("sine=f=880:d=6").output(folder.resolve("music.wav")));
    Files.writeString(
        folder.resolve("grade.cube"),
        "LUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n");
  }
}
