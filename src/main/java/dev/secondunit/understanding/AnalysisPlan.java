package dev.secondunit.understanding;

import dev.secondunit.catalogue.PlanAccount;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is asked, what was changed for that, and what it will cost; kept in the column {@code plan}.
 */
record AnalysisPlan(String backend, String model, PlanAccount account) {
  AnalysisPlan {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(account, "account");
  }

  ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("backend", backend);
    json.put("model", model);
    account.write(json);
    return json;
  }

  static AnalysisPlan read(ObjectNode json) {
    return new AnalysisPlan(
        json.path("backend").asString(), json.path("model").asString(), PlanAccount.read(json));
  }
}
