package dev.secondunit.backend.previz;

import dev.secondunit.media.MediaFormat;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Renders scratch sound: speech, music or an effect, as MP3, WAV, FLAC, Opus or AAC. */
final class SoundRender implements Render {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(15);
  private static final int BLOCK = 4_096;

  @Override
  public Path render(Ticket ticket, Room room) throws IOException, InterruptedException {
    String extension = extension(ticket);
    ScratchSound sound = ScratchSound.of(ticket);
    Path output = room.work().resolve("sound." + extension);
    FfmpegCommand command = FfmpegCommand.create().threads(room.threads()).timeLimit(TIME_LIMIT);
    command.standardInput("s16le", "-ar", String.valueOf(ScratchSound.SAMPLE_RATE), "-ac", "1");
    command.arguments("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact");
    switch (extension) {
      case "mp3" -> command.arguments("-c:a", "libmp3lame", "-b:a", "128k");
      case "opus" -> command.arguments("-c:a", "libopus", "-b:a", "64k");
      case "ogg" -> command.arguments("-c:a", "libopus", "-b:a", "64k", "-f", "ogg");
      case "flac" -> command.arguments("-c:a", "flac");
      case "aac", "m4a" -> command.arguments("-c:a", "aac", "-b:a", "128k");
      default -> command.arguments("-c:a", "pcm_s16le");
    }
    command.output(output);
    room.ffmpeg().feed(command, input -> write(sound, input, room));
    return output;
  }

  /** The extension of the format asked for; vendors' spellings such as mp3_44100_128 count too. */
  static String extension(Ticket ticket) {
    String asked =
        ticket.outputFormat() == null
            ? "mp3"
            : ticket.outputFormat().toLowerCase(Locale.ROOT).split("_", 2)[0];
    return switch (asked) {
      case "wav", "pcm" -> "wav";
      case "mp3", "flac", "opus", "ogg", "aac", "m4a" -> asked;
      default -> MediaFormat.ofMediaType(asked).map(MediaFormat::extension).orElse("mp3");
    };
  }

  private static void write(ScratchSound sound, OutputStream input, Room room) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK * 2).order(ByteOrder.LITTLE_ENDIAN);
    long total = sound.samples();
    for (long at = 0; at < total; at += BLOCK) {
      block.clear();
      int count = (int) Math.min(BLOCK, total - at);
      for (int i = 0; i < count; i++) {
        double level = Math.max(-1, Math.min(1, sound.next()));
        block.putShort((short) Math.round(level * 32_000));
      }
      input.write(block.array(), 0, count * 2);
      room.progress().accept((double) at / total);
    }
  }
}
