package dev.secondunit.generation;

import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.catalogue.Plan.Ignored;
import dev.secondunit.catalogue.Plan.Skipped;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
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
    json.set("adjustments", adjustments(plan.adjustments()));
    json.set("ignored", ignored(plan.ignored()));
    plan.warnings().forEach(json.putArray("warnings")::add);
    ArrayNode skipped = json.putArray("skipped");
    plan.skipped()
        .forEach(
            each ->
                skipped.addObject().put("backend", each.backend()).put("reason", each.reason()));
    if (plan.estimate() != null) {
      json.put("estimate_micros", plan.estimate().micros());
    }
    if (plan.pricesAsOf() != null) {
      json.put("prices_as_of", plan.pricesAsOf().toString());
    }
    return json;
  }

  static ArrayNode adjustments(List<Adjustment> adjustments) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Adjustment adjustment : adjustments) {
      ObjectNode each = array.addObject().put("field", adjustment.field());
      each.set("from", JsonMapper.shared().valueToTree(adjustment.from()));
      each.set("to", JsonMapper.shared().valueToTree(adjustment.to()));
      each.put("reason", adjustment.reason());
    }
    return array;
  }

  static ArrayNode ignored(List<Ignored> ignored) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    ignored.forEach(
        each -> array.addObject().put("field", each.field()).put("reason", each.reason()));
    return array;
  }

  static Plan read(ObjectNode json) {
    return new Plan(
        json.path("backend").asString(),
        json.path("model").asString(),
        Mode.of(json.path("mode").asString()).orElseThrow(),
        Operation.of(json.path("operation").asString()).orElseThrow(),
        ParametersJson.read(json.path("requested")),
        ParametersJson.read(json.path("effective")),
        list(
            told(json.path("adjustments")),
            each ->
                new Adjustment(
                    each.path("field").asString(),
                    plain(each.path("from")),
                    plain(each.path("to")),
                    each.path("reason").asString())),
        list(
            json.path("ignored"),
            each -> new Ignored(each.path("field").asString(), each.path("reason").asString())),
        list(json.path("warnings"), JsonNode::asString),
        list(
            json.path("skipped"),
            each -> new Skipped(each.path("backend").asString(), each.path("reason").asString())),
        json.has("estimate_micros") ? new UsdAmount(json.path("estimate_micros").asLong()) : null,
        json.has("prices_as_of") ? LocalDate.parse(json.path("prices_as_of").asString()) : null);
  }

  /** Rows of earlier programs also hold the defaults, which came from nothing. */
  private static ArrayNode told(JsonNode adjustments) {
    ArrayNode told = JsonNodeFactory.instance.arrayNode();
    adjustments.forEach(
        each -> {
          if (each.hasNonNull("from")) {
            told.add(each);
          }
        });
    return told;
  }

  private static Object plain(JsonNode value) {
    return value.isNull() || value.isMissingNode()
        ? null
        : JsonMapper.shared().treeToValue(value, Object.class);
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    List<T> elements = new ArrayList<>();
    array.forEach(each -> elements.add(element.apply(each)));
    return elements;
  }
}
