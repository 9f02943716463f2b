package dev.secondunit.media.ffmpeg;

import dev.secondunit.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A program that is told to end while FFmpeg runs, and lets that run end before it goes. */
final class ExitingProgram {
  private static volatile String end = "nothing";

  private ExitingProgram() {}

  public static void main(String[] arguments) throws Exception {
    Ffmpeg ffmpeg =
        Ffmpeg.endedByItsOwner(new Settings(Map.of("SECOND_UNIT_HOME", arguments[0]), Path.of("")));
    CountDownLatch running = new CountDownLatch(1);
    Thread run =
        new Thread(
            () -> {
              try {
                ffmpeg.run(
                    FfmpegCommand.create().generated("testsrc2=s=640x360:d=40").noOutput(),
                    seconds -> running.countDown());
                end = "whole";
              } catch (InterruptedException | RuntimeException e) {
                end = e.toString();
              }
            });
    run.start();
    running.await();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    run.join();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  System.out.println(end);
                }));
    System.exit(0);
  }
}
