package dev.secondunit.assembly;

import dev.secondunit.media.MediaInput;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The sequence and picture parameter sets of an H.264 film (ITU-T H.264 §7.4.1): size, profile,
 * colour and timing. Films with equal ones can follow each other in one stream without being
 * decoded.
 */
final class ParameterSets {
  private static final int SEQUENCE = 7;
  private static final int PICTURE = 8;
  private static final int MOST_BYTES = 16 << 20;

  private ParameterSets() {}

  static byte[] of(Ffmpeg ffmpeg, MediaInput film) throws InterruptedException {
    byte[] stream =
        ffmpeg.capture(
            FfmpegCommand.create()
                .input(film.path())
                .arguments("-map", "0:V:0", "-c", "copy", "-frames:v", "1")
                .arguments("-bsf:v", "h264_mp4toannexb")
                .standardOutput("h264"),
            MOST_BYTES);
    return in(stream);
  }

  static byte[] in(byte[] stream) {
    ByteArrayOutputStream sets = new ByteArrayOutputStream();
    int start = next(stream, 0);
    while (start < stream.length) {
      int end = next(stream, start);
      int kind = stream[start] & 31;
      if (kind == SEQUENCE || kind == PICTURE) {
        int length = end - start;
        byte[] unit = Arrays.copyOfRange(stream, start, start + length);
        sets.writeBytes(trimmed(unit, end < stream.length));
        sets.write(0);
      }
      start = end;
    }
    return sets.toByteArray();
  }

  /** A unit is followed by the next one's start code: two or three zeros and a one. */
  private static byte[] trimmed(byte[] unit, boolean followed) {
    int length = followed ? unit.length - 3 : unit.length;
    while (length > 0 && unit[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(unit, Math.max(0, length));
  }

  private static int next(byte[] stream, int from) {
    for (int i = from; i + 3 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        return i + 3;
      }
    }
    return stream.length;
  }
}
