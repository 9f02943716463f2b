package dev.secondunit.generation;

import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.PlanAccount;
import dev.secondunit.media.UsdAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may be made elsewhere instead when a shot fails unbilled: planned and priced with the shot
 * itself, kept with it, and told in dry runs and results.
 *
 * @param allowed what may still be taken, in order
 * @param refused what was allowed and cannot be taken, with the reason
 * @param most the most that the job may cost elsewhere, or null without a limit of the call's own
 * @param taken what was taken, oldest first
 */
record Fallbacks(List<Plan> allowed, List<Refused> refused, UsdAmount most, List<Taken> taken) {
  static final Fallbacks NONE = new Fallbacks(List.of(), List.of(), null, List.of());

  /** A backend, or {@code backend/model}, that cannot stand in. */
  record Refused(String name, String reason) {}

  /**
   * One way given up for another.
   *
   * @param before what it was expected to cost, or null when unknown
   * @param attempt the last attempt on the way given up; 0 when nothing was sent
   * @param accepted whether the vendor had accepted it, and said itself that it failed unbilled
   */
  record Taken(
      String fromBackend,
      String fromModel,
      String toBackend,
      String toModel,
      UsdAmount before,
      UsdAmount after,
      String reason,
      int attempt,
      boolean accepted) {
    Taken {
      Objects.requireNonNull(after, "after");
    }
  }

  Fallbacks {
    allowed = List.copyOf(allowed);
    refused = List.copyOf(refused);
    taken = List.copyOf(taken);
  }

  boolean none() {
    return allowed.isEmpty() && refused.isEmpty() && taken.isEmpty();
  }

  Fallbacks atMost(UsdAmount limit) {
    return new Fallbacks(allowed, refused, limit, taken);
  }

  /** What remains after the one at an index was taken; those before it were passed over. */
  Fallbacks after(int index, Taken step) {
    List<Taken> steps = new ArrayList<>(taken);
    steps.add(step);
    return new Fallbacks(allowed.subList(index + 1, allowed.size()), refused, most, steps);
  }

  /** As callers are told, with prices in USD. */
  ObjectNode told(UsdAmount present) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode ways = json.putArray("allowed");
    for (Plan plan : allowed) {
      ObjectNode way = ways.addObject().put("backend", plan.backend()).put("model", plan.model());
      way.put("estimate_usd", plan.estimate().usd());
      if (present != null) {
        way.put("price_change_usd", plan.estimate().usd().subtract(present.usd()));
      }
      if (!plan.adjustments().isEmpty()) {
        way.set("adjustments", PlanAccount.json(plan.adjustments()));
      }
    }
    if (!refused.isEmpty()) {
      ArrayNode not = json.putArray("refused");
      refused.forEach(each -> not.addObject().put("to", each.name()).put("reason", each.reason()));
    }
    if (!taken.isEmpty()) {
      ArrayNode steps = json.putArray("taken");
      for (Taken step : taken) {
        ObjectNode told = steps.addObject();
        told.putObject("from").put("backend", step.fromBackend()).put("model", step.fromModel());
        told.putObject("to").put("backend", step.toBackend()).put("model", step.toModel());
        told.put("reason", step.reason());
        told.set("estimate_usd_before", usd(step.before()));
        told.set("estimate_usd_after", usd(step.after()));
      }
    }
    return json;
  }

  private static JsonNode usd(UsdAmount amount) {
    return amount == null
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.numberNode(amount.usd());
  }

  ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode ways = json.putArray("allowed");
    allowed.forEach(plan -> ways.add(PlanJson.write(plan)));
    ArrayNode not = json.putArray("refused");
    refused.forEach(each -> not.addObject().put("name", each.name()).put("reason", each.reason()));
    if (most != null) {
      json.put("most_micros", most.micros());
    }
    ArrayNode steps = json.putArray("taken");
    for (Taken step : taken) {
      ObjectNode each = steps.addObject();
      each.put("from_backend", step.fromBackend()).put("from_model", step.fromModel());
      each.put("to_backend", step.toBackend()).put("to_model", step.toModel());
      if (step.before() != null) {
        each.put("before_micros", step.before().micros());
      }
      each.put("after_micros", step.after().micros()).put("reason", step.reason());
      each.put("attempt", step.attempt()).put("accepted", step.accepted());
    }
    return json;
  }

  static Fallbacks read(JsonNode json) {
    if (!json.isObject()) {
      return NONE;
    }
    return new Fallbacks(
        list(json.path("allowed"), each -> PlanJson.read((ObjectNode) each)),
        list(
            json.path("refused"),
            each -> new Refused(each.path("name").asString(), each.path("reason").asString())),
        micros(json, "most_micros"),
        list(
            json.path("taken"),
            each ->
                new Taken(
                    each.path("from_backend").asString(),
                    each.path("from_model").asString(),
                    each.path("to_backend").asString(),
                    each.path("to_model").asString(),
                    micros(each, "before_micros"),
                    micros(each, "after_micros"),
                    each.path("reason").asString(),
                    each.path("attempt").asInt(),
                    each.path("accepted").asBoolean())));
  }

  private static UsdAmount micros(JsonNode json, String field) {
    return json.has(field) ? new UsdAmount(json.path(field).asLong()) : null;
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    List<T> elements = new ArrayList<>();
    array.forEach(each -> elements.add(element.apply(each)));
    return elements;
  }
}
