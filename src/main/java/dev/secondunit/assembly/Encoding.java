package dev.secondunit.assembly;

import dev.secondunit.media.MediaFormat;
import java.util.ArrayList;
import java.util.List;

/** How each format is written. */
final class Encoding {
  static final int SAMPLE_RATE = 48_000;
  private static final double BITS_PER_PIXEL = 0.14;

  private Encoding() {}

  static List<String> picture(MediaFormat format, int width, int height, double rate) {
    long bits = (long) (width * (double) height * rate * BITS_PER_PIXEL);
    String bitRate = String.valueOf(Math.max(1_000_000, Math.min(60_000_000, bits)));
    return switch (format) {
      case MP4, QUICKTIME, MATROSKA ->
          List.of(
              "-c:v",
              "libopenh264",
              "-b:v",
              bitRate,
              "-maxrate",
              bitRate,
              "-pix_fmt",
              "yuv420p",
              "-allow_skip_frames",
              "0",
              "-g",
              String.valueOf(Math.max(1, Math.round(rate * 2))));
      case WEBM ->
          List.of(
              "-c:v",
              "libvpx-vp9",
              "-crf",
              "30",
              "-b:v",
              "0",
              "-deadline",
              "good",
              "-cpu-used",
              "5",
              "-row-mt",
              "1",
              "-pix_fmt",
              "yuv420p");
      case GIF -> List.of("-c:v", "gif");
      case PNG -> List.of("-c:v", "png", "-frames:v", "1", "-update", "1");
      case JPEG -> List.of("-c:v", "mjpeg", "-q:v", "2", "-frames:v", "1", "-update", "1");
      case WEBP -> List.of("-c:v", "libwebp", "-quality", "90", "-frames:v", "1");
      case MP3, WAV, FLAC, OGG, AAC, M4A -> List.of("-vn");
    };
  }

  static List<String> sound(MediaFormat format) {
    return switch (format) {
      case MP4, QUICKTIME, MATROSKA, M4A, AAC -> List.of("-c:a", "aac", "-b:a", "192k");
      case WEBM, OGG -> List.of("-c:a", "libopus", "-b:a", "160k", "-ar", "48000");
      case MP3 -> List.of("-c:a", "libmp3lame", "-b:a", "192k");
      case WAV -> List.of("-c:a", "pcm_s16le");
      case FLAC -> List.of("-c:a", "flac");
      case GIF, PNG, JPEG, WEBP -> List.of("-an");
    };
  }

  /** The container; named, because the target's name may say nothing. */
  static List<String> container(MediaFormat format) {
    String muxer =
        switch (format) {
          case MP4 -> "mp4";
          case QUICKTIME -> "mov";
          case MATROSKA -> "matroska";
          case WEBM -> "webm";
          case GIF -> "gif";
          case PNG, JPEG -> "image2";
          case WEBP -> "webp";
          case MP3 -> "mp3";
          case WAV -> "wav";
          case FLAC -> "flac";
          case OGG -> "ogg";
          case AAC -> "adts";
          case M4A -> "ipod";
        };
    List<String> options = new ArrayList<>(List.of("-f", muxer));
    if (format == MediaFormat.MP4 || format == MediaFormat.QUICKTIME || format == MediaFormat.M4A) {
      options.addAll(List.of("-movflags", "+faststart"));
    }
    return options;
  }

  /** The exact fraction behind a rounded rate: 23.976 is 24000/1001. */
  static String rate(double rate) {
    long above = Math.round(rate * 1.001);
    if (Math.abs(rate - above / 1.001) < 0.002 && Math.abs(rate - Math.rint(rate)) > 0.002) {
      return above * 1000 + "/1001";
    }
    return Math.abs(rate - Math.rint(rate)) < 0.002
        ? String.valueOf(Math.round(rate))
        : Math.round(rate * 1000) + "/1000";
  }

  static double exactRate(double rate) {
    String[] fraction = rate(rate).split("/");
    return Double.parseDouble(fraction[0])
        / (fraction.length == 1 ? 1 : Double.parseDouble(fraction[1]));
  }
}
