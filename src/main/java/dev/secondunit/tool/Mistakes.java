package dev.secondunit.tool;

import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong with the arguments of one call, told all at once: the first mistake with its way
 * out, the others by their sentences.
 */
final class Mistakes {
  private static final int MOST_TOLD = 5;

  private final List<Failure> found = new ArrayList<>();

  void add(Failure failure) {
    found.add(failure);
  }

  /** Whether nothing was said of this field yet. */
  boolean noneOf(String field) {
    return found.stream().noneMatch(each -> field.equals(each.field()));
  }

  /**
   * @throws FailureException when there is any
   */
  void insistOnNone() {
    if (found.isEmpty()) {
      return;
    }
    Failure first = found.get(0);
    if (found.size() == 1) {
      throw first.asException();
    }
    String others =
        found.stream()
            .skip(1)
            .limit(MOST_TOLD - 1)
            .map(Failure::message)
            .collect(Collectors.joining(" "));
    int untold = found.size() - MOST_TOLD;
    throw Failure.of(
            first.code(),
            first.message()
                + " Also: "
                + others
                + (untold > 0 ? " And " + untold + " more mistakes." : ""))
        .withField(first.field(), first.value())
        .withAllowed(first.allowed())
        .withHint(first.hint())
        .asException();
  }
}
