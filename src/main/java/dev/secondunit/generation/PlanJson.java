package dev.secondunit.generation;

import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.PlanAccount;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@link Plan} as kept in a job's row. */
final class PlanJson {
  private PlanJson() {}

  static ObjectNode write(Plan plan) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("backend", plan.backend());
    json.put("model", plan.model());
    json.put("mode", plan.mode().word());
    json.put("operation", plan.operation().word());
    json.set("requested", ParametersJson.write(plan.requested()));
    json.set("effective", ParametersJson.write(plan.effective()));
    plan.account().write(json);
    return json;
  }

  static Plan read(ObjectNode json) {
    PlanAccount account = PlanAccount.read(json);
    return new Plan(
        json.path("backend").asString(),
        json.path("model").asString(),
        Mode.of(json.path("mode").asString()).orElseThrow(),
        Operation.of(json.path("operation").asString()).orElseThrow(),
        ParametersJson.read(json.path("requested")),
        ParametersJson.read(json.path("effective")),
        account.adjustments(),
        account.ignored(),
        account.warnings(),
        account.skipped(),
        account.estimate(),
        account.pricesAsOf());
  }
}
