package dev.secondunit.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts bare samples into a WAV file, so that players know what they are. One channel. */
public final class WaveContainer {
  private static final long LARGEST = 0xffffffffL - 64;

  /** How the samples are coded, by the registered format tags of the WAVE format. */
  public enum Coding {
    /** 16 bits, signed, little-endian. */
    PCM_16(1, 16),
    A_LAW(6, 8),
    MU_LAW(7, 8);

    private final int formatTag;
    private final int bits;

    Coding(int formatTag, int bits) {
      this.formatTag = formatTag;
      this.bits = bits;
    }
  }

  private WaveContainer() {}

  /**
   * Writes {@code wave} from the bare samples in {@code samples}.
   *
   * @param sampleRate hertz
   * @throws IOException when a file cannot be read or written, or the samples are too many for WAV
   */
  public static void write(Path samples, Path wave, Coding coding, int sampleRate)
      throws IOException {
    long bytes = Files.size(samples);
    if (bytes > LARGEST) {
      throw new IOException("too many samples for a WAV file: " + bytes + " bytes");
    }
    try (OutputStream out = Files.newOutputStream(wave)) {
      out.write(header(coding, sampleRate, bytes));
      Files.copy(samples, out);
      if (bytes % 2 == 1) {
        out.write(0);
      }
    }
  }

  private static byte[] header(Coding coding, int sampleRate, long bytes) {
    int frame = coding.bits / 8;
    long padded = bytes + bytes % 2;
    ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt((int) (36 + padded)).put(ascii("WAVE"));
    header.put(ascii("fmt ")).putInt(16).putShort((short) coding.formatTag).putShort((short) 1);
    header.putInt(sampleRate).putInt(sampleRate * frame).putShort((short) frame);
    header.putShort((short) coding.bits);
    header.put(ascii("data")).putInt((int) bytes);
    return header.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
