package dev.secondunit.tool.function;

import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.generation.ApprovalRequiredException;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.Ledger.Totals;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.UsdAmount;
import java.time.LocalDate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is spent and what is left, for people and models that plan. */
final class Budgets {
  private Budgets() {}

  static ObjectNode left(Ledger ledger, SpendingCaps caps, String session, LocalDate today) {
    Totals totals = ledger.totals(session, today);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (caps.perCall() != null) {
      json.put("cap_per_call_usd", caps.perCall().usd());
    }
    put(json, "session", totals.session(), caps.perSession());
    put(json, "day", totals.day(), caps.perDay());
    put(json, "total", totals.total(), caps.total());
    return json;
  }

  /** Says in a dry run what the same call would be told about money if it were meant. */
  static void foretell(ObjectNode preview, Runnable check) {
    try {
      check.run();
    } catch (ApprovalRequiredException e) {
      preview.set("needs_approval", FailureJson.write(e.failure()));
    } catch (FailureException e) {
      preview.put("ok", false);
      preview.set("refused_by", FailureJson.write(e.failure()));
    }
  }

  private static void put(ObjectNode json, String scope, UsdAmount spent, UsdAmount cap) {
    ObjectNode each = json.putObject(scope);
    each.put("spent_usd", spent.usd());
    if (cap != null) {
      each.put("cap_usd", cap.usd());
      each.put("left_usd", new UsdAmount(Math.max(0, cap.micros() - spent.micros())).usd());
    }
  }
}
