package dev.secondunit.understanding;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.catalogue.Plan.Ignored;
import dev.secondunit.catalogue.Plan.Skipped;
import dev.secondunit.media.UsdAmount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who is asked, what was changed for that, and what it will cost; kept in the column {@code plan}.
 *
 * @param adjustments every value that was changed, with its reason
 * @param ignored every parameter that the model has no use for
 * @param skipped the backends that {@code auto} passed over
 * @param estimate the most it is expected to cost, or null when unknown, which never means free
 * @param pricesAsOf the date of the price list, or null without one
 */
record AnalysisPlan(
    String backend,
    String model,
    List<Adjustment> adjustments,
    List<Ignored> ignored,
    List<String> warnings,
    List<Skipped> skipped,
    UsdAmount estimate,
    LocalDate pricesAsOf) {
  AnalysisPlan {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(model, "model");
    adjustments = List.copyOf(adjustments);
    ignored = List.copyOf(ignored);
    warnings = List.copyOf(warnings);
    skipped = List.copyOf(skipped);
  }

  boolean free() {
    return estimate != null && estimate.micros() == 0;
  }

  ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("backend", backend);
    json.put("model", model);
    json.set("adjustments", adjustmentsJson());
    json.set("ignored", ignoredJson());
    warnings.forEach(json.putArray("warnings")::add);
    json.set("skipped", JsonMapper.shared().<ArrayNode>valueToTree(skipped));
    if (estimate != null) {
      json.put("estimate_micros", estimate.micros());
    }
    if (pricesAsOf != null) {
      json.put("prices_as_of", pricesAsOf.toString());
    }
    return json;
  }

  ArrayNode adjustmentsJson() {
    return JsonMapper.shared().valueToTree(adjustments);
  }

  ArrayNode ignoredJson() {
    return JsonMapper.shared().valueToTree(ignored);
  }

  static AnalysisPlan read(ObjectNode json) {
    return new AnalysisPlan(
        json.path("backend").asString(),
        json.path("model").asString(),
        list(
            json.path("adjustments"),
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
