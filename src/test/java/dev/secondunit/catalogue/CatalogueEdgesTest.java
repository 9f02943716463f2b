package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every rule of every operation of every model in the catalogue, at its edges: the last legal value
 * passes a strict call unchanged, the first illegal one is refused or adjusted and told, and the
 * schemas say the same.
 */
class CatalogueEdgesTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();
  private static final ConditionalSchemas SCHEMAS = new ConditionalSchemas(CATALOGUE);

  private final Planner planner = new Planner(CATALOGUE);
  private final List<String> wrong = new ArrayList<>();
  private int legal;
  private int illegal;

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
    for (Model model : CATALOGUE.backend(backend).orElseThrow().models()) {
      for (Operation operation : Operation.values()) {
        if (model.rules(operation).isPresent()) {
          check(new Stage(backend, model, operation));
        }
      }
    }
    assertEquals(List.of(), wrong, () -> wrong.size() + " edges do not hold");
    assertTrue(legal >= legalOnes, "legal edges: " + legal);
    assertTrue(illegal >= illegalOnes, "illegal edges: " + illegal);
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
      case LEGAL -> legal(name, stage, asked, parameter, edge.result());
      case ADJUSTED -> adjusted(name, stage, asked, parameter, edge);
      case IGNORED -> ignored(name, stage, asked, parameter, edge);
      case REFUSED -> refused(name, stage, asked, parameter.word(), null, edge.inSchema());
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
      refused(name, stage, cause, null, ErrorCode.CONFLICTING_ARGUMENTS, true);
      return;
    }
    for (Parameter needed : rule.needs()) {
      if (stage.suppliesItself(needed)) {
        legal(name, stage, cause, null, null);
      } else {
        refused(name, stage, cause, needed.word(), ErrorCode.MISSING_ARGUMENT, true);
        Parameters whole = cause.with(needed, Edges.anything(needed));
        legal(name, stage, whole, needed, Edges.anything(needed));
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
    int before = illegal;
    for (Edges.Edge edge : Edges.of(parameter, stage.rules().rule(parameter).orElseThrow())) {
      if (edge.outcome() != Edges.Outcome.LEGAL) {
        continue;
      }
      Parameters asked = cause.with(parameter, edge.value());
      String words = name + " " + edge.value();
      Verdict verdict = fewer.check(parameter.word(), edge.result());
      if (verdict instanceof Verdict.Accepted) {
        legal(words, stage, asked, parameter, edge.result());
      } else if (verdict instanceof Verdict.Adjusted to) {
        Edges.Edge past = new Edges.Edge(edge.value(), Edges.Outcome.ADJUSTED, to.value(), true);
        adjusted(words, stage, asked, parameter, past);
      } else {
        refused(words, stage, asked, parameter.word(), ErrorCode.CONFLICTING_ARGUMENTS, true);
      }
    }
    if (illegal == before) {
      wrong.add(name + " narrows nothing");
    }
  }

  private void checkSource(Stage stage) {
    if (stage.operation() == Operation.GENERATE || stage.operation() == Operation.LAST_FRAME) {
      return;
    }
    SourceLimits limits = stage.rules().source();
    if (limits.longest() != null) {
      legal(stage + " longest", stage.from(stage.clip(limits.longest())));
      refusedSource(stage + " too long", stage.from(stage.clip(limits.longest() + 0.1)));
    }
    if (limits.shortest() != null) {
      legal(stage + " shortest", stage.from(stage.clip(limits.shortest())));
      refusedSource(stage + " too short", stage.from(stage.clip(limits.shortest() - 0.1)));
    }
    if (limits.mostBytes() != null) {
      legal(stage + " heaviest", stage.from(stage.weighing(limits.mostBytes())));
      refusedSource(stage + " too heavy", stage.from(stage.weighing(limits.mostBytes() + 1)));
    }
    if (!limits.sizes().isEmpty()) {
      refusedSource(stage + " size", stage.from(stage.shaped(320, 180)));
    }
    if (!limits.ratios().isEmpty()) {
      refusedSource(stage + " ratio", stage.from(stage.shaped(720, 720)));
    }
  }

  private void legal(String name, Stage stage) {
    legal(name, stage, stage.base(), null, null);
  }

  private void legal(String name, Stage stage, Parameters asked, Parameter parameter, Object sent) {
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
      expectNone(name, SCHEMAS.violations(plan));
      expectNone(name, stage.violations(asked));
    } catch (FailureException e) {
      wrong.add(name + ": " + e.failure());
    }
  }

  private void adjusted(
      String name, Stage stage, Parameters asked, Parameter parameter, Edges.Edge edge) {
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
      expectNone(name, SCHEMAS.violations(plan));
    } catch (FailureException e) {
      wrong.add(name + ": " + e.failure());
    }
    expectFailure(name, stage, asked, true, parameter.word(), ErrorCode.ADJUSTMENT_REFUSED);
    expectSchema(name, stage, asked, parameter.word(), edge.inSchema());
  }

  private void ignored(
      String name, Stage stage, Parameters asked, Parameter parameter, Edges.Edge edge) {
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
      expectNone(name, SCHEMAS.violations(plan));
    } catch (FailureException e) {
      wrong.add(name + ": " + e.failure());
    }
    expectFailure(name, stage, asked, true, parameter.word(), ErrorCode.UNSUPPORTED_PARAMETER);
    expectSchema(name, stage, asked, parameter.word(), edge.inSchema());
  }

  private void refused(
      String name, Stage stage, Parameters asked, String field, ErrorCode code, boolean inSchema) {
    illegal++;
    expectFailure(name, stage, asked, false, field, code);
    expectFailure(name, stage, asked, true, field, code);
    expectSchema(name, stage, asked, field, inSchema);
  }

  private void refusedSource(String name, Stage stage) {
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

  /** One operation of one model, with a source that it takes. */
  private record Stage(
      String backend, Model model, Operation operation, ContinuationSource source) {
    Stage(String backend, Model model, Operation operation) {
      this(backend, model, operation, null);
    }

    @Override
    public String toString() {
      return model.id() + " " + operation.word();
    }

    /** The model that does it: for a continuation that may be another one. */
    Model doer() {
      String other = model.rules(operation).orElseThrow().model();
      return other == null ? model : CATALOGUE.model(backend, other).orElseThrow();
    }

    OperationRules rules() {
      return doer().rules(operation).orElseThrow();
    }

    Mode mode() {
      return model.kind().mode().orElseThrow();
    }

    Parameters base() {
      Parameters base = Parameters.NONE.with(Parameter.PROMPT, "a paper boat");
      return mode() == Mode.AUDIO ? base.with(Parameter.AUDIO_TYPE, model.kind().word()) : base;
    }

    /** With what the rules between parameters ask for besides. */
    Parameters completed(Parameters parameters) {
      Parameters completed = parameters;
      for (CrossRule rule : rules().rules()) {
        if (rule.applies(parameters, List.of())) {
          for (Parameter needed : rule.needs()) {
            if (!completed.has(needed) && !suppliesItself(needed)) {
              completed = completed.with(needed, Edges.anything(needed));
            }
          }
        }
      }
      return completed;
    }

    /** The first frame of such a shot is the last one of the source. */
    boolean suppliesItself(Parameter parameter) {
      return operation == Operation.LAST_FRAME && parameter == Parameter.INPUT_IMAGES;
    }

    /** Whether a parameter excludes the first frame that the source supplies. */
    boolean bars(Parameter parameter) {
      return rules().rules().stream()
          .filter(CrossRule::refuses)
          .map(rule -> rule.when().keySet())
          .anyMatch(
              when -> when.contains(parameter) && when.stream().anyMatch(this::suppliesItself));
    }

    /** Whether ratio and size (of a picture) are merged into one number of pixels. */
    boolean turnsIntoSize(Parameter parameter) {
      boolean merged =
          parameter == Parameter.ASPECT_RATIO
              || (parameter == Parameter.SIZE && operation != Operation.GENERATE);
      return merged
          && rules().rule(Parameter.ASPECT_RATIO).orElse(null) instanceof ChoiceRule choice
          && !choice.sizes().isEmpty();
    }

    /** A day in the model's life. */
    PlanningContext context() {
      Instant day = Requests.NOW;
      if (model.endedBy(day.atZone(ZoneOffset.UTC).toLocalDate())) {
        day = model.until().minusDays(60).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return new PlanningContext(Map.of(), Set.of(), day);
    }

    GenerationRequest request(Parameters asked, boolean strict) {
      boolean fresh = operation == Operation.GENERATE;
      boolean named = fresh || operation == Operation.LAST_FRAME;
      return new GenerationRequest(
          mode(),
          fresh ? null : operation,
          named ? backend : GenerationRequest.AUTO,
          named ? model.id() : null,
          asked,
          strict,
          fresh ? null : source == null ? usualSource() : source);
    }

    List<Failure> violations(Parameters asked) {
      Plan wish =
          new Plan(
              backend,
              doer().id(),
              mode(),
              operation,
              asked,
              asked,
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              null,
              null);
      String tool =
          operation == Operation.GENERATE
              ? ConditionalSchemas.GENERATE_MEDIA
              : ConditionalSchemas.CONTINUE_FROM;
      return SCHEMAS.violations(tool, backend, ConditionalSchemas.arguments(wish));
    }

    Stage from(MediaInput file) {
      ContinuationSource clip = Requests.clip(backend, model.id(), 1, operation);
      return new Stage(backend, model, operation, Requests.with(clip, file, null, null));
    }

    private ContinuationSource usualSource() {
      return from(clip(5)).source();
    }

    MediaInput clip(double seconds) {
      return file(1_000, 1280, 720, seconds);
    }

    MediaInput weighing(long bytes) {
      return file(bytes, 1280, 720, 5);
    }

    MediaInput shaped(int width, int height) {
      return file(1_000, width, height, 5);
    }

    private MediaInput file(long bytes, int width, int height, double seconds) {
      return mode() == Mode.IMAGE
          ? Requests.input("a.png", "image/png", bytes, width, height, null)
          : Requests.input("a.mp4", "video/mp4", bytes, width, height, seconds);
    }
  }
}
