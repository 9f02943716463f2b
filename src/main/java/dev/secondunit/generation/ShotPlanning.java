package dev.secondunit.generation;

import dev.secondunit.backend.Backend;
import dev.secondunit.backend.http.Redaction;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.Planner;
import dev.secondunit.catalogue.PlanningContext;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes of what a caller wrote what would be sent: resolves the inputs of a shot, plans and prices
 * it. Reads and measures files; sends nothing. Safe for many threads.
 */
final class ShotPlanning {
  private static final Set<Mode> IMAGES = Set.of(Mode.IMAGE);
  private static final String STRIPPED =
      "A credential in it would be kept with the job and shown to the vendor; no model can use it.";

  private final Generations.Planning means;
  private final Planner planner;
  private final FallbackPlanning fallbacks;
  private final Generations.Files files;
  private final Clock clock;

  ShotPlanning(Generations.Planning means, Generations.Files files, Clock clock) {
    this(
        means,
        new Planner(means.catalogue()),
        new FallbackPlanning(means.settings()),
        files,
        clock);
  }

  private ShotPlanning(
      Generations.Planning means,
      Planner planner,
      FallbackPlanning fallbacks,
      Generations.Files files,
      Clock clock) {
    this.means = means;
    this.planner = planner;
    this.fallbacks = fallbacks;
    this.files = files;
    this.clock = clock;
  }

  Generations.Files files() {
    return files;
  }

  Generations.Planning means() {
    return means;
  }

  /** The same with other files. */
  ShotPlanning with(Generations.Files others) {
    return new ShotPlanning(means, planner, fallbacks, others, clock);
  }

  /**
   * Plans a shot: reads and measures its inputs, decides what will be sent and what it costs. Sends
   * nothing and changes nothing.
   */
  PlannedShot plan(ShotRequest shot) throws InterruptedException {
    Path folder =
        shot.outputFolder() == null
            ? files.outputFolder()
            : files.guard().writableFolder(shot.outputFolder(), "output_dir");
    Optional<Failure> unstorable = files.artifacts().refusal(folder);
    ContinuationSource source =
        shot.continueFrom() == null ? null : files.assets().source(shot.continueFrom());
    Mode mode = shot.mode() != null ? shot.mode() : modeOf(source, shot.operation());
    List<String> parents = new ArrayList<>();
    if (source != null) {
      parents.add(source.assetId());
    }
    Parameters parameters = Parameters.NONE;
    Map<Parameter, Object> values = new EnumMap<>(Parameter.class);
    Set<Parameter> stripped = EnumSet.noneOf(Parameter.class);
    for (Map.Entry<Parameter, Object> value : shot.values().entrySet()) {
      Object kept = withoutCredentials(value.getKey(), value.getValue(), shot.strict());
      if (!kept.equals(value.getValue())) {
        stripped.add(value.getKey());
      }
      values.put(value.getKey(), kept);
      parameters = parameters.with(value.getKey(), kept);
    }
    Map<Parameter, List<String>> given = new EnumMap<>(Parameter.class);
    for (Parameter parameter : Parameter.values()) {
      List<String> named = shot.inputs().get(parameter);
      if (named != null && !named.isEmpty()) {
        List<MediaInput> resolved = resolved(parameter, named, parents);
        given.put(parameter, resolved.stream().map(MediaInput::given).toList());
        parameters =
            parameters.with(
                parameter, parameter.kind() == Parameter.Kind.INPUTS ? resolved : resolved.get(0));
      }
    }
    GenerationRequest request =
        new GenerationRequest(
            mode,
            shot.operation(),
            shot.backendType(),
            shot.model(),
            parameters,
            shot.strict(),
            source);
    PlanningContext context = context();
    Plan plan = checked(request, context);
    Fallbacks elsewhere =
        fallbacks.of(request, plan, instead -> told(stripped, checked(instead, context)));
    if (plan.operation() == Operation.LAST_FRAME) {
      plan = startingFromLastFrame(plan, source);
    }
    return new PlannedShot(
        told(stripped, plan),
        new GenerationOrder(
            shot.tool(),
            asked(shot, mode, values, given),
            folder,
            shot.name() != null ? shot.name() : parameters.text(Parameter.PROMPT).orElse(""),
            source,
            parents,
            shot.readAs(),
            shot.name(),
            elsewhere),
        unstorable.orElse(null));
  }

  /** What follows from a source where no mode was named. */
  private static Mode modeOf(ContinuationSource source, Operation operation) {
    Mode mode = source.file().facts().mode();
    boolean first =
        operation == Operation.LAST_FRAME
            || (operation == null && !source.operations().contains(Operation.EDIT));
    return source.madeHere() && mode == Mode.IMAGE && first ? Mode.VIDEO : mode;
  }

  private static Plan told(Set<Parameter> stripped, Plan plan) {
    Plan all = plan;
    for (Parameter parameter : stripped) {
      all = all.adjusted(parameter.word(), "(as given)", "(without credentials)", STRIPPED);
    }
    return all;
  }

  /**
   * What is about to be sent fits the published schema; the planner and the schema check each
   * other.
   */
  private Plan checked(GenerationRequest request, PlanningContext context) {
    Plan plan = planner.plan(request, context);
    if (means.catalogue().model(plan.backend(), plan.model()).isEmpty()) {
      return plan;
    }
    List<Failure> violations = means.schemas().violations(plan);
    if (!violations.isEmpty()) {
      throw violations.get(0).asException();
    }
    return plan;
  }

  /** Plans what was planned before, as things stand now. */
  Plan planAnew(GenerationRequest request) {
    return checked(request, context());
  }

  /** What a caller writes is kept in rows and sidecars; what opens somebody's door is not. */
  private static Object withoutCredentials(Parameter parameter, Object value, boolean strict) {
    if (!(value instanceof String text)) {
      return value;
    }
    String kept = Redaction.withoutCredentials(text);
    if (strict && !kept.equals(text)) {
      throw Failure.of(
              ErrorCode.ADJUSTMENT_REFUSED,
              parameter.word() + " would change, and the call is strict. " + STRIPPED)
          .withField(parameter.word(), kept)
          .withHint("Leave the credential out.")
          .asException();
    }
    return kept;
  }

  private List<MediaInput> resolved(Parameter parameter, List<String> given, List<String> parents)
      throws InterruptedException {
    List<MediaInput> resolved = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String field =
          parameter.kind() == Parameter.Kind.INPUTS
              ? parameter.word() + "[" + i + "]"
              : parameter.word();
      MediaInput input = files.inputs().resolve(given.get(i), field, IMAGES);
      parents.add(
          files.assets().find(given.get(i)).map(Assets.Asset::id).orElse(input.facts().sha256()));
      resolved.add(input);
    }
    return resolved;
  }

  /** What plans depend on now: which backends can be used, and when it is. */
  PlanningContext context() {
    Map<String, String> unavailable = new HashMap<>();
    Map<String, String> onlyWhenNamed = new HashMap<>();
    Map<String, Backend> present = means.backends().get();
    for (String name : means.catalogue().backendNames()) {
      Backend backend = present.get(name);
      if (backend == null) {
        unavailable.put(name, "it does not make media");
      } else if (!backend.readiness().usable()) {
        unavailable.put(name, backend.readiness().reason());
      } else if (!backend.readiness().unasked()) {
        onlyWhenNamed.put(name, backend.readiness().reason());
      }
    }
    return PlanningContext.of(means.catalogue(), means.settings(), unavailable, clock.instant())
        .withOnlyWhenNamed(onlyWhenNamed);
  }

  private Plan startingFromLastFrame(Plan plan, ContinuationSource source)
      throws InterruptedException {
    MediaInput frame = files.lastFrames().of(source.file());
    return plan.sending(plan.effective().with(Parameter.INPUT_IMAGES, List.of(frame)));
  }

  private static ObjectNode asked(
      ShotRequest shot,
      Mode mode,
      Map<Parameter, Object> values,
      Map<Parameter, List<String>> given) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("tool", shot.tool());
    json.put("mode", mode.word());
    if (shot.operation() != null) {
      json.put("operation", shot.operation().word());
    }
    json.put("backend_type", shot.backendType());
    if (shot.model() != null) {
      json.put("model", shot.model());
    }
    if (shot.continueFrom() != null) {
      json.put("continue_from", shot.continueFrom());
    }
    values.forEach(
        (parameter, value) -> {
          if (value instanceof ObjectNode object) {
            json.set(parameter.word(), object);
          } else {
            json.putPOJO(parameter.word(), value);
          }
        });
    given.forEach((parameter, names) -> names.forEach(json.withArray(parameter.word())::add));
    return json;
  }
}
