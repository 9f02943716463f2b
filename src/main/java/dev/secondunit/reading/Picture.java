package dev.secondunit.reading;

import java.util.Objects;

/**
 * An encoded preview.
 *
 * @param bytes the JPEG
 * @param width pixels, at most 1,024
 * @param height pixels, at most 1,024
 */
public record Picture(byte[] bytes, int width, int height) {
  public static final String MEDIA_TYPE = "image/jpeg";

  public Picture {
    Objects.requireNonNull(bytes, "bytes");
  }
}
