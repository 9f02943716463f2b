package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans what starts from a finished piece of ours. The backend that made it goes on with it; only a
 * restart from the last frame may move to another one. Used once, by one thread.
 */
final class ContinuationPlanning {
  private final Casting casting;
  private final GenerationRequest request;
  private final MediaKind kind;
  private final PlanningContext context;
  private final Planner planner;
  private final ContinuationSource source;
  private SourceObstacles obstacles;

  ContinuationPlanning(
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

  Plan plan() {
    if (!OwnFilePlanning.startsAClip(request)) {
      insistOnMode();
    }
    if (source.madeHere()) {
      return new OwnFilePlanning(casting, request, kind, context, planner).plan();
    }
    BackendEntry home = planner.named(source.backend());
    obstacles = new SourceObstacles(request, home, kind, context);
    boolean open = request.operation() == null || request.operation() == Operation.GENERATE;
    if (request.operation() == Operation.LAST_FRAME && kind == MediaKind.VIDEO) {
      return lastFrame(home, List.of());
    }
    String asked = request.backendType();
    if (!asked.equals(GenerationRequest.AUTO) && !asked.equals(source.backend())) {
      planner.named(asked);
      throw Refusals.refusal(
          ErrorCode.CONFLICTING_ARGUMENTS,
          source.continuationId()
              + " was made by "
              + source.backend()
              + " and can be continued only there. "
              + asked
              + " can start a new clip from its last frame.",
          "backend_type",
          asked,
          List.of(source.backend(), GenerationRequest.AUTO),
          kind == MediaKind.VIDEO
              ? "For example: {\"operation\":\"last_frame\",\"backend_type\":\"" + asked + "\"}"
              : "For example: {\"backend_type\":\"" + source.backend() + "\"}");
    }
    casting.eligibility().insistUsable(home, kind, context);
    return open ? chosen(home) : asked(home, request.operation());
  }

  /** The plan of this operation on that backend, from our own file. */
  Plan fitting(BackendEntry home, Operation operation) {
    Optional<Failure> obstacle = new SourceObstacles(request, home, kind, context).to(operation);
    if (obstacle.isPresent()) {
      throw obstacle.get().asException();
    }
    return fit(home, operation, List.of());
  }

  private void insistOnMode() {
    Mode made = source.file().facts().mode();
    if (made != request.mode()) {
      throw Refusals.refusal(
          ErrorCode.CONFLICTING_ARGUMENTS,
          source.continuationId()
              + " is "
              + made.word()
              + " and cannot be continued as "
              + request.mode().word()
              + ".",
          "mode",
          request.mode().word(),
          List.of(made.word()),
          made == Mode.IMAGE && request.mode() == Mode.VIDEO
              ? "To move a picture, start a new clip: {\"mode\":\"video\",\"input_images\":[\""
                  + source.assetId()
                  + "\"]}"
              : "For example: {\"mode\":\"" + made.word() + "\"}");
    }
  }

  private Plan asked(BackendEntry home, Operation operation) {
    Optional<Failure> obstacle = obstacles.to(operation);
    if (obstacle.isEmpty()) {
      return fit(home, operation, List.of());
    }
    List<String> others = new ArrayList<>();
    List<String> priced = new ArrayList<>();
    for (Operation other : order(home)) {
      if (other != operation && obstacles.to(other).isEmpty()) {
        others.add(other.word());
        priced.add(other.word() + price(home, other));
      }
    }
    throw refusal(obstacle.get(), others, priced);
  }

  /** What another way on would cost, for the one who has to choose. */
  private String price(BackendEntry home, Operation operation) {
    try {
      Plan plan =
          operation == Operation.LAST_FRAME
              ? lastFrame(home, List.of())
              : fit(home, operation, List.of());
      boolean ours = operation != Operation.LAST_FRAME && !source.livesAt(context.now());
      return " (by "
          + plan.model()
          + (ours ? " from our own file" : "")
          + (plan.estimate() == null ? ", price unknown)" : ", about " + plan.estimate() + ")");
    } catch (FailureException e) {
      // It has a hindrance of its own, which asking for it tells.
      return "";
    }
  }

  private FailureException refusal(Failure obstacle, List<String> others, List<String> priced) {
    return refusal(obstacle, source, others, priced);
  }

  /**
   * Why it cannot be gone on with in that way, and how it can.
   *
   * @param others the operations that are possible
   * @param told the same, each with what there is to say of it
   */
  static FailureException refusal(
      Failure obstacle, ContinuationSource source, List<String> others, List<String> told) {
    return obstacle
        .withAllowed(others)
        .withHint(
            others.isEmpty()
                ? "Generate a new piece instead."
                : "Possible from here: "
                    + String.join(", ", told)
                    + ". For example: {\"source\":\""
                    + source.continuationId()
                    + "\",\"operation\":\""
                    + others.get(0)
                    + "\"}")
        .asException();
  }

  private Plan chosen(BackendEntry home) {
    List<String> warnings = new ArrayList<>();
    Failure first = null;
    for (Operation operation : order(home)) {
      Optional<Failure> obstacle = obstacles.to(operation);
      if (obstacle.isPresent()) {
        first = first == null ? obstacle.get() : first;
        if (usuallyPossible(home, operation)
            || obstacle.get().code() != ErrorCode.UNSUPPORTED_OPERATION) {
          warnings.add("Not " + operation.word() + ": " + obstacle.get().message());
        }
        continue;
      }
      return operation == Operation.LAST_FRAME
          ? lastFrame(home, warnings)
          : fit(home, operation, warnings);
    }
    if (first == null) {
      first = obstacles.unsupported(source.backend() + " cannot continue " + kind.word() + ".");
    }
    throw refusal(first, List.of(), List.of());
  }

  /** What its maker never does need not be said of one clip. */
  private boolean usuallyPossible(BackendEntry home, Operation operation) {
    return home.model(source.model()).flatMap(model -> model.rules(operation)).isPresent();
  }

  /** What to try, best first: what takes the asked duration goes before what does not. */
  private List<Operation> order(BackendEntry home) {
    Set<Operation> order = new LinkedHashSet<>();
    if (request.parameters().has(Parameter.DURATION)) {
      for (Operation operation : home.continuationOrder()) {
        boolean takesDuration =
            home.model(source.model())
                .flatMap(model -> model.rules(operation))
                .filter(rules -> rules.rule(Parameter.DURATION).isPresent())
                .isPresent();
        if (takesDuration && operation != Operation.LAST_FRAME) {
          order.add(operation);
        }
      }
    }
    order.addAll(home.continuationOrder());
    source.operations().stream().sorted().forEach(order::add);
    order.remove(Operation.GENERATE);
    order.remove(Operation.LAST_FRAME);
    if (kind == MediaKind.VIDEO) {
      order.add(Operation.LAST_FRAME);
    }
    return List.copyOf(order);
  }

  private Plan fit(BackendEntry home, Operation operation, List<String> warnings) {
    Optional<Model> maker = home.model(source.model());
    String doer =
        maker
            .flatMap(model -> model.rules(operation))
            .map(OperationRules::model)
            .orElse(source.model());
    insistOnModel(home, maker, operation, doer);
    String id = request.model() != null ? request.model() : doer;
    Optional<Model> model = home.model(id);
    if (model.isEmpty()) {
      GenerationRequest named =
          new GenerationRequest(
              request.mode(),
              operation,
              home.name(),
              id,
              request.parameters(),
              request.strict(),
              source);
      return casting.cast(home, named, kind, operation, context, warnings, List.of());
    }
    casting.eligibility().insistAlive(home, model.get(), context);
    List<String> told = new ArrayList<>(warnings);
    if (!source.livesAt(context.now())) {
      told.add(
          home.name()
              + " has kept no copy of it since "
              + source.expiresAt()
              + "; our own file is sent instead.");
    }
    if (request.model() == null && !model.get().goesBy(source.model())) {
      told.add(source.model() + " leaves " + operation.word() + " to " + model.get().id() + ".");
    }
    return casting
        .fitting(home, model.get(), request, kind, operation, context, told)
        .plan(List.of());
  }

  private void insistOnModel(
      BackendEntry home, Optional<Model> maker, Operation operation, String doer) {
    String named = request.model();
    if (named == null
        || named.equals(doer)
        || maker.isEmpty()
        || (maker.get().goesBy(named) && maker.get().goesBy(doer))) {
      return;
    }
    boolean vendorCopy = maker.get().rules(operation).map(OperationRules::vendorCopy).orElse(true);
    boolean able =
        home.model(named)
            .flatMap(model -> model.rules(operation))
            .filter(rules -> rules.model() == null)
            .isPresent();
    if (vendorCopy || !able) {
      throw Refusals.refusal(
          ErrorCode.CONFLICTING_ARGUMENTS,
          "To " + operation.word() + " " + source.continuationId() + " takes " + doer + ".",
          "model",
          named,
          List.of(doer),
          "Leave model out.");
    }
  }

  private Plan lastFrame(BackendEntry home, List<String> warnings) {
    String asked = request.backendType();
    if (!asked.equals(GenerationRequest.AUTO) && !asked.equals(home.name())) {
      return planner.planOn(planner.named(asked), request, kind, Operation.LAST_FRAME, context);
    }
    if (asked.equals(home.name()) || context.obstacle(home) == null) {
      casting.eligibility().insistUsable(home, kind, context);
      try {
        return stayingHome(home, warnings);
      } catch (FailureException e) {
        if (asked.equals(home.name()) || request.model() != null) {
          throw e;
        }
      }
    }
    return planner.planAuto(request, kind, Operation.LAST_FRAME, context);
  }

  private Plan stayingHome(BackendEntry home, List<String> warnings) {
    Optional<Model> maker = home.model(source.model());
    boolean same =
        request.model() == null
            && maker.isPresent()
            && context.lives(home, maker.get())
            && context.obstacle(home, maker.get()) == null
            && maker.get().rules(Operation.LAST_FRAME).isPresent();
    if (same) {
      try {
        return byMaker(home, maker.get(), warnings);
      } catch (FailureException e) {
        // What the maker cannot do, another model of its backend may; else it is refused there.
        return casting.cast(
            home, request, kind, Operation.LAST_FRAME, context, warnings, List.of());
      }
    }
    return casting.cast(home, request, kind, Operation.LAST_FRAME, context, warnings, List.of());
  }

  private Plan byMaker(BackendEntry home, Model maker, List<String> warnings) {
    return casting
        .fitting(home, maker, request, kind, Operation.LAST_FRAME, context, warnings)
        .plan(List.of());
  }
}
