package dev.secondunit.catalogue;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.catalogue.Plan.Ignored;
import dev.secondunit.catalogue.Plan.Skipped;
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

/**
 * What a plan gives account of, whatever is planned: where it differs from what was asked, and what
 * it will cost. One form of it is kept in a job's row, another is told to the caller.
 *
 * @param adjustments every value that was changed, with its reason
 * @param ignored every parameter that the model has no use for
 * @param warnings sentences for the caller
 * @param skipped the backends that {@code auto} passed over
 * @param estimate the most it is expected to cost, or null when unknown, which never means free
 * @param pricesAsOf the date of the price list, or null without one
 */
public record PlanAccount(
    List<Adjustment> adjustments,
    List<Ignored> ignored,
    List<String> warnings,
    List<Skipped> skipped,
    UsdAmount estimate,
    LocalDate pricesAsOf) {
  public PlanAccount {
    adjustments = List.copyOf(adjustments);
    ignored = List.copyOf(ignored);
    warnings = List.copyOf(warnings);
    skipped = List.copyOf(skipped);
  }

  /** Whether it is known to cost nothing. */
  public boolean free() {
    return estimate != null && estimate.micros() == 0;
  }

  /** Adds the account to a plan in a job's row. */
  public void write(ObjectNode plan) {
    plan.set("adjustments", json(adjustments));
    plan.set("ignored", ignoredJson(ignored));
    warnings.forEach(plan.putArray("warnings")::add);
    ArrayNode array = plan.putArray("skipped");
    skipped.forEach(
        each -> array.addObject().put("backend", each.backend()).put("reason", each.reason()));
    if (estimate != null) {
      plan.put("estimate_micros", estimate.micros());
    }
    if (pricesAsOf != null) {
      plan.put("prices_as_of", pricesAsOf.toString());
    }
  }

  /** The account in a plan that {@link #write} has written. */
  public static PlanAccount read(ObjectNode plan) {
    return new PlanAccount(
        list(
            told(plan.path("adjustments")),
            each ->
                new Adjustment(
                    each.path("field").asString(),
                    plain(each.path("from")),
                    plain(each.path("to")),
                    each.path("reason").asString())),
        list(
            plan.path("ignored"),
            each -> new Ignored(each.path("field").asString(), each.path("reason").asString())),
        list(plan.path("warnings"), JsonNode::asString),
        list(
            plan.path("skipped"),
            each -> new Skipped(each.path("backend").asString(), each.path("reason").asString())),
        plan.has("estimate_micros") ? new UsdAmount(plan.path("estimate_micros").asLong()) : null,
        plan.has("prices_as_of") ? LocalDate.parse(plan.path("prices_as_of").asString()) : null);
  }

  /**
   * Tells the caller of every difference, with who was passed over as the first attempts.
   *
   * @param readAs the arguments that were read as something else already, told first
   */
  public void tell(ObjectNode result, ArrayNode readAs) {
    result.set("adjustments", readAs.deepCopy().addAll(json(adjustments)));
    result.set("ignored", ignoredJson(ignored));
    warnings.forEach(result.putArray("warnings")::add);
    ArrayNode attempts = result.putArray("attempts");
    skipped.forEach(
        each ->
            attempts
                .addObject()
                .put("backend", each.backend())
                .put("outcome", "skipped")
                .put("reason", each.reason()));
  }

  /** Adjustments as they are kept and told everywhere. */
  public static ArrayNode json(List<Adjustment> adjustments) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Adjustment adjustment : adjustments) {
      ObjectNode each = array.addObject().put("field", adjustment.field());
      each.set("from", JsonMapper.shared().valueToTree(adjustment.from()));
      each.set("to", JsonMapper.shared().valueToTree(adjustment.to()));
      each.put("reason", adjustment.reason());
    }
    return array;
  }

  /** What was ignored, as it is kept and told everywhere. */
  public static ArrayNode ignoredJson(List<Ignored> ignored) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    ignored.forEach(
        each -> array.addObject().put("field", each.field()).put("reason", each.reason()));
    return array;
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
