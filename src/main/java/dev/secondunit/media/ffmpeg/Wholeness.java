package dev.secondunit.media.ffmpeg;

import dev.secondunit.media.MediaFormat;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Tells whether a file ends where its own structure says. A decoder shrugs at a missing end; we do
 * not, because a cut-off download is the commonest damage there is.
 *
 * <p>Formats without a length in their structure (MP3, AAC, FLAC, Ogg) are not judged here.
 */
final class Wholeness {
  private static final int MAX_BOXES = 1_000_000;

  /** Cameras append data of their own behind the picture. */
  private static final int JPEG_TAIL = 64 << 10;

  private Wholeness() {}

  /** What is missing, as a sentence, or null when the file is whole. */
  static String defect(MediaFormat format, Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      return switch (format) {
        case MP4, QUICKTIME, M4A -> boxes(bytes);
        case PNG -> ending(bytes, 64, "IEND", "the PNG has no end chunk");
        case GIF -> ending(bytes, 16, ";", "the GIF has no end mark");
        case JPEG -> ending(bytes, JPEG_TAIL, "\u00ff\u00d9", "the JPEG has no end mark");
        case WAV, WEBP -> riff(bytes);
        case WEBM, MATROSKA -> segment(bytes);
        case MP3, FLAC, OGG, AAC -> null;
      };
    }
  }

  private static String boxes(RandomAccessFile bytes) throws IOException {
    long length = bytes.length();
    long at = 0;
    boolean index = false;
    for (int count = 0; at < length && count < MAX_BOXES; count++) {
      if (length - at < 8) {
        // Some writers leave a few zero bytes behind the last box.
        break;
      }
      bytes.seek(at);
      long size = bytes.readInt() & 0xffffffffL;
      String kind = text(bytes, 4);
      if (size == 1) {
        if (length - at < 16) {
          return cutOff(at + 16, length);
        }
        size = bytes.readLong();
      }
      index |= kind.equals("moov") || kind.equals("moof");
      if (size == 0) {
        break;
      }
      if (size < 8 || size > Long.MAX_VALUE - at) {
        return "at byte " + at + " there is no valid box";
      }
      at += size;
      if (at > length) {
        return cutOff(at, length);
      }
    }
    return index ? null : "it has no index (moov box); its end is missing or it was never finished";
  }

  private static String riff(RandomAccessFile bytes) throws IOException {
    if (bytes.length() < 12) {
      return cutOff(12, bytes.length());
    }
    boolean sixtyFourBit = text(bytes, 4).equals("RF64");
    long size = Integer.reverseBytes(bytes.readInt()) & 0xffffffffL;
    if (sixtyFourBit || size == 0 || size == 0xffffffffL) {
      // Written to a pipe: the length was not known.
      return null;
    }
    return size + 8 > bytes.length() ? cutOff(size + 8, bytes.length()) : null;
  }

  private static String segment(RandomAccessFile bytes) throws IOException {
    long length = bytes.length();
    long at = 0;
    for (int count = 0; count < 16 && at < length; count++) {
      bytes.seek(at);
      long id = variable(bytes, false);
      long size = variable(bytes, true);
      if (id < 0 || size == UNKNOWN_SIZE) {
        return null;
      }
      at = bytes.getFilePointer() + size;
      if (at < 0 || at > length) {
        return cutOff(at, length);
      }
    }
    return null;
  }

  private static final long UNKNOWN_SIZE = -1;

  /** An EBML number: the leading zero bits of its first byte tell how many bytes follow. */
  private static long variable(RandomAccessFile bytes, boolean maskLength) throws IOException {
    int first = bytes.read();
    if (first <= 0) {
      return UNKNOWN_SIZE;
    }
    int more = Integer.numberOfLeadingZeros(first) - 24;
    long value = maskLength ? first & (0x7f >> more) : first;
    long ones = 0x7f >> more;
    for (int i = 0; i < more; i++) {
      int next = bytes.read();
      if (next < 0) {
        return UNKNOWN_SIZE;
      }
      value = value << 8 | next;
      ones = ones << 8 | 0xff;
    }
    return maskLength && value == ones ? UNKNOWN_SIZE : value;
  }

  private static String ending(RandomAccessFile bytes, int within, String mark, String defect)
      throws IOException {
    int count = (int) Math.min(within, bytes.length());
    bytes.seek(bytes.length() - count);
    return text(bytes, count).contains(mark) ? null : defect + "; the file is cut off";
  }

  private static String text(RandomAccessFile bytes, int count) throws IOException {
    byte[] buffer = new byte[count];
    bytes.readFully(buffer);
    return new String(buffer, StandardCharsets.ISO_8859_1);
  }

  private static String cutOff(long promised, long there) {
    return "the file is cut off: it should have at least " + promised + " bytes and has " + there;
  }
}
