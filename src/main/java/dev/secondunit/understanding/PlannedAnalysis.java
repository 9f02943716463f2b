package dev.secondunit.understanding;

import dev.secondunit.generation.JobReport;
import dev.secondunit.media.UsdAmount;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A question that is ready to be accepted: planned and priced, nothing sent. */
public final class PlannedAnalysis {
  private final AnalysisPlan plan;
  private final AnalysisOrder order;

  PlannedAnalysis(AnalysisPlan plan, AnalysisOrder order) {
    this.plan = Objects.requireNonNull(plan, "plan");
    this.order = Objects.requireNonNull(order, "order");
  }

  AnalysisPlan plan() {
    return plan;
  }

  AnalysisOrder order() {
    return order;
  }

  public String backend() {
    return plan.backend();
  }

  public String model() {
    return plan.model();
  }

  /** The most it is expected to cost, or null when that is unknown. */
  public UsdAmount estimate() {
    return plan.account().estimate();
  }

  /** What a dry run shows: the result core without a job. */
  public ObjectNode preview() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ok", true);
    json.put("dry_run", true);
    AnalysisReport.planned(json, plan, order);
    json.set("cost", JobReport.cost(plan.account(), null));
    return json;
  }
}
