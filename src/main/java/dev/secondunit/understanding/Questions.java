package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.backend.question.Question;
import java.util.List;

/** Puts the parts of a question together. */
final class Questions {
  private Questions() {}

  static Question of(
      String jobId,
      int attempt,
      String model,
      AnalysisOrder order,
      List<Medium> media,
      List<Question.Turn> earlier) {
    Manner manner = order.manner();
    return new Question(
        jobId,
        attempt,
        model,
        media,
        earlier,
        manner.instructions(),
        order.prompt(),
        manner.schema(),
        manner.temperature(),
        manner.maxTokens(),
        manner.startSeconds(),
        manner.endSeconds(),
        manner.stream(),
        manner.options());
  }
}
