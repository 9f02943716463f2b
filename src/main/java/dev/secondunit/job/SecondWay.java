package dev.secondunit.job;

import dev.secondunit.failure.Failure;
import java.util.List;
import java.util.Objects;

/**
 * What a job does instead of failing, when the way it was on has provably cost nothing. Safe for
 * many threads.
 */
@FunctionalInterface
public interface SecondWay {
  /** For jobs that have one way only. */
  SecondWay NONE = (job, failure) -> new NotTaken(failure);

  /**
   * Puts a job on its next way, in one change together with the money, or leaves it as it is.
   *
   * @param failure why the present way ends; nothing was charged on it
   */
  Answer take(Job job, Failure failure);

  /** Whether it was taken. */
  sealed interface Answer {}

  /** The job goes on, or somebody else has changed it. */
  record Taken() implements Answer {}

  /**
   * There is none, or it may not be taken, which the failure then says.
   *
   * @param learnt what was learnt on the way, and becomes durable together with the end
   */
  record NotTaken(Failure failure, List<Document> learnt) implements Answer {
    public NotTaken {
      Objects.requireNonNull(failure, "failure");
      learnt = List.copyOf(learnt);
    }

    /** Nothing was learnt. */
    public NotTaken(Failure failure) {
      this(failure, List.of());
    }
  }
}
