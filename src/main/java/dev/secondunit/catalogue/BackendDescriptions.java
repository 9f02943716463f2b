package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be used now, with which limits and at what price: the answer of {@code
 * describe_backends} without the budget. An overview is short; one backend or one model is told in
 * full. Pure, safe for many threads.
 */
public final class BackendDescriptions {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long SOON_DAYS = 30;

  /** A list of all models would be as long as the answer itself. */
  private static final int MOST_NAMED = 5;

  private final Catalogue catalogue;

  public BackendDescriptions(Catalogue catalogue) {
    this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
  }

  /**
   * The description, narrowed by whatever is given.
   *
   * @param backendType or empty for all
   * @param model an id or alias, or empty for all
   * @param mode what models make, or empty for all (also those that only read)
   * @throws dev.secondunit.failure.FailureException when there is no such backend or model
   */
  public ObjectNode describe(
      Optional<String> backendType,
      Optional<String> model,
      Optional<Mode> mode,
      PlanningContext context) {
    Optional<BackendEntry> only =
        backendType
            .filter(name -> !name.equals(GenerationRequest.AUTO))
            .map(new Planner(catalogue)::named);
    ObjectNode answer = JSON.objectNode();
    answer.put("today", context.today().toString());
    ObjectNode order = answer.putObject("auto_priority");
    for (MediaKind kind : MediaKind.values()) {
      if (mode.isEmpty() || kind.mode().equals(mode)) {
        ArrayNode names = order.putArray(kind.word());
        catalogue.priority(kind).forEach(backend -> names.add(backend.name()));
      }
    }
    boolean full = only.isPresent() || model.isPresent();
    ArrayNode backends = answer.putArray("backends");
    for (BackendEntry backend : catalogue.backends()) {
      if (only.isPresent() && only.get() != backend) {
        continue;
      }
      List<Model> models =
          backend.models().stream()
              .filter(entry -> model.isEmpty() || entry.goesBy(model.get()))
              .filter(entry -> mode.isEmpty() || entry.kind().mode().equals(mode))
              .filter(entry -> full || context.lives(backend, entry))
              .toList();
      if (!models.isEmpty() || (model.isEmpty() && mode.isEmpty())) {
        backends.add(backend(backend, models, full, context));
      }
    }
    if (backends.isEmpty() && model.isPresent()) {
      throw unknown(model.get(), only);
    }
    ArrayNode warnings = answer.putArray("warnings");
    catalogue.warnings().forEach(warnings::add);
    return answer;
  }

  private RuntimeException unknown(String model, Optional<BackendEntry> only) {
    List<String> ids =
        catalogue.backends().stream()
            .filter(backend -> only.isEmpty() || only.get() == backend)
            .flatMap(backend -> backend.models().stream())
            .map(Model::id)
            .toList();
    return Refusals.refusal(
        ErrorCode.INVALID_ARGUMENT,
        "The catalogue has no model " + model + " here. It may still be used: the vendor decides.",
        "model",
        model,
        Nearest.several(model, ids, MOST_NAMED),
        Nearest.of(model, ids)
            .map(id -> "Did you mean {\"model\":\"" + id + "\"}?")
            .orElse("describe_backends without model lists them all."));
  }

  private ObjectNode backend(
      BackendEntry backend, List<Model> models, boolean full, PlanningContext context) {
    ObjectNode node = JSON.objectNode();
    node.put("backend_type", backend.name());
    node.put("title", backend.title());
    String obstacle = context.obstacle(backend);
    node.put("usable", obstacle == null);
    if (obstacle != null) {
      node.put("why_not", obstacle);
    }
    if (context.customBaseUrls().contains(backend.name())) {
      node.put("server", "another one, set with " + backend.baseUrl().name());
    }
    if (full && !backend.notes().isEmpty()) {
      strings(node, "notes", backend.notes());
    }
    ArrayNode list = node.putArray("models");
    models.forEach(model -> list.add(model(backend, model, full, context)));
    return node;
  }

  private ObjectNode model(
      BackendEntry backend, Model model, boolean full, PlanningContext context) {
    ObjectNode node = JSON.objectNode();
    node.put("model", model.id());
    node.put("makes", model.kind().word());
    if (model.chosen() == Model.Chosen.DEFAULT) {
      node.put("default", true);
    }
    node.put("state", state(backend, model, context));
    String closed = context.obstacle(backend, model);
    if (closed != null) {
      node.put("why_not", closed);
    }
    text(node, "dates", ModelWords.dates(model));
    strings(node, "operations", ModelWords.operations(model));
    text(node, "duration", ModelWords.values(model, Parameter.DURATION));
    text(node, "aspect_ratio", ModelWords.values(model, Parameter.ASPECT_RATIO));
    text(node, "size", ModelWords.values(model, Parameter.SIZE));
    node.put("price", ModelWords.price(model));
    if (model.prices().asOf() != null) {
      node.put("price_as_of", model.prices().asOf().toString());
    }
    if (full) {
      details(node, model);
    }
    return node;
  }

  private static String state(BackendEntry backend, Model model, PlanningContext context) {
    if (!context.lives(backend, model)) {
      return "ended";
    }
    if (context.obstacle(backend, model) != null) {
      return "closed";
    }
    if (model.until() == null) {
      return "living";
    }
    if (model.endedBy(context.today())) {
      return "on other servers only";
    }
    long days = ChronoUnit.DAYS.between(context.today(), model.until());
    return days <= SOON_DAYS ? "ending" : "living";
  }

  private static void details(ObjectNode node, Model model) {
    node.put("title", model.title());
    node.put("evidence", model.evidence().word());
    strings(node, "aliases", model.aliases());
    strings(node, "reached_by", model.homes());
    text(node, "price_source", model.prices().source());
    text(node, "price_note", model.prices().note());
    ObjectNode operations = JSON.objectNode();
    for (Operation operation : Operation.values()) {
      Optional<OperationRules> rules = Optional.ofNullable(model.operations().get(operation));
      rules.ifPresent(found -> operations.set(operation.word(), operation(found)));
    }
    if (!operations.isEmpty()) {
      node.set("rules", operations);
    }
    if (model.retention() != null) {
      ObjectNode keeps = node.putObject("vendor_keeps");
      keeps.put("what", model.retention().what());
      if (model.retention().period() != null) {
        keeps.put("seconds", model.retention().period().toSeconds());
      }
      if (model.retention().steps() != null) {
        keeps.put("continuations", model.retention().steps());
      }
    }
    ObjectNode polling = node.putObject("waiting");
    polling.put("deadline_seconds", model.polling().deadline().toSeconds());
    if (model.analysis() != null) {
      node.set("analysis", analysis(model.analysis()));
    }
    strings(node, "notes", model.notes());
  }

  private static ObjectNode operation(OperationRules rules) {
    ObjectNode node = JSON.objectNode();
    if (rules.model() != null) {
      node.put("done_by", rules.model());
    }
    ObjectNode parameters = node.putObject("parameters");
    rules.parameters().forEach((name, rule) -> parameters.set(name.word(), rule.schema()));
    strings(node, "between_parameters", rules.rules().stream().map(CrossRule::message).toList());
    if (!rules.refused().isEmpty()) {
      ObjectNode refused = node.putObject("refused");
      rules.refused().forEach((name, why) -> refused.put(name.word(), why));
    }
    SourceLimits source = rules.source();
    if (!source.equals(SourceLimits.NONE) || rules.vendorCopy()) {
      ObjectNode limits = node.putObject("source");
      number(limits, "min_seconds", source.shortest());
      number(limits, "max_seconds", source.longest());
      number(limits, "max_total_seconds", source.longestTotal());
      strings(limits, "sizes", source.sizes());
      strings(limits, "aspect_ratios", source.ratios());
      if (source.mostBytes() != null) {
        limits.put("max_bytes", source.mostBytes());
      }
      if (rules.vendorCopy()) {
        limits.put("needs", "the vendor's own copy, while it keeps it");
      }
    }
    return node;
  }

  private static ObjectNode analysis(AnalysisLimits limits) {
    ObjectNode node = JSON.objectNode();
    ArrayNode reads = node.putArray("reads");
    limits.reads().stream().sorted().forEach(kind -> reads.add(kind.word()));
    node.put("video", limits.video());
    number(node, "min_seconds", limits.shortestSeconds());
    number(node, "max_seconds", limits.longestSeconds());
    if (limits.inlineBytes() != null) {
      node.put("inline_bytes", limits.inlineBytes());
    }
    if (limits.mostTokens() != null) {
      node.put("max_tokens", limits.fewestTokens() + " to " + limits.mostTokens());
    }
    node.put("temperature", limits.temperature());
    node.put("response_format", limits.responseFormat());
    return node;
  }

  private static void number(ObjectNode node, String field, Double value) {
    if (value != null) {
      node.put(field, NumberRule.plain(value));
    }
  }

  private static void text(ObjectNode node, String field, String value) {
    if (value != null && !value.isEmpty()) {
      node.put(field, value);
    }
  }

  private static void strings(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = node.putArray(field);
      values.forEach(list::add);
    }
  }
}
