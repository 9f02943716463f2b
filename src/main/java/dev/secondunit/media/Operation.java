package dev.secondunit.media;

import java.util.Locale;
import java.util.Optional;

/** What is done to make a piece of media. */
public enum Operation {
  /** From a prompt and optional inputs. */
  GENERATE,
  /** The same clip, longer. */
  EXTEND,
  /** The same piece with something changed; length and framing stay. */
  EDIT,
  /** A new take on the same idea, at the vendor's discretion. */
  REMIX,
  /** A new clip whose first frame is the last frame of the source. */
  LAST_FRAME;

  /** The word on the wire, in lower case: {@code last_frame}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Operation> of(String word) {
    for (Operation operation : values()) {
      if (operation.word().equals(word)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }
}
