package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of one request on one model: the parameters so far and the account of everything
 * that differs from what was asked. Used once, by one thread.
 */
final class ShotAccount {
  final GenerationRequest request;
  final BackendEntry backend;
  final Model model;
  final MediaKind kind;
  final Operation operation;
  final OperationRules rules;

  private final Map<String, Plan.Adjustment> adjustments = new LinkedHashMap<>();
  private final Map<String, ValueRule> narrowed = new LinkedHashMap<>();
  private final List<Plan.Ignored> ignored = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Parameters effective = Parameters.NONE;

  ShotAccount(
      GenerationRequest request,
      BackendEntry backend,
      Model model,
      MediaKind kind,
      Operation operation,
      OperationRules rules) {
    this.request = request;
    this.backend = backend;
    this.model = model;
    this.kind = kind;
    this.operation = operation;
    this.rules = rules;
  }

  Parameters effective() {
    return effective;
  }

  List<Plan.Adjustment> adjustments() {
    return List.copyOf(adjustments.values());
  }

  List<Plan.Ignored> ignored() {
    return List.copyOf(ignored);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Takes a value that means what was asked. */
  void take(Parameter parameter, Object value) {
    effective = effective.with(parameter, value);
  }

  /** Leaves a parameter out that another one stands for. */
  void drop(Parameter parameter) {
    effective = effective.without(parameter);
  }

  /**
   * Takes another value than the one so far; {@code rule} is the one that asks for it. Told when
   * the caller had asked for a value: what was left open is told by the effective values alone.
   */
  void change(Parameter parameter, Object to, String reason, ValueRule rule) {
    Plan.Adjustment before = adjustments.get(parameter.word());
    Object from =
        before == null ? request.parameters().value(parameter).orElse(null) : before.from();
    String why = before == null ? reason : before.reason() + " " + reason;
    take(parameter, to);
    if (from == null) {
      return;
    }
    if (parameter == Parameter.DURATION && tooLong(from, to)) {
      why = why + " " + Refusals.SHOT_LIST;
    }
    adjustments.put(
        parameter.word(),
        new Plan.Adjustment(parameter.word(), Refusals.shown(from), Refusals.shown(to), why));
    narrowed.put(parameter.word(), rule);
  }

  private boolean tooLong(Object from, Object to) {
    return kind == MediaKind.VIDEO
        && from instanceof Double asked
        && to instanceof Double possible
        && asked > possible;
  }

  void ignore(Plan.Ignored entry) {
    ignored.add(entry);
  }

  void ignore(Parameter parameter, String reason) {
    ignored.add(new Plan.Ignored(parameter.word(), reason));
  }

  void warn(String sentence) {
    warnings.add(sentence);
  }

  /** The failure for a value that a rule refuses. */
  FailureException refusal(Verdict.Refused refused) {
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

  /**
   * Ends a strict fitting.
   *
   * @throws FailureException when anything differs from what was asked
   */
  void insistOnNoChange() {
    for (Plan.Adjustment adjustment : adjustments.values()) {
      throw wouldChange(adjustment);
    }
    for (Plan.Ignored entry : ignored) {
      throw Refusals.refusal(
          ErrorCode.UNSUPPORTED_PARAMETER,
          entry.field() + " would be ignored, and the call is strict. " + entry.reason(),
          entry.field(),
          Refusals.valueAt(request.parameters(), entry.field()),
          Refusals.parameterOf(entry.field())
              .filter(parameter -> !suppliedBySource(parameter))
              .flatMap(rules::rule)
              .map(ValueRule::allowed)
              .orElseGet(this::acceptedParameters),
          "Leave out " + entry.field() + ", or set strict to false.");
    }
  }

  private FailureException wouldChange(Plan.Adjustment adjustment) {
    ValueRule rule = narrowed.get(adjustment.field());
    Object legal =
        Parameter.of(adjustment.field())
            .flatMap(parameter -> effective.value(parameter))
            .orElse(adjustment.to());
    return Refusals.refusal(
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

  List<String> acceptedParameters() {
    List<String> words = new ArrayList<>();
    for (Parameter parameter : Parameter.values()) {
      if (parameter == Parameter.PROMPT
          || (rules.rule(parameter).isPresent() && !suppliedBySource(parameter))) {
        words.add(parameter.word());
      }
    }
    return words;
  }

  /** What will be there although no parameter holds it: the last frame, as the first one. */
  List<Parameter> suppliedBySource() {
    return operation == Operation.LAST_FRAME ? List.of(Parameter.INPUT_IMAGES) : List.of();
  }

  boolean suppliedBySource(Parameter parameter) {
    return suppliedBySource().contains(parameter);
  }

  boolean startsFromPicture() {
    return request.source() != null || effective.has(Parameter.INPUT_IMAGES);
  }

  /** The picture or clip the shot starts from. */
  Optional<MediaFacts> picture() {
    List<MediaInput> images = effective.inputs(Parameter.INPUT_IMAGES);
    if (!images.isEmpty()) {
      return Optional.of(images.get(0).facts());
    }
    return Optional.ofNullable(request.source()).map(source -> source.file().facts());
  }
}
