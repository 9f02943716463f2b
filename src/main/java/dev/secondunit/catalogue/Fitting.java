package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Fits one request to one model and keeps the account of everything that changes on the way. Used
 * once, by one thread.
 */
final class Fitting {
  /** Filled-in defaults that decide cost or look and are therefore reported. */
  private static final Set<Parameter> TELLING =
      Set.of(Parameter.DURATION, Parameter.SIZE, Parameter.ASPECT_RATIO);

  private final GenerationRequest request;
  private final BackendEntry backend;
  private final Model model;
  private final MediaKind kind;
  private final Operation operation;
  private final OperationRules rules;
  private final Map<String, Plan.Adjustment> adjustments = new LinkedHashMap<>();
  private final Map<String, ValueRule> narrowed = new LinkedHashMap<>();
  private final List<Plan.Ignored> ignored = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Parameters effective = Parameters.NONE;

  Fitting(
      GenerationRequest request,
      BackendEntry backend,
      Model model,
      MediaKind kind,
      Operation operation) {
    this.request = request;
    this.backend = backend;
    this.model = model;
    this.kind = kind;
    this.operation = operation;
    this.rules =
        model
            .rules(operation)
            .orElseThrow(
                () ->
                    Refusals.refusal(
                        ErrorCode.UNSUPPORTED_OPERATION,
                        model.id() + " cannot " + operation.word() + ".",
                        "operation",
                        operation.word(),
                        ModelWords.operations(model),
                        null));
  }

  /** Notes a change that was decided before the parameters are looked at. */
  Fitting adjusted(String field, Object from, Object to, String reason) {
    adjustments.put(field, new Plan.Adjustment(field, from, to, reason));
    return this;
  }

  Fitting warned(List<String> sentences) {
    warnings.addAll(sentences);
    return this;
  }

  /**
   * The plan.
   *
   * @throws FailureException when the request cannot be made to fit, or not without a change and it
   *     is strict
   */
  Plan plan(List<Plan.Skipped> skipped) {
    takeRequested();
    turnRatioIntoSize();
    fillDefaults();
    applyCrossRules();
    keepWithinTotal();
    if (request.strict()) {
      insistOnNoChange();
    }
    Optional<UsdAmount> estimate = model.prices().estimate(operation, effective, request.source());
    if (estimate.isEmpty()) {
      warnings.add(
          "The price of "
              + model.id()
              + " is not known"
              + (model.prices().note() == null ? "." : ": " + model.prices().note()));
    }
    return new Plan(
        backend.name(),
        model.id(),
        request.mode(),
        operation,
        request.parameters(),
        effective,
        List.copyOf(adjustments.values()),
        ignored,
        warnings,
        skipped,
        estimate.orElse(null),
        estimate.isEmpty() ? null : model.prices().asOf());
  }

  private void takeRequested() {
    for (Parameter parameter : Parameter.values()) {
      Object value = request.parameters().value(parameter).orElse(null);
      if (value == null || (value instanceof List<?> list && list.isEmpty())) {
        continue;
      }
      Optional<ValueRule> rule = rules.rule(parameter);
      if (rule.isPresent()) {
        judge(parameter, value, rule.get());
      } else if (parameter == Parameter.PROMPT) {
        effective = effective.with(parameter, value);
      } else if (parameter == Parameter.AUDIO_TYPE && request.mode() == Mode.AUDIO) {
        effective = effective.with(parameter, kind.word());
      } else if (rules.refused().containsKey(parameter)) {
        throw Refusals.refusal(
            ErrorCode.UNSUPPORTED_PARAMETER,
            rules.refused().get(parameter),
            parameter.word(),
            value,
            acceptedParameters(),
            "Leave out " + parameter.word() + ".");
      } else {
        ignored.add(
            new Plan.Ignored(
                parameter.word(),
                model.id() + " has no " + parameter.word() + " for " + operation.word() + "."));
      }
    }
    if (request.mode() == Mode.AUDIO && !effective.has(Parameter.AUDIO_TYPE)) {
      effective = effective.with(Parameter.AUDIO_TYPE, kind.word());
    }
  }

  private void judge(Parameter parameter, Object value, ValueRule rule) {
    Verdict verdict = rule.check(parameter.word(), value);
    if (verdict instanceof Verdict.Accepted accepted) {
      effective = effective.with(parameter, accepted.value());
    } else if (verdict instanceof Verdict.Trimmed trimmed) {
      effective = effective.with(parameter, trimmed.value());
      ignored.addAll(trimmed.ignored());
    } else if (verdict instanceof Verdict.Adjusted adjusted) {
      change(parameter, adjusted.value(), model.id() + ": " + adjusted.reason(), rule);
    } else {
      throw refusal((Verdict.Refused) verdict);
    }
  }

  private FailureException refusal(Verdict.Refused refused) {
    return Refusals.refusal(
        refused.code(),
        model.id() + ": " + refused.message(),
        refused.field(),
        refused.value(),
        refused.allowed(),
        refused.suggestion() == null
            ? null
            : Refusals.example(
                request, backend, model.id(), refused.field(), refused.suggestion()));
  }

  private void change(Parameter parameter, Object to, String reason, ValueRule rule) {
    Plan.Adjustment before = adjustments.get(parameter.word());
    Object from =
        before == null ? request.parameters().value(parameter).orElse(null) : before.from();
    String why = before == null ? reason : before.reason() + " " + reason;
    if (from != null && parameter == Parameter.DURATION && tooLong(from, to)) {
      why = why + " " + Refusals.SHOT_LIST;
    }
    adjustments.put(
        parameter.word(),
        new Plan.Adjustment(parameter.word(), Refusals.shown(from), Refusals.shown(to), why));
    narrowed.put(parameter.word(), rule);
    effective = effective.with(parameter, to);
  }

  private boolean tooLong(Object from, Object to) {
    return kind == MediaKind.VIDEO
        && from instanceof Double asked
        && to instanceof Double possible
        && asked > possible;
  }

  private void turnRatioIntoSize() {
    if (!(rules.rule(Parameter.ASPECT_RATIO).orElse(null) instanceof ChoiceRule ratios)
        || ratios.sizes().isEmpty()) {
      return;
    }
    String ratio =
        effective
            .text(Parameter.ASPECT_RATIO)
            .or(() -> ratioOfPicture().flatMap(r -> Resolution.nearestRatio(r, ratios.values())))
            .orElse(null);
    if (ratio == null) {
      return;
    }
    effective = effective.without(Parameter.ASPECT_RATIO);
    String asked = request.parameters().text(Parameter.SIZE).orElse(null);
    String size = ratios.sizes().get(ratio);
    if (asked != null && Resolution.ratio(asked).isPresent()) {
      if (request.parameters().has(Parameter.ASPECT_RATIO) && !sameRatio(asked, ratio)) {
        ignored.add(
            new Plan.Ignored(
                Parameter.ASPECT_RATIO.word(), "size " + asked + " decides the ratio already."));
      }
      return;
    }
    if (size != null && asked != null && hasLines(size, asked)) {
      effective = effective.with(Parameter.SIZE, size);
      return;
    }
    if (size != null && (asked == null || Resolution.lines(asked).isPresent())) {
      change(
          Parameter.SIZE,
          size,
          model.id() + " takes pixels: aspect_ratio " + ratio + " is sent as " + size + ".",
          rules.rule(Parameter.SIZE).orElse(ratios));
    }
  }

  /** Whether {@code 1280x720} is what {@code 720p} asks for. */
  private static boolean hasLines(String pixels, String resolution) {
    int lines = Resolution.lines(resolution).orElse(-1);
    String[] sides = pixels.split("x");
    return Math.min(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])) == lines;
  }

  private static boolean sameRatio(String size, String ratio) {
    double difference =
        Math.log(Resolution.ratio(size).orElseThrow() / Resolution.ratio(ratio).orElseThrow());
    return Math.abs(difference) < 0.02;
  }

  private void fillDefaults() {
    for (Map.Entry<Parameter, ValueRule> entry : rules.parameters().entrySet()) {
      Parameter parameter = entry.getKey();
      if (effective.has(parameter)) {
        warnOfStretching(parameter, entry.getValue());
        continue;
      }
      Object standard = entry.getValue().defaultValue().orElse(null);
      String reason = "default of " + model.id();
      if (entry.getValue() instanceof ChoiceRule choice
          && choice.fromInput() != ChoiceRule.FromInput.KEEP_DEFAULT
          && startsFromPicture()) {
        standard = fromPicture(choice);
        reason = "nearest to the picture the shot starts from";
      }
      if (standard == null || hasNoSay(parameter, entry.getValue())) {
        continue;
      }
      effective = effective.with(parameter, standard);
      if (TELLING.contains(parameter)) {
        adjustments.put(
            parameter.word(),
            new Plan.Adjustment(parameter.word(), null, Refusals.shown(standard), reason));
      }
    }
  }

  /** A ratio that was turned into pixels must not come back as a default. */
  private static boolean hasNoSay(Parameter parameter, ValueRule rule) {
    return parameter == Parameter.ASPECT_RATIO
        && rule instanceof ChoiceRule choice
        && !choice.sizes().isEmpty();
  }

  private Object fromPicture(ChoiceRule choice) {
    if (choice.fromInput() == ChoiceRule.FromInput.OMIT) {
      return null;
    }
    return ratioOfPicture()
        .flatMap(ratio -> Resolution.nearestRatio(ratio, choice.values()))
        .orElse(choice.standard());
  }

  private void warnOfStretching(Parameter parameter, ValueRule rule) {
    if (parameter == Parameter.ASPECT_RATIO
        && rule instanceof ChoiceRule choice
        && choice.fromInput() == ChoiceRule.FromInput.OMIT
        && picture().isPresent()
        && !Resolution.hasRatio(picture().get(), effective.text(parameter).orElseThrow())) {
      warnings.add(
          "aspect_ratio "
              + effective.text(parameter).orElseThrow()
              + " differs from the picture the shot starts from; "
              + model.id()
              + " stretches the picture. Leave aspect_ratio out to keep its ratio.");
    }
  }

  private void applyCrossRules() {
    for (CrossRule rule : rules.rules()) {
      if (!rule.applies(effective, stillGiven())) {
        continue;
      }
      if (rule.refuses()) {
        List<Parameter> involved = List.copyOf(rule.when().keySet());
        Parameter field = involved.get(involved.size() - 1);
        throw Refusals.refusal(
            ErrorCode.CONFLICTING_ARGUMENTS,
            model.id() + ": " + rule.message(),
            field.word(),
            effective.value(field).orElse(null),
            List.of("without " + field.word(), "without " + involved.get(0).word()),
            "Leave out " + field.word() + " or " + involved.get(0).word() + ".");
      }
      for (Parameter needed : rule.needs()) {
        if (!effective.has(needed) && !stillGiven().contains(needed)) {
          throw Refusals.refusal(
              ErrorCode.MISSING_ARGUMENT,
              model.id() + ": " + rule.message(),
              needed.word(),
              null,
              rules.rule(needed).map(ValueRule::allowed).orElse(List.of()),
              "Add " + needed.word() + ".");
        }
      }
      rule.then().forEach((parameter, values) -> narrow(rule, parameter, values));
    }
  }

  private void narrow(CrossRule rule, Parameter parameter, ValueRule values) {
    Object value = effective.value(parameter).orElse(null);
    if (value == null) {
      return;
    }
    Verdict verdict = values.check(parameter.word(), value);
    if (verdict instanceof Verdict.Adjusted adjusted) {
      change(parameter, adjusted.value(), rule.message(), values);
    } else if (verdict instanceof Verdict.Refused refused) {
      throw refusal(
          new Verdict.Refused(
              ErrorCode.CONFLICTING_ARGUMENTS,
              refused.field(),
              refused.value(),
              refused.allowed(),
              rule.message(),
              refused.suggestion()));
    }
  }

  /** An extension must leave source and addition together within the model's longest clip. */
  private void keepWithinTotal() {
    Double total = rules.source().longestTotal();
    if (total == null || request.source() == null || operation != Operation.EXTEND) {
      return;
    }
    Double length = request.source().file().facts().durationSeconds();
    Double added = effective.number(Parameter.DURATION).orElse(null);
    if (length == null || added == null || length + added <= total + 0.5) {
      return;
    }
    double room = Math.floor(total - length + 0.5);
    if (rules.rule(Parameter.DURATION).orElse(null) instanceof NumberRule rule
        && rule.nearest(room) <= room) {
      change(
          Parameter.DURATION,
          rule.nearest(room),
          model.id()
              + " extends up to "
              + NumberRule.words(total)
              + " s in total; the source has "
              + NumberRule.words(length)
              + " s.",
          rule);
      return;
    }
    throw Refusals.refusal(
        ErrorCode.CONTINUATION_EXHAUSTED,
        model.id()
            + " extends up to "
            + NumberRule.words(total)
            + " s in total; the source has "
            + NumberRule.words(length)
            + " s already.",
        Parameter.DURATION.word(),
        added,
        List.of("last_frame"),
        "Use operation last_frame: a new clip that starts from the last frame.");
  }

  private void insistOnNoChange() {
    for (Plan.Adjustment adjustment : adjustments.values()) {
      if (adjustment.from() == null) {
        continue;
      }
      ValueRule rule = narrowed.get(adjustment.field());
      Object legal =
          Parameter.of(adjustment.field())
              .flatMap(parameter -> effective.value(parameter))
              .orElse(adjustment.to());
      throw Refusals.refusal(
          ErrorCode.ADJUSTMENT_REFUSED,
          adjustment.field()
              + " would change from "
              + adjustment.from()
              + " to "
              + adjustment.to()
              + ", and the call is strict. "
              + adjustment.reason(),
          adjustment.field(),
          adjustment.from(),
          rule == null ? List.of(String.valueOf(adjustment.to())) : rule.allowed(),
          Refusals.example(request, backend, model.id(), adjustment.field(), legal));
    }
    for (Plan.Ignored entry : ignored) {
      throw Refusals.refusal(
          ErrorCode.UNSUPPORTED_PARAMETER,
          entry.field() + " would be ignored, and the call is strict. " + entry.reason(),
          entry.field(),
          Refusals.valueAt(request.parameters(), entry.field()),
          Refusals.parameterOf(entry.field())
              .flatMap(rules::rule)
              .map(ValueRule::allowed)
              .orElseGet(this::acceptedParameters),
          "Leave out " + entry.field() + ", or set strict to false.");
    }
  }

  private List<String> acceptedParameters() {
    List<String> words = new ArrayList<>();
    for (Parameter parameter : Parameter.values()) {
      if (parameter == Parameter.PROMPT || rules.rule(parameter).isPresent()) {
        words.add(parameter.word());
      }
    }
    return words;
  }

  private List<Parameter> stillGiven() {
    return operation == Operation.LAST_FRAME ? List.of(Parameter.INPUT_IMAGES) : List.of();
  }

  private boolean startsFromPicture() {
    return request.source() != null || effective.has(Parameter.INPUT_IMAGES);
  }

  private Optional<MediaFacts> picture() {
    List<MediaInput> images = effective.inputs(Parameter.INPUT_IMAGES);
    if (!images.isEmpty()) {
      return Optional.of(images.get(0).facts());
    }
    return Optional.ofNullable(request.source()).map(source -> source.file().facts());
  }

  private Optional<Double> ratioOfPicture() {
    return picture().flatMap(Resolution::ratio);
  }
}
