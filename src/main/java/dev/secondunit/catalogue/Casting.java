package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the model of a backend that plays the part, and fits the request to it. */
final class Casting {
  private static final long SOON_DAYS = 30;

  private final Eligibility eligibility;

  Casting(Eligibility eligibility) {
    this.eligibility = eligibility;
  }

  Eligibility eligibility() {
    return eligibility;
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
    eligibility.insistOnKind(backend, model.get(), kind);
    eligibility.insistAlive(backend, model.get(), context);
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

  /** The models to choose from, best first: alive, usable and begun. */
  static List<Model> available(BackendEntry backend, MediaKind kind, PlanningContext context) {
    return backend.choices(kind).stream()
        .filter(model -> context.lives(backend, model))
        .filter(model -> context.obstacle(backend, model) == null)
        .filter(model -> model.from() == null || !model.from().isAfter(context.today()))
        .toList();
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
      throw eligibility.cannot(backend, kind);
    }
    List<Model> alive = available(backend, kind, context);
    if (alive.isEmpty()) {
      eligibility.insistAlive(backend, choices.get(0), context);
      throw eligibility.cannot(backend, kind);
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
    eligibility.insistOnOwner(backend, id, kind);
    Optional<String> nearest = Nearest.of(id, Eligibility.ids(backend, kind));
    if (backend.madeHere() || request.strict()) {
      throw Eligibility.unheardOf(backend, id, kind, nearest);
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
    if (kind.mode().orElseThrow() == Mode.AUDIO) {
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
