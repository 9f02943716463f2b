package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.util.ArrayList;
import java.util.List;

/**
 * What planner and schemas must say of a request at the edge of a rule. Keeps what they say
 * instead, and counts, so that one look at the end shows every edge that does not hold.
 */
final class EdgeChecks {
  private final Planner planner = new Planner(Stage.CATALOGUE);
  final List<String> wrong = new ArrayList<>();
  int legal;
  int illegal;

  void legal(String name, Stage stage) {
    legal(name, stage, stage.base(), null, null);
  }

  void legal(String name, Stage stage, Parameters asked, Parameter parameter, Object sent) {
    legal++;
    try {
      Plan plan = planner.plan(stage.request(asked, true), stage.context());
      if (!plan.adjustments().isEmpty() || !plan.ignored().isEmpty()) {
        wrong.add(name + ": changed: " + plan.adjustments() + plan.ignored());
      }
      Object effective = parameter == null ? null : plan.effective().value(parameter).orElse(null);
      if (parameter != null && !stage.turnsIntoSize(parameter) && !sent.equals(effective)) {
        wrong.add(name + ": sent as " + effective);
      }
      expectNone(name, Stage.SCHEMAS.violations(plan));
      expectNone(name, stage.violations(asked));
    } catch (FailureException e) {
      wrong.add(name + ": " + e.failure());
    }
  }

  void adjusted(String name, Stage stage, Parameters asked, Parameter parameter, Edges.Edge edge) {
    illegal++;
    try {
      Plan plan = planner.plan(stage.request(asked, false), stage.context());
      boolean told =
          plan.adjustments().stream()
              .anyMatch(
                  change ->
                      change.field().equals(parameter.word())
                          && Refusals.shown(edge.value()).equals(change.from())
                          && Refusals.shown(edge.result()).equals(change.to())
                          && !change.reason().isBlank());
      if (!told || !edge.result().equals(plan.effective().value(parameter).orElse(null))) {
        wrong.add(name + ": " + plan.adjustments() + " " + plan.effective());
      }
      expectNone(name, Stage.SCHEMAS.violations(plan));
    } catch (FailureException e) {
      wrong.add(name + ": " + e.failure());
    }
    expectFailure(name, stage, asked, true, parameter.word(), ErrorCode.ADJUSTMENT_REFUSED);
    expectSchema(name, stage, asked, parameter.word(), edge.inSchema());
  }

  void ignored(String name, Stage stage, Parameters asked, Parameter parameter, Edges.Edge edge) {
    illegal++;
    try {
      Plan plan = planner.plan(stage.request(asked, false), stage.context());
      if (plan.ignored().stream().noneMatch(left -> left.field().startsWith(parameter.word()))) {
        wrong.add(name + ": left out in silence");
      }
      if (edge.result() == null
          ? plan.effective().has(parameter)
          : !edge.result().equals(plan.effective().value(parameter).orElse(null))) {
        wrong.add(name + ": " + plan.effective());
      }
      expectNone(name, Stage.SCHEMAS.violations(plan));
    } catch (FailureException e) {
      wrong.add(name + ": " + e.failure());
    }
    expectFailure(name, stage, asked, true, parameter.word(), ErrorCode.UNSUPPORTED_PARAMETER);
    expectSchema(name, stage, asked, parameter.word(), edge.inSchema());
  }

  void refused(
      String name, Stage stage, Parameters asked, String field, ErrorCode code, boolean inSchema) {
    illegal++;
    expectFailure(name, stage, asked, false, field, code);
    expectFailure(name, stage, asked, true, field, code);
    expectSchema(name, stage, asked, field, inSchema);
  }

  void refusedSource(String name, Stage stage) {
    illegal++;
    for (boolean strict : List.of(true, false)) {
      try {
        planner.plan(stage.request(stage.base(), strict), stage.context());
        wrong.add(name + ": was not refused");
      } catch (FailureException e) {
        if (e.failure().hint() == null) {
          wrong.add(name + ": no hint: " + e.failure());
        }
      }
    }
  }

  private void expectFailure(
      String name, Stage stage, Parameters asked, boolean strict, String field, ErrorCode code) {
    try {
      Plan plan = planner.plan(stage.request(asked, strict), stage.context());
      wrong.add(name + (strict ? " (strict)" : "") + ": was not refused: " + plan.effective());
    } catch (FailureException e) {
      Failure failure = e.failure();
      boolean there =
          field == null || (failure.field() != null && failure.field().startsWith(field));
      if (!there || (code != null && code != failure.code()) || failure.hint() == null) {
        wrong.add(name + ": " + failure);
      }
    }
  }

  private void expectSchema(
      String name, Stage stage, Parameters asked, String field, boolean inSchema) {
    List<Failure> failures = stage.violations(asked);
    boolean found =
        failures.stream()
            .anyMatch(
                failure ->
                    field == null
                        || (failure.field() != null && failure.field().startsWith(field)));
    if (inSchema && !found) {
      wrong.add(name + ": the schema lets it pass: " + failures);
    }
  }

  private void expectNone(String name, List<Failure> failures) {
    if (!failures.isEmpty()) {
      wrong.add(name + ": the schema refuses it: " + failures);
    }
  }
}
