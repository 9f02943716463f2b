package dev.secondunit.backend.question;

import dev.secondunit.media.MediaInput;
import java.util.Objects;

/**
 * One thing a question is about.
 *
 * @param file on this machine
 * @param name how the question may call it, or null
 * @param seconds for a frame: when it is shown in the film it was taken from; else null
 * @param upload the vendor's copy, or null when it travels inside the question
 */
public record Medium(MediaInput file, String name, Double seconds, Upload upload) {
  public Medium {
    Objects.requireNonNull(file, "file");
  }

  public Medium uploaded(Upload copy) {
    return new Medium(file, name, seconds, copy);
  }
}
