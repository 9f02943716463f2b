package dev.secondunit.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The file formats that are read and written here: media type, file name extensions and the bytes a
 * file begins with. Nothing else is opened as media.
 */
public enum MediaFormat {
  PNG(Mode.IMAGE, "image/png", "png"),
  JPEG(Mode.IMAGE, "image/jpeg", "jpg", "jpeg"),
  WEBP(Mode.IMAGE, "image/webp", "webp"),
  GIF(Mode.IMAGE, "image/gif", "gif"),
  MP4(Mode.VIDEO, "video/mp4", "mp4", "m4v"),
  QUICKTIME(Mode.VIDEO, "video/quicktime", "mov"),
  WEBM(Mode.VIDEO, "video/webm", "webm"),
  MATROSKA(Mode.VIDEO, "video/x-matroska", "mkv"),
  MP3(Mode.AUDIO, "audio/mpeg", "mp3"),
  WAV(Mode.AUDIO, "audio/wav", "wav"),
  FLAC(Mode.AUDIO, "audio/flac", "flac"),
  OGG(Mode.AUDIO, "audio/ogg", "ogg", "opus", "oga"),
  AAC(Mode.AUDIO, "audio/aac", "aac"),
  M4A(Mode.AUDIO, "audio/mp4", "m4a");

  /** How many leading bytes {@link #ofBytes} and {@link #describe} want to see. */
  public static final int HEAD_BYTES = 1_024;

  private static final List<String> PICTURE_BRANDS =
      List.of("avif", "avis", "heic", "heix", "mif1");

  private final Mode mode;
  private final String mediaType;
  private final List<String> extensions;

  MediaFormat(Mode mode, String mediaType, String... extensions) {
    this.mode = mode;
    this.mediaType = mediaType;
    this.extensions = List.of(extensions);
  }

  /** The mode a file of this format usually has; a video container may hold sound only. */
  public Mode mode() {
    return mode;
  }

  public String mediaType() {
    return mediaType;
  }

  /** The usual file name extension, without the dot. */
  public String extension() {
    return extensions.get(0);
  }

  /** The format with this extension, with or without its dot, in any case. */
  public static Optional<MediaFormat> ofExtension(String extension) {
    String bare = extension.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
    return Arrays.stream(values()).filter(format -> format.extensions.contains(bare)).findFirst();
  }

  /** The format with this media type; parameters after a semicolon are ignored. */
  public static Optional<MediaFormat> ofMediaType(String mediaType) {
    String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String usual =
        switch (bare) {
          case "image/jpg" -> "image/jpeg";
          case "audio/mp3" -> "audio/mpeg";
          case "audio/x-wav", "audio/wave", "audio/vnd.wave" -> "audio/wav";
          case "audio/x-flac" -> "audio/flac";
          case "audio/opus", "audio/vorbis", "application/ogg" -> "audio/ogg";
          case "audio/m4a", "audio/x-m4a" -> "audio/mp4";
          case "video/matroska" -> "video/x-matroska";
          default -> bare;
        };
    return Arrays.stream(values()).filter(format -> format.mediaType.equals(usual)).findFirst();
  }

  /** The format of a file that begins with these bytes, or empty when it is none of ours. */
  public static Optional<MediaFormat> ofBytes(byte[] head) {
    if (starts(head, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
      return Optional.of(PNG);
    }
    if (starts(head, 0xff, 0xd8, 0xff)) {
      return Optional.of(JPEG);
    }
    if (text(head, 0, 6).equals("GIF87a") || text(head, 0, 6).equals("GIF89a")) {
      return Optional.of(GIF);
    }
    if (text(head, 0, 4).equals("RIFF") || text(head, 0, 4).equals("RF64")) {
      return switch (text(head, 8, 4)) {
        case "WEBP" -> Optional.of(WEBP);
        case "WAVE" -> Optional.of(WAV);
        default -> Optional.empty();
      };
    }
    if (text(head, 4, 4).equals("ftyp")) {
      String brand = text(head, 8, 4);
      if (PICTURE_BRANDS.contains(brand)) {
        return Optional.empty();
      }
      return Optional.of(
          switch (brand) {
            case "qt  " -> QUICKTIME;
            case "M4A ", "M4B " -> M4A;
            default -> MP4;
          });
    }
    if (List.of("moov", "mdat", "wide", "free").contains(text(head, 4, 4))) {
      return Optional.of(QUICKTIME);
    }
    if (starts(head, 0x1a, 0x45, 0xdf, 0xa3)) {
      return Optional.of(text(head, 0, 64).contains("webm") ? WEBM : MATROSKA);
    }
    if (text(head, 0, 4).equals("fLaC")) {
      return Optional.of(FLAC);
    }
    if (text(head, 0, 4).equals("OggS")) {
      return Optional.of(OGG);
    }
    if (text(head, 0, 3).equals("ID3")) {
      return Optional.of(MP3);
    }
    return ofAudioFrame(head);
  }

  /**
   * What a file that begins with these bytes is, in a few words for people, such as {@code an HTML
   * page}.
   */
  public static String describe(byte[] head) {
    if (head.length == 0) {
      return "empty (0 bytes)";
    }
    Optional<MediaFormat> format = ofBytes(head);
    if (format.isPresent()) {
      return format.get().mediaType;
    }
    if (text(head, 4, 4).equals("ftyp")) {
      return "an image in the " + text(head, 8, 4) + " format";
    }
    if (text(head, 0, 4).equals("RIFF")) {
      return "a RIFF file of the kind \"" + printable(text(head, 8, 4)) + "\"";
    }
    if (text(head, 0, 5).equals("%PDF-")) {
      return "a PDF document";
    }
    if (starts(head, 'P', 'K', 3, 4)) {
      return "a ZIP archive";
    }
    if (starts(head, 0x1f, 0x8b)) {
      return "gzip-compressed data";
    }
    if (starts(head, 'B', 'M')) {
      return "a BMP image";
    }
    if (starts(head, 'I', 'I', '*', 0) || starts(head, 'M', 'M', 0, '*')) {
      return "a TIFF image";
    }
    return describeText(head);
  }

  private static String describeText(byte[] head) {
    String start =
        new String(head, 0, Math.min(head.length, HEAD_BYTES), StandardCharsets.UTF_8)
            .replaceFirst("^\uFEFF", "")
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html") || start.contains("<html")) {
      return "an HTML page";
    }
    if (start.startsWith("<") && start.contains("<svg")) {
      return "an SVG drawing";
    }
    if (start.startsWith("<?xml")) {
      return "an XML document";
    }
    if (start.startsWith("{") || start.startsWith("[{") || start.startsWith("[\"")) {
      return "JSON text";
    }
    if (start.startsWith("#extm3u")) {
      return "an M3U playlist";
    }
    if (start.startsWith("ffconcat")) {
      return "an FFmpeg concat list";
    }
    for (byte value : head) {
      boolean text = value < 0 || value >= ' ' || value == '\n' || value == '\r' || value == '\t';
      if (!text || value == 0x7f) {
        return "binary data of no known media format";
      }
    }
    return start.contains("\uFFFD") ? "binary data of no known media format" : "plain text";
  }

  /** MPEG audio has no file header, only frames, which begin with twelve set bits. */
  private static Optional<MediaFormat> ofAudioFrame(byte[] head) {
    if (head.length < 4 || (head[0] & 0xff) != 0xff || (head[1] & 0xe0) != 0xe0) {
      return Optional.empty();
    }
    int layer = head[1] >> 1 & 3;
    if (layer == 0) {
      boolean adts = (head[1] & 0xf6) == 0xf0 && (head[2] >> 2 & 15) < 13;
      return adts ? Optional.of(AAC) : Optional.empty();
    }
    boolean versionKnown = (head[1] >> 3 & 3) != 1;
    boolean rateKnown = (head[2] >> 4 & 15) != 15 && (head[2] >> 2 & 3) != 3;
    return layer == 1 && versionKnown && rateKnown ? Optional.of(MP3) : Optional.empty();
  }

  private static boolean starts(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] head, int from, int length) {
    if (from >= head.length) {
      return "";
    }
    int available = Math.min(length, head.length - from);
    return new String(head, from, available, StandardCharsets.ISO_8859_1);
  }

  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
