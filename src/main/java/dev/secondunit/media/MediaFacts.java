package dev.secondunit.media;

import java.util.Objects;

/**
 * What was measured in a file, never what was asked for.
 *
 * @param mediaType the type by its bytes, such as {@code video/mp4}
 * @param bytes size in bytes
 * @param sha256 lower-case hexadecimal, 64 characters
 * @param width pixels as displayed, or null for audio
 * @param height pixels as displayed, or null for audio
 * @param durationSeconds length in seconds, or null for a still image
 * @param framesPerSecond average frame rate, or null without moving pictures
 * @param videoCodec FFmpeg's name, such as {@code h264}, or null
 * @param audioCodec FFmpeg's name, such as {@code aac}, or null without sound
 * @param audioChannels number of channels, or null without sound
 * @param sampleRate hertz, or null without sound
 */
public record MediaFacts(
    String mediaType,
    long bytes,
    String sha256,
    Integer width,
    Integer height,
    Double durationSeconds,
    Double framesPerSecond,
    String videoCodec,
    String audioCodec,
    Integer audioChannels,
    Integer sampleRate) {

  public MediaFacts {
    Objects.requireNonNull(mediaType, "mediaType");
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes < 0");
    }
  }

  /** The mode this file belongs to, by its measured type. */
  public Mode mode() {
    if (mediaType.startsWith("video/")) {
      return Mode.VIDEO;
    }
    return mediaType.startsWith("audio/") ? Mode.AUDIO : Mode.IMAGE;
  }

  public boolean hasAudio() {
    return audioCodec != null;
  }
}
