package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.media.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every rule of every operation of every model in the catalogue, at its edges: the last legal value
 * passes a strict call unchanged, the first illegal one is refused or adjusted and told, and the
 * schemas say the same.
 */
class CatalogueEdgesTest {
  private final EdgeChecks checks = new EdgeChecks();

  /** The counts are what the catalogue has at least: a loop over nothing must not pass. */
  @ParameterizedTest
  @CsvSource({
    "grok, 250, 150",
    "google, 500, 250",
    "openai, 500, 250",
    "elevenlabs, 500, 250",
    "previz, 250, 50"
  })
  void edges_ofEveryRule_holdInPlannerAndSchemas(String backend, int legalOnes, int illegalOnes) {
    for (Model model : Stage.CATALOGUE.backend(backend).orElseThrow().models()) {
      for (Operation operation : Operation.values()) {
        if (model.rules(operation).isPresent()) {
          check(new Stage(backend, model, operation));
        }
      }
    }
    assertEquals(List.of(), checks.wrong, () -> checks.wrong.size() + " edges do not hold");
    assertTrue(checks.legal >= legalOnes, "legal edges: " + checks.legal);
    assertTrue(checks.illegal >= illegalOnes, "illegal edges: " + checks.illegal);
  }

  private void check(Stage stage) {
    for (Parameter parameter : Parameter.values()) {
      if (parameter == Parameter.AUDIO_TYPE) {
        continue;
      }
      ValueRule rule = stage.rules().parameters().get(parameter);
      if (rule == null || stage.suppliesItself(parameter)) {
        if (parameter != Parameter.PROMPT) {
          unused(stage, parameter);
        }
        continue;
      }
      if (stage.bars(parameter)) {
        Object value = Edges.anything(parameter);
        check(stage, parameter, new Edges.Edge(value, Edges.Outcome.REFUSED, null, true));
        continue;
      }
      for (Edges.Edge edge : Edges.of(parameter, rule)) {
        check(stage, parameter, edge);
      }
    }
    stage.rules().rules().forEach(rule -> check(stage, rule));
    checkSource(stage);
  }

  private void unused(Stage stage, Parameter parameter) {
    Edges.Outcome outcome =
        stage.rules().refused().containsKey(parameter)
            ? Edges.Outcome.REFUSED
            : Edges.Outcome.IGNORED;
    Object value = Edges.anything(parameter);
    check(stage, parameter, new Edges.Edge(value, outcome, null, true));
  }

  private void check(Stage stage, Parameter parameter, Edges.Edge edge) {
    Parameters asked = stage.completed(stage.base().with(parameter, edge.value()));
    String name = stage + " " + parameter.word() + " " + Refusals.shown(edge.value());
    switch (edge.outcome()) {
      case LEGAL -> checks.legal(name, stage, asked, parameter, edge.result());
      case ADJUSTED -> checks.adjusted(name, stage, asked, parameter, edge);
      case IGNORED -> checks.ignored(name, stage, asked, parameter, edge);
      case REFUSED -> checks.refused(name, stage, asked, parameter.word(), null, edge.inSchema());
    }
  }

  private void check(Stage stage, CrossRule rule) {
    Parameters cause = stage.base();
    for (Map.Entry<Parameter, List<String>> condition : rule.when().entrySet()) {
      if (!stage.suppliesItself(condition.getKey())) {
        cause =
            cause.with(
                condition.getKey(),
                condition.getValue().isEmpty()
                    ? Edges.anything(condition.getKey())
                    : condition.getValue().get(0));
      }
    }
    String name = stage + ": " + rule.message();
    if (rule.refuses()) {
      checks.refused(name, stage, cause, null, ErrorCode.CONFLICTING_ARGUMENTS, true);
      return;
    }
    for (Parameter needed : rule.needs()) {
      if (stage.suppliesItself(needed)) {
        checks.legal(name, stage, cause, null, null);
      } else {
        checks.refused(name, stage, cause, needed.word(), ErrorCode.MISSING_ARGUMENT, true);
        Parameters whole = cause.with(needed, Edges.anything(needed));
        checks.legal(name, stage, whole, needed, Edges.anything(needed));
      }
    }
    if (rule.when().keySet().stream().anyMatch(stage::bars)) {
      return;
    }
    for (Map.Entry<Parameter, ValueRule> effect : rule.then().entrySet()) {
      narrowed(name, stage, cause, effect.getKey(), effect.getValue());
    }
  }

  private void narrowed(
      String name, Stage stage, Parameters cause, Parameter parameter, ValueRule fewer) {
    int before = checks.illegal;
    for (Edges.Edge edge : Edges.of(parameter, stage.rules().rule(parameter).orElseThrow())) {
      if (edge.outcome() != Edges.Outcome.LEGAL) {
        continue;
      }
      Parameters asked = cause.with(parameter, edge.value());
      String words = name + " " + edge.value();
      Verdict verdict = fewer.check(parameter.word(), edge.result());
      if (verdict instanceof Verdict.Accepted) {
        checks.legal(words, stage, asked, parameter, edge.result());
      } else if (verdict instanceof Verdict.Adjusted to) {
        Edges.Edge past = new Edges.Edge(edge.value(), Edges.Outcome.ADJUSTED, to.value(), true);
        checks.adjusted(words, stage, asked, parameter, past);
      } else {
        checks.refused(
            words, stage, asked, parameter.word(), ErrorCode.CONFLICTING_ARGUMENTS, true);
      }
    }
    if (checks.illegal == before) {
      checks.wrong.add(name + " narrows nothing");
    }
  }

  private void checkSource(Stage stage) {
    if (stage.operation() == Operation.GENERATE || stage.operation() == Operation.LAST_FRAME) {
      return;
    }
    SourceLimits limits = stage.rules().source();
    if (limits.longest() != null) {
      checks.legal(stage + " longest", stage.from(stage.clip(limits.longest())));
      checks.refusedSource(stage + " too long", stage.from(stage.clip(limits.longest() + 0.1)));
    }
    if (limits.shortest() != null) {
      checks.legal(stage + " shortest", stage.from(stage.clip(limits.shortest())));
      checks.refusedSource(stage + " too short", stage.from(stage.clip(limits.shortest() - 0.1)));
    }
    if (limits.mostBytes() != null) {
      checks.legal(stage + " heaviest", stage.from(stage.weighing(limits.mostBytes())));
      checks.refusedSource(
          stage + " too heavy", stage.from(stage.weighing(limits.mostBytes() + 1)));
    }
    if (!limits.sizes().isEmpty()) {
      checks.refusedSource(stage + " size", stage.from(stage.shaped(320, 180)));
    }
    if (!limits.ratios().isEmpty()) {
      checks.refusedSource(stage + " ratio", stage.from(stage.shaped(720, 720)));
    }
  }
}
