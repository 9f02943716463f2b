package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import java.util.List;

/** What a rule says about one value. Nothing here has been done yet. */
sealed interface Verdict {
  /** Legal; {@code value} may be the canonical spelling of what was given. */
  record Accepted(Object value) implements Verdict {}

  /** Not legal, and {@code value} is the nearest one that is. */
  record Adjusted(Object value, String reason) implements Verdict {}

  /** Legal once some of it is left out: {@code ignored} says what, under which field. */
  record Trimmed(Object value, List<Plan.Ignored> ignored) implements Verdict {}

  /**
   * Not legal, and changing it would not be what the caller meant.
   *
   * @param field the place at fault, such as {@code input_images[1]}
   * @param value what stands there
   * @param allowed what may stand there
   * @param suggestion a legal value for an example, or null
   */
  record Refused(
      ErrorCode code,
      String field,
      Object value,
      List<String> allowed,
      String message,
      Object suggestion)
      implements Verdict {}
}
