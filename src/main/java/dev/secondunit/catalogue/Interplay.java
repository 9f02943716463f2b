package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.List;

/** Applies the rules between parameters, and between an extension and its source. */
final class Interplay {
  private final ShotAccount account;
  private final OperationRules rules;

  Interplay(ShotAccount account) {
    this.account = account;
    this.rules = account.rules;
  }

  /**
   * @throws FailureException when parameters exclude each other or one is missing
   */
  void apply() {
    for (CrossRule rule : rules.rules()) {
      if (rule.applies(account.effective(), account.suppliedBySource())) {
        apply(rule);
      }
    }
    keepWithinTotal();
    new Keyframes(account).place();
    insistOnRequestSize();
  }

  /** What travels inside one request must fit into it together. */
  private void insistOnRequestSize() {
    if (rules.requestBytes() == null) {
      return;
    }
    long bytes = 0;
    long largest = -1;
    String field = null;
    for (Parameter parameter : Parameter.values()) {
      boolean many = parameter.kind() == Parameter.Kind.INPUTS;
      List<MediaInput> files =
          many
              ? account.effective().inputs(parameter)
              : parameter.kind() == Parameter.Kind.INPUT
                  ? account.effective().input(parameter).stream().toList()
                  : List.of();
      for (int i = 0; i < files.size(); i++) {
        long size = files.get(i).facts().bytes();
        bytes += size;
        if (size > largest) {
          largest = size;
          field = parameter.word() + (many ? "[" + i + "]" : "");
        }
      }
    }
    if (bytes > rules.requestBytes()) {
      throw Refusals.refusal(
          ErrorCode.FILE_TOO_LARGE,
          account.model.id()
              + ": the files of this shot have "
              + bytes
              + " bytes together; "
              + rules.requestBytes()
              + " fit into one request.",
          field,
          largest,
          List.of("at most " + rules.requestBytes() + " bytes together"),
          "Scale the pictures down, or save them as JPEG.");
    }
  }

  private void apply(CrossRule rule) {
    if (rule.refuses()) {
      throw conflict(rule);
    }
    for (Parameter needed : rule.needs()) {
      if (!account.effective().has(needed) && !account.suppliedBySource(needed)) {
        throw Refusals.refusal(
            ErrorCode.MISSING_ARGUMENT,
            account.model.id() + ": " + rule.message(),
            needed.word(),
            null,
            rules.rule(needed).map(ValueRule::allowed).orElse(List.of()),
            "Add " + needed.word() + ".");
      }
    }
    rule.then().forEach((parameter, values) -> narrow(rule, parameter, values));
  }

  private FailureException conflict(CrossRule rule) {
    List<Parameter> given = new ArrayList<>(rule.when().keySet());
    given.removeAll(account.suppliedBySource());
    Parameter field = given.get(given.size() - 1);
    List<String> ways = new ArrayList<>();
    given.forEach(parameter -> ways.add("without " + parameter.word()));
    return Refusals.refusal(
        ErrorCode.CONFLICTING_ARGUMENTS,
        account.model.id() + ": " + rule.message(),
        field.word(),
        account.effective().value(field).orElse(null),
        ways,
        "Leave out " + String.join(" or ", given.stream().map(Parameter::word).toList()) + ".");
  }

  private void narrow(CrossRule rule, Parameter parameter, ValueRule values) {
    Object value = account.effective().value(parameter).orElse(null);
    if (value == null) {
      return;
    }
    Verdict verdict = values.check(parameter.word(), value);
    if (verdict instanceof Verdict.Adjusted adjusted) {
      account.change(parameter, adjusted.value(), rule.message(), values);
    } else if (verdict instanceof Verdict.Refused refused) {
      throw account.refusal(
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
    ContinuationSource source = account.request.source();
    if (total == null || source == null || account.operation != Operation.EXTEND) {
      return;
    }
    Double length = source.file().facts().durationSeconds();
    Double added = account.effective().number(Parameter.DURATION).orElse(null);
    if (length == null || added == null || length + added <= total + 0.5) {
      return;
    }
    String limit =
        account.model.id()
            + " extends up to "
            + NumberRule.words(total)
            + " s in total; the source has "
            + NumberRule.words(length)
            + " s";
    double room = Math.floor(total - length + 0.5);
    if (rules.rule(Parameter.DURATION).orElse(null) instanceof NumberRule rule
        && rule.nearest(room) <= room) {
      account.change(Parameter.DURATION, rule.nearest(room), limit + ".", rule);
      return;
    }
    throw Refusals.refusal(
        ErrorCode.CONTINUATION_EXHAUSTED,
        limit + " already.",
        Parameter.DURATION.word(),
        added,
        List.of("last_frame"),
        "Use operation last_frame: a new clip that starts from the last frame.");
  }
}
