package dev.secondunit.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What holds for every plan, tried on requests drawn at random (always the same ones): it obeys the
 * schema, it accounts for every difference from what was asked, and a strict one has none.
 */
class RandomRequestsTest {
  private static final int REQUESTS = 4_000;
  private static final long SEED = 20_261_121;

  private final Catalogue catalogue = Catalogue.builtIn();
  private final Planner planner = new Planner(catalogue);
  private final ConditionalSchemas schemas = new ConditionalSchemas(catalogue);
  private final Random random = new Random(SEED);
  private final Map<Parameter, List<Object>> values = values();
  private final List<Model> models =
      catalogue.backends().stream().flatMap(entry -> entry.models().stream()).toList();

  @Test
  void plan_ofAnyRequest_obeysTheSchemaAndAccountsForEveryDifference() {
    Set<String> seen = new LinkedHashSet<>();
    int planned = 0;
    int strict = 0;
    for (int i = 0; i < REQUESTS; i++) {
      GenerationRequest request = request();
      PlanningContext context =
          random.nextBoolean()
              ? Requests.everythingUsable()
              : new PlanningContext(Map.of(), Set.of("google", "openai"), Requests.NOW);
      try {
        Plan plan = planner.plan(request, context);
        check(request, plan);
        assertEquals(plan, planner.plan(request, context), "the same request gives the same plan");
        planned++;
        strict += request.strict() ? 1 : 0;
        seen.add(plan.backend() + " " + plan.operation());
      } catch (FailureException e) {
        check(request, e.failure());
      }
    }
    assertTrue(planned > REQUESTS / 5, "planned " + planned);
    assertTrue(strict > 100, "planned strictly " + strict);
    assertTrue(
        seen.containsAll(List.of("grok EDIT", "google EXTEND", "openai GENERATE")), "" + seen);
    assertTrue(seen.contains("elevenlabs GENERATE") && seen.contains("previz REMIX"), "" + seen);
  }

  private void check(GenerationRequest request, Plan plan) {
    String words = request + " became " + plan;
    assertEquals(List.of(), schemas.violations(plan), words);
    Set<Parameter> told = new LinkedHashSet<>();
    for (Plan.Adjustment adjustment : plan.adjustments()) {
      Parameter.of(adjustment.field()).ifPresent(told::add);
      assertFalse(adjustment.reason().isBlank(), words);
      assertFalse(request.strict(), words);
      assertNotEquals(adjustment.from(), adjustment.to(), words);
      Parameter.of(adjustment.field())
          .ifPresent(
              parameter ->
                  assertEquals(
                      adjustment.to(),
                      Refusals.shown(plan.effective().value(parameter).orElse(null)),
                      words));
    }
    plan.ignored().forEach(entry -> Refusals.parameterOf(entry.field()).ifPresent(told::add));
    assertTrue(!request.strict() || plan.ignored().isEmpty(), words);
    for (Parameter parameter : request.parameters().names()) {
      Object asked = request.parameters().value(parameter).orElseThrow();
      Object sent = plan.effective().value(parameter).orElse(null);
      assertTrue(
          told.contains(parameter) || means(plan, parameter, asked, sent),
          parameter + " was changed in silence: " + words);
    }
    assertTrue(request.strict() || plan.model() != null);
  }

  /** Whether what is sent is another spelling of what was asked. */
  private boolean means(Plan plan, Parameter parameter, Object asked, Object sent) {
    if (asked.equals(sent)) {
      return true;
    }
    if (parameter == Parameter.ASPECT_RATIO && sent == null) {
      double wanted = Resolution.ratio((String) asked).orElseThrow();
      double got =
          Resolution.ratio(plan.effective().text(Parameter.SIZE).orElseThrow()).orElseThrow();
      return Math.abs(Math.log(wanted / got)) < 0.05;
    }
    Operation operation = plan.operation();
    ValueRule rule =
        catalogue
            .model(plan.backend(), plan.model())
            .flatMap(model -> model.rules(operation))
            .flatMap(rules -> rules.rule(parameter))
            .orElseThrow();
    Verdict verdict = rule.check(parameter.word(), asked);
    return verdict instanceof Verdict.Accepted
        && (parameter == Parameter.SIZE || ((Verdict.Accepted) verdict).value().equals(sent));
  }

  private static void check(GenerationRequest request, Failure failure) {
    String words = request + " was refused with " + failure;
    assertNotNull(failure.field(), words);
    assertFalse(failure.message().isBlank(), words);
    assertTrue(failure.hint() != null && !failure.hint().isBlank(), words);
  }

  private GenerationRequest request() {
    Model model = any(models.stream().filter(m -> m.kind().mode().isPresent()).toList());
    Mode mode = model.kind().mode().orElseThrow();
    String backend = owner(model);
    Parameters parameters = Parameters.NONE.with(Parameter.PROMPT, "a paper boat");
    if (mode == Mode.AUDIO) {
      parameters = parameters.with(Parameter.AUDIO_TYPE, model.kind().word());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      Parameter parameter = any(List.of(Parameter.values()));
      if (parameter != Parameter.PROMPT && parameter != Parameter.AUDIO_TYPE) {
        parameters = parameters.with(parameter, any(values.get(parameter)));
      }
    }
    boolean strict = random.nextInt(3) == 0;
    if (mode != Mode.AUDIO && random.nextInt(3) == 0) {
      return continuation(mode, backend, model, parameters, strict);
    }
    boolean named = random.nextBoolean();
    return new GenerationRequest(
        mode,
        null,
        random.nextInt(3) == 0 ? GenerationRequest.AUTO : backend,
        named ? model.id() : null,
        parameters,
        strict,
        null);
  }

  private GenerationRequest continuation(
      Mode mode, String backend, Model model, Parameters parameters, boolean strict) {
    List<Operation> operations = new ArrayList<>(List.of(Operation.values()));
    operations.add(null);
    ContinuationSource clip =
        Requests.clip(backend, model.id(), 1 + random.nextInt(20), Operation.values());
    if (mode == Mode.IMAGE) {
      clip = Requests.with(clip, Requests.picture(1024, 768), null, null);
    }
    return new GenerationRequest(
        mode, any(operations), GenerationRequest.AUTO, null, parameters, strict, clip);
  }

  private String owner(Model model) {
    return catalogue.backends().stream()
        .filter(entry -> entry.models().contains(model))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Every value at or past an edge anywhere in the catalogue, by parameter. */
  private Map<Parameter, List<Object>> values() {
    Map<Parameter, List<Object>> all = new EnumMap<>(Parameter.class);
    for (Parameter parameter : Parameter.values()) {
      Set<Object> found = new LinkedHashSet<>();
      found.add(Edges.anything(parameter));
      for (BackendEntry backend : catalogue.backends()) {
        for (Model model : backend.models()) {
          model.operations().values().stream()
              .flatMap(rules -> rules.rule(parameter).stream())
              .forEach(rule -> Edges.of(parameter, rule).forEach(e -> found.add(e.value())));
        }
      }
      all.put(parameter, List.copyOf(found));
    }
    return all;
  }
}
