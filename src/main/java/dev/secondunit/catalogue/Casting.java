package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Operation;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the model of a backend that plays the part, and fits the request to it. */
final class Casting {
  private static final long SOON_DAYS = 30;

  private final Catalogue catalogue;

  Casting(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Fails when no key would help: the backend makes no such thing, or the model is another's. */
  void insistOnItsOwn(BackendEntry backend, String model, MediaKind kind) {
    Optional<Model> own = Optional.ofNullable(model).flatMap(backend::model);
    if (own.isPresent()) {
      insistOnKind(backend, own.get(), kind);
      return;
    }
    if (model != null) {
      insistOnOwner(backend, model, kind);
    }
    if (backend.models(kind).isEmpty()) {
      throw cannot(backend, kind);
    }
  }

  /** Fails when a backend that was named cannot be used. */
  void insistUsable(BackendEntry backend, MediaKind kind, PlanningContext context) {
    String obstacle = context.obstacle(backend);
    if (obstacle == null) {
      return;
    }
    List<String> usable =
        catalogue.priority(kind).stream()
            .filter(other -> context.obstacle(other) == null)
            .map(BackendEntry::name)
            .toList();
    throw Refusals.refusal(
        ErrorCode.BACKEND_UNAVAILABLE,
        backend.name()
            + " cannot be used now: "
            + obstacle
            + (mentionsKey(backend, obstacle) ? "." : " (" + backend.keysInWords() + ")."),
        "backend_type",
        backend.name(),
        usable,
        (usable.isEmpty()
                ? "Nothing else can be used either; describe_backends says what is missing."
                : "Usable now for " + kind.word() + ": " + String.join(", ", usable) + ".")
            + (backend.keys().isEmpty() ? "" : " " + BackendEntry.WHERE_KEYS_GO));
  }

  private static boolean mentionsKey(BackendEntry backend, String obstacle) {
    return backend.keys().isEmpty()
        || backend.keys().stream().anyMatch(key -> obstacle.contains(key.name()));
  }

  /** The plan with the model that was named, or with the backend's best for the request. */
  Plan cast(
      BackendEntry backend,
      GenerationRequest request,
      MediaKind kind,
      Operation operation,
      PlanningContext context,
      List<String> warnings,
      List<Plan.Skipped> skipped) {
    if (request.model() == null) {
      return unnamed(backend, request, kind, operation, context, warnings, skipped);
    }
    Optional<Model> model = backend.model(request.model());
    if (model.isEmpty()) {
      return unknown(backend, request, kind, operation, warnings, skipped);
    }
    insistOnKind(backend, model.get(), kind);
    insistAlive(backend, model.get(), context);
    return fitting(backend, model.get(), request, kind, operation, context, warnings).plan(skipped);
  }

  /** A fitting with the warnings that the model's own state calls for. */
  Fitting fitting(
      BackendEntry backend,
      Model model,
      GenerationRequest request,
      MediaKind kind,
      Operation operation,
      PlanningContext context,
      List<String> warnings) {
    List<String> all = new ArrayList<>(warnings);
    endWarning(backend, model, context.today()).ifPresent(all::add);
    return new Fitting(request, backend, model, kind, operation).warned(all);
  }

  /** Fails when the vendor has ended the model, or its only front door is closed to us. */
  void insistAlive(BackendEntry backend, Model model, PlanningContext context) {
    if (!context.lives(backend, model)) {
      String instead =
          model.replacement() == null ? "no replacement was named" : "use " + model.replacement();
      throw Refusals.refusal(
          ErrorCode.MODEL_RETIRED,
          model.id() + " ended on " + model.until() + "; " + instead + ".",
          "model",
          model.id(),
          living(backend, model.kind(), context),
          model.replacement() == null
              ? otherBackends(backend, model, context)
              : "For example: {\"backend_type\":\""
                  + backend.name()
                  + "\",\"model\":\""
                  + model.replacement()
                  + "\"}");
    }
    String obstacle = context.obstacle(backend, model);
    if (obstacle != null) {
      throw Refusals.refusal(
          ErrorCode.BACKEND_UNAVAILABLE,
          model.id() + " cannot be used now: " + obstacle + ".",
          "model",
          model.id(),
          living(backend, model.kind(), context),
          "Choose another model; describe_backends says what is missing here.");
    }
  }

  private String otherBackends(BackendEntry backend, Model model, PlanningContext context) {
    List<String> others =
        catalogue.priority(model.kind()).stream()
            .filter(other -> !other.name().equals(backend.name()))
            .filter(other -> !living(other, model.kind(), context).isEmpty())
            .map(BackendEntry::name)
            .toList();
    String elsewhere =
        model.elsewhere() && backend.baseUrl() != null
            ? " A server that still speaks it can be named with " + backend.baseUrl().name() + "."
            : "";
    return "Backends with living models: " + String.join(", ", others) + "." + elsewhere;
  }

  private Plan unnamed(
      BackendEntry backend,
      GenerationRequest request,
      MediaKind kind,
      Operation operation,
      PlanningContext context,
      List<String> warnings,
      List<Plan.Skipped> skipped) {
    List<Model> choices = backend.choices(kind);
    if (choices.isEmpty()) {
      throw cannot(backend, kind);
    }
    List<Model> alive =
        choices.stream()
            .filter(model -> context.lives(backend, model))
            .filter(model -> context.obstacle(backend, model) == null)
            .filter(model -> model.from() == null || !model.from().isAfter(context.today()))
            .toList();
    if (alive.isEmpty()) {
      insistAlive(backend, choices.get(0), context);
      throw cannot(backend, kind);
    }
    Plan nearest = null;
    FailureException firstRefusal = null;
    for (Model model : alive) {
      try {
        Plan plan =
            fitting(backend, model, request, kind, operation, context, warnings)
                .warned(passedOver(model, alive))
                .plan(skipped);
        if (LookShortfall.of(plan) == LookShortfall.NONE) {
          return plan;
        }
        nearest = nearer(nearest, plan);
      } catch (FailureException e) {
        firstRefusal = more(firstRefusal, e);
      }
    }
    if (nearest != null) {
      return nearest;
    }
    throw firstRefusal;
  }

  /** The first, but for one that only says which model can do it: that one's own says more. */
  private static FailureException more(FailureException first, FailureException next) {
    boolean refersOn =
        first != null
            && first.failure().code() == ErrorCode.UNSUPPORTED_PARAMETER
            && next.failure().code() != ErrorCode.UNSUPPORTED_PARAMETER;
    return first == null || refersOn ? next : first;
  }

  private static List<String> passedOver(Model model, List<Model> alive) {
    return model == alive.get(0)
        ? List.of()
        : List.of(alive.get(0).id() + " cannot do what was asked; " + model.id() + " was chosen.");
  }

  /** The one whose picture is nearer to what was asked; the first when neither is. */
  static Plan nearer(Plan first, Plan next) {
    return first == null || LookShortfall.of(next) < LookShortfall.of(first) ? next : first;
  }

  private Plan unknown(
      BackendEntry backend,
      GenerationRequest request,
      MediaKind kind,
      Operation operation,
      List<String> warnings,
      List<Plan.Skipped> skipped) {
    String id = request.model();
    insistOnOwner(backend, id, kind);
    Optional<String> nearest = Nearest.of(id, ids(backend, kind));
    if (backend.madeHere() || request.strict()) {
      throw unheardOf(backend, id, kind, nearest);
    }
    List<String> all = new ArrayList<>(warnings);
    all.add(
        "The catalogue does not know the model "
            + id
            + " of "
            + backend.name()
            + ": nothing was checked, the vendor decides, and the price is unknown."
            + nearest.map(close -> " Did you mean " + close + "?").orElse(""));
    Parameters effective = request.parameters();
    if (kind.mode().orElseThrow() == dev.secondunit.media.Mode.AUDIO) {
      effective = effective.with(Parameter.AUDIO_TYPE, kind.word());
    }
    return new Plan(
        backend.name(),
        id,
        request.mode(),
        operation,
        request.parameters(),
        effective,
        List.of(),
        List.of(),
        all,
        skipped,
        null,
        null);
  }

  private static FailureException unheardOf(
      BackendEntry backend, String id, MediaKind kind, Optional<String> nearest) {
    List<String> ids = ids(backend, kind);
    return Refusals.refusal(
        ErrorCode.INVALID_ARGUMENT,
        backend.madeHere()
            ? backend.name() + " has no model " + id + " for " + words(kind) + "."
            : "The catalogue does not know the model "
                + id
                + " of "
                + backend.name()
                + ", so nothing of it can be checked or priced, and the call is strict.",
        "model",
        id,
        ids,
        nearest.map(close -> "Did you mean " + close + "? ").orElse("")
            + "For example: {\"backend_type\":\""
            + backend.name()
            + "\",\"model\":\""
            + nearest.orElse(ids.get(0))
            + "\"}."
            + (backend.madeHere()
                ? ""
                : " If it is newer than the catalogue, leave out strict: then the vendor decides."));
  }

  private static List<String> ids(BackendEntry backend, MediaKind kind) {
    return backend.models(kind).stream().map(Model::id).toList();
  }

  /** Fails when the model is known to belong to another backend. */
  private void insistOnOwner(BackendEntry backend, String id, MediaKind kind) {
    Optional<BackendEntry> owner =
        catalogue.backends().stream().filter(other -> other.model(id).isPresent()).findFirst();
    if (owner.isPresent()) {
      throw Refusals.refusal(
          ErrorCode.CONFLICTING_ARGUMENTS,
          "The model "
              + id
              + " belongs to "
              + owner.get().name()
              + ", not to "
              + backend.name()
              + ".",
          "model",
          id,
          ids(backend, kind),
          "For example: {\"backend_type\":\""
              + owner.get().name()
              + "\",\"model\":\""
              + id
              + "\"}");
    }
  }

  private void insistOnKind(BackendEntry backend, Model model, MediaKind kind) {
    if (model.kind() == kind) {
      return;
    }
    List<String> fitting = ids(backend, kind);
    throw Refusals.refusal(
        ErrorCode.UNSUPPORTED_OPERATION,
        model.id() + " is for " + model.kind().word() + ", not for " + kind.word() + ".",
        "model",
        model.id(),
        fitting,
        fitting.isEmpty()
            ? backend.name() + " makes no " + words(kind) + ". " + another(kind)
            : "For example: {\"model\":\"" + fitting.get(0) + "\"}");
  }

  private String another(MediaKind kind) {
    return "For example: {\"backend_type\":\"" + catalogue.priority(kind).get(0).name() + "\"}";
  }

  private static String words(MediaKind kind) {
    return kind.word().replace('_', ' ');
  }

  private FailureException cannot(BackendEntry backend, MediaKind kind) {
    List<String> able = catalogue.priority(kind).stream().map(BackendEntry::name).toList();
    return Refusals.refusal(
        ErrorCode.UNSUPPORTED_OPERATION,
        backend.name() + " makes no " + words(kind) + ".",
        "backend_type",
        backend.name(),
        able,
        another(kind));
  }

  private static List<String> living(
      BackendEntry backend, MediaKind kind, PlanningContext context) {
    return backend.models(kind).stream()
        .filter(model -> context.lives(backend, model))
        .filter(model -> context.obstacle(backend, model) == null)
        .map(Model::id)
        .toList();
  }

  private static Optional<String> endWarning(BackendEntry backend, Model model, LocalDate today) {
    if (model.until() == null) {
      return Optional.empty();
    }
    String instead =
        model.replacement() == null
            ? " No replacement was named."
            : " Use " + model.replacement() + " from then on.";
    if (model.endedBy(today)) {
      return Optional.of(
          model.id()
              + " ended at its vendor on "
              + model.until()
              + "; it is sent because "
              + backend.baseUrl().name()
              + " names another server.");
    }
    return ChronoUnit.DAYS.between(today, model.until()) <= SOON_DAYS
        ? Optional.of(model.id() + " ends on " + model.until() + "." + instead)
        : Optional.empty();
  }
}
