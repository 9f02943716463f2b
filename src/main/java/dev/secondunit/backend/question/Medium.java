package dev.secondunit.backend.question;

import dev.secondunit.media.MediaInput;
import java.util.Locale;
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
  /** Stands before the first frame of a question. */
  public static final String FRAMES_EXPLAINED =
      "Pictures labelled t=… are frames of a film in the order of time; t is the second from which"
          + " on each is shown.";

  public Medium {
    Objects.requireNonNull(file, "file");
  }

  /**
   * The words that stand before it in a question, such as {@code "A", t=12.500s:}.
   *
   * @param number its place among the media, from 1
   */
  public String label(int number) {
    if (seconds != null) {
      String film = name == null ? "" : "\"" + name + "\", ";
      return film + String.format(Locale.ROOT, "t=%.3fs:", seconds);
    }
    return (name == null ? file.facts().mode().word() + " " + number : "\"" + name + "\"") + ":";
  }

  public Medium uploaded(Upload copy) {
    return new Medium(file, name, seconds, copy);
  }
}
