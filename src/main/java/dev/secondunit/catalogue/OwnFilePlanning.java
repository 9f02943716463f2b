package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans what goes on from media that were put together on this machine. No vendor made them, so no
 * backend is given by them: the one that was named gets the file, or the first that can. A still
 * can also be the first picture of a new clip. Used once, by one thread.
 */
final class OwnFilePlanning {
  private static final List<Operation> OF_A_VIDEO =
      List.of(Operation.EXTEND, Operation.EDIT, Operation.REMIX, Operation.LAST_FRAME);
  private static final List<Operation> OF_A_STILL = List.of(Operation.EDIT);

  private final Casting casting;
  private final GenerationRequest request;
  private final MediaKind kind;
  private final PlanningContext context;
  private final Planner planner;
  private final ContinuationSource source;
  private final List<Plan.Skipped> skipped = new ArrayList<>();
  private final Map<String, FailureException> refusals = new LinkedHashMap<>();

  OwnFilePlanning(
      Casting casting,
      GenerationRequest request,
      MediaKind kind,
      PlanningContext context,
      Planner planner) {
    this.casting = casting;
    this.request = request;
    this.kind = kind;
    this.context = context;
    this.planner = planner;
    this.source = request.source();
  }

  /** Whether a still is to be the first picture of a clip. */
  static boolean startsAClip(GenerationRequest request) {
    Operation asked = request.operation();
    return request.source().madeHere()
        && request.source().file().facts().mode() == Mode.IMAGE
        && request.mode() == Mode.VIDEO
        && (asked == null || asked == Operation.GENERATE || asked == Operation.LAST_FRAME);
  }

  Plan plan() {
    boolean open = request.operation() == null || request.operation() == Operation.GENERATE;
    List<Operation> wanted =
        startsAClip(request)
            ? List.of(Operation.LAST_FRAME)
            : open ? every() : List.of(request.operation());
    List<BackendEntry> homes = homes();
    Optional<Plan> plan = first(homes.stream().filter(home -> !drawsOnly(home)).toList(), wanted);
    if (plan.isEmpty()) {
      plan = first(homes.stream().filter(OwnFilePlanning::drawsOnly).toList(), wanted);
    }
    return plan.orElseThrow(() -> refusal(homes, wanted));
  }

  private List<Operation> every() {
    return kind == MediaKind.VIDEO ? OF_A_VIDEO : OF_A_STILL;
  }

  private static boolean drawsOnly(BackendEntry home) {
    return home.name().equals(Planner.PREVIZ);
  }

  private List<BackendEntry> homes() {
    boolean auto = request.backendType().equals(GenerationRequest.AUTO);
    if (!auto || request.model() != null) {
      BackendEntry named =
          auto ? planner.backendOf(request.model()) : planner.named(request.backendType());
      casting.eligibility().insistOn(named, request.model(), kind, context);
      return List.of(named);
    }
    List<BackendEntry> homes = new ArrayList<>();
    for (BackendEntry backend : planner.priority(kind)) {
      String obstacle = context.obstacleToAuto(backend);
      if (obstacle == null) {
        homes.add(backend);
      } else {
        skipped.add(new Plan.Skipped(backend.name(), obstacle));
      }
    }
    if (homes.isEmpty()) {
      // Says which keys are missing.
      planner.planAuto(request, kind, Operation.LAST_FRAME, context);
    }
    return homes;
  }

  private Optional<Plan> first(List<BackendEntry> homes, List<Operation> wanted) {
    for (Operation operation : wanted) {
      for (BackendEntry home : homes) {
        try {
          return Optional.of(told(onThat(home, operation)));
        } catch (FailureException e) {
          refusals.putIfAbsent(home.name(), e);
        }
      }
    }
    return Optional.empty();
  }

  private Plan told(Plan plan) {
    if (!request.backendType().equals(GenerationRequest.AUTO)) {
      return plan;
    }
    Plan told =
        plan.warning(
            source.assetId()
                + " was put together on this machine and belongs to no vendor: "
                + plan.backend()
                + " was chosen and gets "
                + (plan.operation() == Operation.LAST_FRAME ? "its picture." : "the file."));
    return plan.backend().equals(Planner.PREVIZ)
        ? told.warning(Planner.onlyPreviz("do this now"))
        : told;
  }

  private Plan onThat(BackendEntry home, Operation operation) {
    if (operation == Operation.LAST_FRAME) {
      return casting.cast(home, request, kind, operation, context, List.of(), skipped);
    }
    List<String> models =
        request.model() != null
            ? List.of(request.model())
            : Casting.available(home, kind, context).stream().map(Model::id).toList();
    FailureException first = null;
    for (String model : models) {
      try {
        return adopted(home, model).fitting(home, operation);
      } catch (FailureException e) {
        first = first == null ? e : first;
      }
    }
    throw first != null
        ? first
        : unsupported(home.name() + " cannot " + operation.word() + " it.").asException();
  }

  /** As if that backend had made the file and kept no copy of it. */
  private ContinuationPlanning adopted(BackendEntry home, String model) {
    GenerationRequest theirs =
        new GenerationRequest(
            request.mode(),
            request.operation(),
            home.name(),
            request.model(),
            request.parameters(),
            request.strict(),
            source.adoptedBy(home.name(), model));
    return new ContinuationPlanning(casting, theirs, kind, context, planner);
  }

  private FailureException refusal(List<BackendEntry> homes, List<Operation> wanted) {
    List<FailureException> all = List.copyOf(refusals.values());
    for (FailureException each : all) {
      boolean possibleElsewise =
          switch (each.failure().code()) {
            case UNSUPPORTED_OPERATION, CONTINUATION_EXPIRED, CONTINUATION_EXHAUSTED -> true;
            default -> false;
          };
      if (!possibleElsewise) {
        return each;
      }
    }
    List<String> others = new ArrayList<>();
    for (Operation other : every()) {
      if (!wanted.contains(other) && first(homes, List.of(other)).isPresent()) {
        others.add(other.word());
      }
    }
    if (kind == MediaKind.IMAGE) {
      others.add(Operation.LAST_FRAME.word());
    }
    String reasons =
        String.join(
            " ", all.stream().map(each -> each.failure().message()).distinct().limit(4).toList());
    Failure obstacle =
        unsupported(
            source.assetId()
                + " was put together on this machine, so no vendor has a copy of it. "
                + reasons);
    return ContinuationPlanning.refusal(obstacle, source, others, others);
  }

  private Failure unsupported(String message) {
    return Failure.of(ErrorCode.UNSUPPORTED_OPERATION, message)
        .withField("operation", request.operation() == null ? null : request.operation().word());
  }
}
