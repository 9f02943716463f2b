package dev.secondunit.backend.twelvelabs;

import dev.secondunit.failure.Failure;
import java.util.Objects;

/** How an accepted analysis is doing. */
public sealed interface AnalyzeTask {
  /** Still at work; {@code status} is the vendor's word. */
  record Running(String status) implements AnalyzeTask {}

  record Ready(AnalyzeAnswer answer) implements AnalyzeTask {
    public Ready {
      Objects.requireNonNull(answer, "answer");
    }
  }

  /** It failed. */
  record Failed(Failure failure) implements AnalyzeTask {
    public Failed {
      Objects.requireNonNull(failure, "failure");
    }
  }
}
