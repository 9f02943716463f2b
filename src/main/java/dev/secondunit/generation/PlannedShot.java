package dev.secondunit.generation;

import dev.secondunit.catalogue.Plan;
import dev.secondunit.failure.Failure;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A shot that is ready to be accepted: planned and priced, nothing sent. */
public final class PlannedShot {
  private final Plan plan;
  private final GenerationOrder order;
  private final Failure unstorable;

  /**
   * @param unstorable why its folder takes nothing now, or null when it does
   */
  PlannedShot(Plan plan, GenerationOrder order, Failure unstorable) {
    this.plan = Objects.requireNonNull(plan, "plan");
    this.order = Objects.requireNonNull(order, "order");
    this.unstorable = unstorable;
  }

  public Plan plan() {
    return plan;
  }

  GenerationOrder order() {
    return order;
  }

  /**
   * Why nothing may be bought for it now: what is made could not be stored. Where it was bought
   * before, that changes nothing.
   */
  public Optional<Failure> unstorable() {
    return Optional.ofNullable(unstorable);
  }

  /** What a dry run shows: the result core without a job. */
  public ObjectNode preview() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ok", true);
    json.put("dry_run", true);
    json.put("mode", plan.mode().word());
    json.put("operation", plan.operation().word());
    json.put("backend", plan.backend());
    json.put("model", plan.model());
    json.set("requested", order.requested(plan));
    json.set("effective", ParametersJson.shown(plan.effective()));
    plan.account().tell(json, order.readAs());
    json.set("cost", JobReport.cost(plan.account(), null));
    if (!order.fallbacks().none()) {
      json.set("fallback", order.fallbacks().told(plan.estimate()));
    }
    return json;
  }
}
