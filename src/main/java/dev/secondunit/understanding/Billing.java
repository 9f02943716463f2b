package dev.secondunit.understanding;

import dev.secondunit.backend.question.ModelAnswer;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.job.Job;
import dev.secondunit.job.Settlement;
import dev.secondunit.media.UsdAmount;

/** What an answer cost. */
final class Billing {
  private final Catalogue catalogue;

  Billing(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The vendor's own figure, else its price for what was used, else what was reserved. */
  Settlement spent(Job job, ModelAnswer answer) {
    if (answer.cost() != null) {
      return new Settlement.Spent(answer.cost());
    }
    AnalysisOrder order = AnalysisOrder.read(job.request());
    Double seconds = Lengths.total(order.media(), order.manner());
    return catalogue
        .model(job.backend(), job.model())
        .flatMap(
            model -> model.prices().answer(seconds, answer.inputTokens(), answer.outputTokens()))
        .<Settlement>map(Settlement.Spent::new)
        .orElseGet(() -> Settlement.withoutFigure(job, estimate(job)));
  }

  /** Null when no price is known. */
  static UsdAmount estimate(Job job) {
    return AnalysisPlan.read(job.plan()).account().estimate();
  }
}
