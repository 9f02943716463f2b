package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fits one request to one model. Used once, by one thread. */
final class Fitting {
  private final GenerationRequest request;
  private final Model model;
  private final OperationRules rules;
  private final ShotAccount account;
  private final PictureShape shape;

  Fitting(
      GenerationRequest request,
      BackendEntry backend,
      Model model,
      MediaKind kind,
      Operation operation) {
    this.request = request;
    this.model = model;
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
    this.account = new ShotAccount(request, backend, model, kind, operation, rules);
    this.shape = new PictureShape(account);
  }

  Fitting warned(List<String> sentences) {
    sentences.forEach(account::warn);
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
    shape.turnRatioIntoSize();
    fillDefaults();
    new Interplay(account).apply();
    if (request.strict()) {
      account.insistOnNoChange();
    }
    Optional<UsdAmount> estimate =
        model.prices().estimate(account.operation, account.effective(), request.source());
    if (estimate.isEmpty()) {
      account.warn(
          "The price of "
              + model.id()
              + " is not known"
              + (model.prices().note() == null ? "." : ": " + model.prices().note()));
    }
    return new Plan(
        account.backend.name(),
        model.id(),
        request.mode(),
        account.operation,
        request.parameters(),
        account.effective(),
        account.adjustments(),
        account.ignored(),
        account.warnings(),
        skipped,
        estimate.orElse(null),
        estimate.isEmpty() ? null : model.prices().asOf());
  }

  private void takeRequested() {
    for (Parameter parameter : Parameter.values()) {
      Object value = request.parameters().value(parameter).orElse(null);
      if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
        take(parameter, value);
      }
    }
    if (request.mode() == Mode.AUDIO && !account.effective().has(Parameter.AUDIO_TYPE)) {
      account.take(Parameter.AUDIO_TYPE, account.kind.word());
    }
  }

  private void take(Parameter parameter, Object value) {
    Optional<ValueRule> rule = rules.rule(parameter);
    if (account.suppliedBySource(parameter)) {
      account.ignore(parameter, "This shot starts from the last frame of the source.");
    } else if (rule.isPresent()) {
      judge(parameter, value, rule.get());
    } else if (parameter == Parameter.PROMPT) {
      account.take(parameter, value);
    } else if (parameter == Parameter.AUDIO_TYPE && request.mode() == Mode.AUDIO) {
      account.take(parameter, account.kind.word());
    } else if (rules.refused().containsKey(parameter)) {
      throw Refusals.refusal(
          ErrorCode.UNSUPPORTED_PARAMETER,
          rules.refused().get(parameter),
          parameter.word(),
          value,
          account.acceptedParameters(),
          "Leave out " + parameter.word() + ".");
    } else {
      account.ignore(
          parameter,
          model.id() + " has no " + parameter.word() + " for " + account.operation.word() + ".");
    }
  }

  private void judge(Parameter parameter, Object value, ValueRule rule) {
    Verdict verdict = rule.check(parameter.word(), value);
    if (verdict instanceof Verdict.Accepted accepted) {
      account.take(parameter, accepted.value());
    } else if (verdict instanceof Verdict.Trimmed trimmed) {
      account.take(parameter, trimmed.value());
      trimmed.ignored().forEach(account::ignore);
    } else if (verdict instanceof Verdict.Adjusted adjusted) {
      account.change(parameter, adjusted.value(), model.id() + ": " + adjusted.reason(), rule);
    } else {
      throw account.refusal((Verdict.Refused) verdict);
    }
  }

  private void fillDefaults() {
    for (Map.Entry<Parameter, ValueRule> entry : rules.parameters().entrySet()) {
      Parameter parameter = entry.getKey();
      ValueRule rule = entry.getValue();
      if (account.effective().has(parameter)) {
        shape.warnOfStretching(parameter, rule);
        continue;
      }
      if (PictureShape.hasNoSay(parameter, rule)) {
        continue;
      }
      if (shape.followsPicture(rule)) {
        fill(parameter, shape.fromPicture((ChoiceRule) rule));
      } else {
        fill(parameter, rule.defaultValue().orElse(null));
      }
    }
  }

  private void fill(Parameter parameter, Object value) {
    if (value != null) {
      account.take(parameter, value);
    }
  }
}
