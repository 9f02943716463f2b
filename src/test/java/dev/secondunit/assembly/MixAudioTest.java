package dev.secondunit.assembly;

import static dev.secondunit.assembly.Footage.count;
import static dev.secondunit.assembly.Footage.measured;
import static dev.secondunit.assembly.Footage.samples;
import static dev.secondunit.assembly.Footage.soundSeconds;
import static dev.secondunit.media.ffmpeg.TestMedia.FFMPEG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.assembly.AssemblyRequest.MixAudio;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Music under the sound of a film. */
class MixAudioTest {
  @TempDir Path folder;

  private final Assembler assembler = new Assembler(FFMPEG);

  @Test
  void mixAudio_ducking_lowersTheMusicUnderTheVoice() throws Exception {
    Path voice = folder.resolve("voice.mp4");
    FFMPEG.run(
        FfmpegCommand.create()
            .generated("color=gray:s=64x36:r=24:d=6")
            .generated("sine=f=1000:d=6,volume='if(between(t,2,4),6,0)':eval=frame")
            .output(voice, "-c:v", "libopenh264", "-pix_fmt", "yuv420p"));
    Path music = folder.resolve("music.wav");
    FFMPEG.run(FfmpegCommand.create().generated("sine=f=200:d=9,volume=4").output(music));
    Path ducked = folder.resolve("ducked.part");
    Path plain = folder.resolve("plain.part");

    AssemblyReport report =
        assembler.assemble(
            new MixAudio(measured(voice), List.of(measured(music)), true, -6), ducked, x -> {});
    assembler.assemble(
        new MixAudio(measured(voice), List.of(measured(music)), false, -6), plain, x -> {});

    assertTrue(report.picturesCopied());
    assertEquals(144, count(ducked));
    assertEquals(6.0, soundSeconds(ducked), 0.05);
    double drop = level(ducked, 0.5, 1) - level(ducked, 2.7, 1);
    assertTrue(drop > 6, "music dropped by " + drop + " dB");
    assertEquals(0, level(plain, 0.5, 1) - level(plain, 2.7, 1), 2);
    assertEquals(-16, loudness(ducked), 2);
    assertTrue(report.adjustments().stream().anyMatch(x -> x.field().equals("audio_inputs")));
  }

  /** Decibels of the music's tone in a part of the file. */
  private static double level(Path file, double start, double seconds) throws InterruptedException {
    ShortBuffer samples =
        samples(
            FfmpegCommand.create()
                .input(file, "-ss", String.valueOf(start), "-t", String.valueOf(seconds))
                .arguments("-af", "lowpass=f=400,lowpass=f=400,lowpass=f=400"));
    int count = samples.remaining();
    double sum = 0;
    while (samples.hasRemaining()) {
      sum += Math.pow(samples.get(), 2);
    }
    return 10 * Math.log10(sum / count + 1e-9);
  }

  private static double loudness(Path file) throws InterruptedException {
    String log =
        FFMPEG.run(
            FfmpegCommand.create()
                .logLevel("info")
                .input(file)
                .arguments("-map", "0:a:0", "-af", "ebur128=framelog=quiet")
                .noOutput());
    Matcher matcher = Pattern.compile("I:\\s+(-?[0-9.]+) LUFS").matcher(log);
    assertTrue(matcher.find(), log);
    return Double.parseDouble(matcher.group(1));
  }
}
