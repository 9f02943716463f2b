package dev.secondunit.generation;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.backend.Backend;
import dev.secondunit.backend.http.Redaction;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.ConditionalSchemas;
import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.Planner;
import dev.secondunit.catalogue.PlanningContext;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes shots in: resolves their inputs, plans and prices them, and makes durable jobs of them.
 * Safe for many threads.
 */
public final class Generations {
  private static final Set<Mode> IMAGES = Set.of(Mode.IMAGE);
  private static final String STRIPPED =
      "A credential in it would be kept with the job and shown to the vendor; no model can use it.";

  private final Planning planning;
  private final Files files;
  private final Settings settings;
  private final Catalogue catalogue;
  private final Planner planner;
  private final FallbackPlanning fallbackPlanning;
  private final ConditionalSchemas schemas;
  private final Supplier<Map<String, Backend>> backends;
  private final InputResolver inputs;
  private final PathGuard guard;
  private final Assets assets;
  private final LastFrames lastFrames;
  private final JobStore jobs;
  private final SpendingCaps caps;
  private final Identifiers identifiers;
  private final Clock clock;

  /**
   * What reads and places files.
   *
   * @param outputFolder where files go that name no folder
   */
  public record Files(
      InputResolver inputs,
      PathGuard guard,
      Assets assets,
      LastFrames lastFrames,
      Path outputFolder) {}

  /**
   * What decides and what is decided with.
   *
   * @param schemas what plans are held to; one for the whole program, as compiling one takes long
   */
  public record Planning(
      Settings settings,
      Catalogue catalogue,
      ConditionalSchemas schemas,
      Supplier<Map<String, Backend>> backends) {}

  public Generations(
      Planning planning,
      Files files,
      JobStore jobs,
      SpendingCaps caps,
      Identifiers identifiers,
      Clock clock) {
    this.planning = planning;
    this.files = files;
    this.settings = planning.settings();
    this.catalogue = planning.catalogue();
    this.planner = new Planner(catalogue);
    this.fallbackPlanning = new FallbackPlanning(settings);
    this.schemas = planning.schemas();
    this.backends = planning.backends();
    this.inputs = files.inputs();
    this.guard = files.guard();
    this.assets = files.assets();
    this.lastFrames = files.lastFrames();
    this.jobs = jobs;
    this.caps = caps;
    this.identifiers = identifiers;
    this.clock = clock;
  }

  /** The same for a caller who knows other media, may touch other files and has other jobs. */
  public Generations seenBy(
      InputResolver theirInputs, PathGuard theirGuard, Assets theirAssets, Path theirOutputFolder) {
    return new Generations(
        planning,
        new Files(theirInputs, theirGuard, theirAssets, lastFrames, theirOutputFolder),
        jobs,
        caps,
        identifiers,
        clock);
  }

  /**
   * Plans a shot: reads and measures its inputs, decides what will be sent and what it costs. Sends
   * nothing and changes nothing.
   */
  public PlannedShot plan(ShotRequest shot) throws InterruptedException {
    Path folder =
        shot.outputFolder() == null
            ? files.outputFolder()
            : guard.writableFolder(shot.outputFolder(), "output_dir");
    ContinuationSource source =
        shot.continueFrom() == null ? null : assets.source(shot.continueFrom());
    Mode mode = shot.mode() != null ? shot.mode() : source.file().facts().mode();
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
    Fallbacks elsewhere = fallbackPlanning.of(request, plan, instead -> checked(instead, context));
    if (plan.operation() == Operation.LAST_FRAME) {
      plan = startingFromLastFrame(plan, source);
    }
    for (Parameter parameter : stripped) {
      plan = plan.adjusted(parameter.word(), "(as given)", "(without credentials)", STRIPPED);
    }
    return new PlannedShot(
        plan,
        new GenerationOrder(
            shot.tool(),
            asked(shot, mode, values, given),
            folder,
            shot.name() != null ? shot.name() : parameters.text(Parameter.PROMPT).orElse(""),
            source,
            parents,
            shot.readAs(),
            shot.name(),
            elsewhere));
  }

  /**
   * What is about to be sent fits the published schema; the planner and the schema check each
   * other.
   */
  private Plan checked(GenerationRequest request, PlanningContext context) {
    Plan plan = planner.plan(request, context);
    if (catalogue.model(plan.backend(), plan.model()).isEmpty()) {
      return plan;
    }
    List<Failure> violations = schemas.violations(plan);
    if (!violations.isEmpty()) {
      throw violations.get(0).asException();
    }
    return plan;
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
      MediaInput input = inputs.resolve(given.get(i), field, IMAGES);
      parents.add(assets.find(given.get(i)).map(Assets.Asset::id).orElse(input.facts().sha256()));
      resolved.add(input);
    }
    return resolved;
  }

  /** Whether a shot that a backend has accepted can be taken back from it. */
  public boolean cancels(String backend) {
    Backend vendor = backends.get().get(backend);
    return vendor != null && vendor.cancels();
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  /** What plans depend on now: which backends can be used, and when it is. */
  public PlanningContext context() {
    Map<String, String> unavailable = new HashMap<>();
    Map<String, String> onlyWhenNamed = new HashMap<>();
    Map<String, Backend> present = backends.get();
    for (String name : catalogue.backendNames()) {
      Backend backend = present.get(name);
      if (backend == null) {
        unavailable.put(name, "it does not make media");
      } else if (!backend.readiness().usable()) {
        unavailable.put(name, backend.readiness().reason());
      } else if (!backend.readiness().unasked()) {
        onlyWhenNamed.put(name, backend.readiness().reason());
      }
    }
    return PlanningContext.of(catalogue, settings, unavailable, clock.instant())
        .withOnlyWhenNamed(onlyWhenNamed);
  }

  private Plan startingFromLastFrame(Plan plan, ContinuationSource source)
      throws InterruptedException {
    MediaInput frame = lastFrames.of(source.file());
    return new Plan(
        plan.backend(),
        plan.model(),
        plan.mode(),
        plan.operation(),
        plan.requested(),
        plan.effective().with(Parameter.INPUT_IMAGES, List.of(frame)),
        plan.adjustments(),
        plan.ignored(),
        plan.warnings(),
        plan.skipped(),
        plan.estimate(),
        plan.pricesAsOf());
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

  /** What planned shots cost together, or null when the price of one is not known. */
  public UsdAmount estimate(List<PlannedShot> shots, int takes) {
    UsdAmount sum = UsdAmount.ZERO;
    for (PlannedShot shot : shots) {
      UsdAmount estimate = shot.plan().estimate();
      if (estimate == null) {
        return null;
      }
      sum = sum.plus(new UsdAmount(Math.multiplyExact(estimate.micros(), (long) takes)));
    }
    return sum;
  }

  /**
   * What each take of unknown price may cost.
   *
   * @param maxCost the caller's own limit, or null
   * @return an equal share of what the known prices leave of the limit; null without a limit, or
   *     when every price is known
   * @throws dev.secondunit.failure.FailureException {@code budget_exceeded} when they leave nothing
   */
  public UsdAmount unknownPrice(List<PlannedShot> shots, int takes, UsdAmount maxCost) {
    UsdAmount known = UsdAmount.ZERO;
    List<Plan> unknown = new ArrayList<>();
    for (PlannedShot shot : shots) {
      UsdAmount estimate = shot.plan().estimate();
      if (estimate == null) {
        unknown.add(shot.plan());
      } else {
        known = known.plus(new UsdAmount(Math.multiplyExact(estimate.micros(), (long) takes)));
      }
    }
    return maxCost == null || unknown.isEmpty() ? null : share(unknown, takes, known, maxCost);
  }

  private static UsdAmount share(
      List<Plan> unknown, int takes, UsdAmount known, UsdAmount maxCost) {
    long left = maxCost.micros() - known.micros();
    long each = left / Math.multiplyExact(unknown.size(), takes);
    if (each <= 0) {
      throw Failure.of(
              ErrorCode.BUDGET_EXCEEDED,
              "The shots of known price cost "
                  + known
                  + ", which leaves nothing of max_cost_usd "
                  + maxCost
                  + " for "
                  + unknown.get(0).model()
                  + ", whose price is not known. Nothing was sent.")
          .withField("max_cost_usd", maxCost.usd().toPlainString())
          .withHint("Raise max_cost_usd by the most that the shots of unknown price may cost.")
          .asException();
    }
    return new UsdAmount(each);
  }

  /**
   * Fails when what a call would buy may not cost what it costs together.
   *
   * @param maxCost the caller's own limit, or null
   * @param approved the most that a person has agreed to for this call, or null
   */
  public void checkCost(List<PricedJob> call, UsdAmount maxCost, UsdAmount approved) {
    new CostCheck(settings, caps, jobs).check(call, maxCost, approved);
  }

  /**
   * How an accepted shot is run.
   *
   * @param unknownPrice what to hold for a shot whose price is not known, or null for nothing
   * @param moreElsewhere how much more than planned a shot may cost on another backend, or null
   *     when only the caps say
   */
  public record Run(
      String owner,
      String session,
      String requestKey,
      UsdAmount unknownPrice,
      UsdAmount moreElsewhere) {}

  private static UsdAmount held(Plan plan, Run run) {
    UsdAmount held = plan.estimate() == null ? run.unknownPrice() : plan.estimate();
    return held == null ? UsdAmount.ZERO : held;
  }

  /**
   * How much dearer each take may become elsewhere, so that the whole call stays below what it may
   * cost: the caller's limit, the cap per call, and what needs nobody's approval or has it.
   *
   * @param maxCost the caller's own limit, or null
   * @param approved the most that a person has agreed to for this call, or null
   * @return an equal share of what the planned prices leave; null without a limit
   */
  public UsdAmount moreElsewhere(
      List<PlannedShot> shots, int takes, UsdAmount maxCost, UsdAmount approved) {
    List<UsdAmount> limits = new ArrayList<>();
    if (maxCost != null) {
      limits.add(maxCost);
    } else if (approved != null) {
      limits.add(approved);
    } else {
      settings.usd(Setting.SECOND_UNIT_APPROVE_ABOVE_USD).ifPresent(limits::add);
    }
    if (caps.perCall() != null) {
      limits.add(caps.perCall());
    }
    if (limits.isEmpty() || shots.isEmpty()) {
      return null;
    }
    UsdAmount planned = estimate(shots, takes);
    long left = planned == null ? 0 : Collections.min(limits).micros() - planned.micros();
    return new UsdAmount(Math.max(0, left) / Math.multiplyExact(shots.size(), takes));
  }

  /**
   * The job that a planned shot becomes once it is accepted.
   *
   * @param ordinal which of several equal ones in one call it is: takes and repeated shots
   * @param position its place in the call
   */
  public PricedJob job(PlannedShot shot, Run run, int ordinal, int position) {
    Plan plan = shot.plan();
    UsdAmount more = run.moreElsewhere();
    Fallbacks elsewhere = shot.order().fallbacks();
    GenerationOrder order =
        more == null || elsewhere.none()
            ? shot.order()
            : shot.order().with(elsewhere.atMost(more.plus(held(plan, run))));
    boolean free = plan.free();
    UsdAmount reservation = plan.estimate() == null ? run.unknownPrice() : plan.estimate();
    return new PricedJob(
        new NewJob(
            identifiers.next("job"),
            GenerationWork.KIND,
            run.owner(),
            run.session(),
            plan.backend(),
            plan.model(),
            order.write(),
            PlanJson.write(plan),
            Fingerprint.of(plan, order.source(), ordinal),
            run.requestKey() == null ? null : run.requestKey() + "#" + position + "#" + ordinal,
            free ? Duration.ZERO : deduplicationWindow(),
            reservation),
        plan.estimate() != null);
  }

  /**
   * Makes the job durable, or finds the equal one that exists already.
   *
   * @param batchId the batch it belongs to, or null
   * @param position its place in the batch
   */
  public Accepted accept(PricedJob job, String batchId, int position) {
    return jobs.accept(job.job(), caps, batchId, position);
  }

  private Duration deduplicationWindow() {
    return settings.seconds(Setting.SECOND_UNIT_DEDUPLICATION_SECONDS);
  }
}
