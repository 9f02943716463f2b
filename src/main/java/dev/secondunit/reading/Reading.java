package dev.secondunit.reading;

import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What was seen and heard, one entry per input in the caller's order.
 *
 * @param entries a failed input has its failure here and does not touch the others
 */
public record Reading(List<Entry> entries) {
  /** One input's outcome. */
  public sealed interface Entry {
    String source();

    String name();
  }

  /**
   * A file that was read.
   *
   * @param frames single pictures in the order of time; one for a still image
   * @param contactSheet all pictures of a film as one, or null
   * @param sheetSeconds the times of the pictures on the sheet, in reading order
   * @param waveform of a sound, or null
   * @param findings whatever was looked for; empty lists where nothing was
   * @param scanned whether the whole film was looked through
   * @param notes sentences for the caller about what differs from what was asked
   */
  public record FileReading(
      String source,
      String name,
      MediaInput input,
      List<Frame> frames,
      Picture contactSheet,
      List<Double> sheetSeconds,
      Picture waveform,
      Findings findings,
      boolean scanned,
      List<String> notes)
      implements Entry {
    public FileReading {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(input, "input");
      Objects.requireNonNull(findings, "findings");
      frames = List.copyOf(frames);
      sheetSeconds = List.copyOf(sheetSeconds);
      notes = List.copyOf(notes);
    }
  }

  /** An input that could not be read. */
  public record Unreadable(String source, String name, Failure failure) implements Entry {
    public Unreadable {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * A single picture.
   *
   * @param seconds the second from which on it is shown, or null for a still image
   */
  public record Frame(Double seconds, Picture picture) {
    public Frame {
      Objects.requireNonNull(picture, "picture");
    }
  }

  public Reading {
    entries = List.copyOf(entries);
  }

  /** Every picture in the order in which the words speak of them. */
  public List<Picture> pictures() {
    return entries.stream()
        .filter(FileReading.class::isInstance)
        .map(FileReading.class::cast)
        .flatMap(
            file ->
                Stream.of(
                        Stream.ofNullable(file.contactSheet()),
                        file.frames().stream().map(Frame::picture),
                        Stream.ofNullable(file.waveform()))
                    .flatMap(pictures -> pictures))
        .toList();
  }
}
