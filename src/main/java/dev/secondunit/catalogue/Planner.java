package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a request into what will be sent, or into a failure that says how to ask instead. Pure: no
 * I/O beyond the first reading of the catalogue, the same answer for the same input. Safe for many
 * threads.
 *
 * <p>Rules of choice: a named backend or model is used or refused, never replaced. {@code auto}
 * takes the first backend of the catalogue's priority that can be used, has a living model and can
 * do what is asked with the inputs given; one that would change the size or the ratio of the
 * picture gives way to one that would not, or that comes nearer; a strict call passes over backends
 * that would have to change something. Inside a backend the default model gives way to another one
 * that can do what it cannot. A continuation stays with the backend that made its source.
 */
public final class Planner {
  static final String PREVIZ = "previz";

  private final Catalogue catalogue;
  private final Casting casting;

  public Planner(Catalogue catalogue) {
    this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
    this.casting = new Casting(new Eligibility(catalogue));
  }

  /**
   * Plans one shot.
   *
   * @throws FailureException when it cannot be made, before anything is sent or spent
   */
  public Plan plan(GenerationRequest request, PlanningContext context) {
    MediaKind kind = kind(request);
    checkBasics(request);
    if (request.source() != null) {
      return new ContinuationPlanning(casting, request, kind, context, this).plan();
    }
    if (!request.backendType().equals(GenerationRequest.AUTO)) {
      return planOn(named(request.backendType()), request, kind, Operation.GENERATE, context);
    }
    if (request.model() != null) {
      return planOn(backendOf(request.model()), request, kind, Operation.GENERATE, context);
    }
    return planAuto(request, kind, Operation.GENERATE, context);
  }

  List<BackendEntry> priority(MediaKind kind) {
    return catalogue.priority(kind);
  }

  /** The first backend in order of preference that can do it. */
  Plan planAuto(
      GenerationRequest request, MediaKind kind, Operation operation, PlanningContext context) {
    List<Plan.Skipped> skipped = new ArrayList<>();
    Plan nearest = null;
    FailureException telling = null;
    for (BackendEntry backend : catalogue.priority(kind)) {
      String obstacle = context.obstacleToAuto(backend);
      if (obstacle != null) {
        skipped.add(new Plan.Skipped(backend.name(), obstacle));
        continue;
      }
      if (nearest != null && backend.name().equals(PREVIZ)) {
        // An animatic in the size asked for is no clip in that size.
        continue;
      }
      try {
        List<String> warnings = new ArrayList<>();
        if (backend.name().equals(PREVIZ)) {
          warnings.add(onlyPreviz("be used for " + kind.word()));
        }
        Plan plan = casting.cast(backend, request, kind, operation, context, warnings, skipped);
        if (LookShortfall.of(plan) == LookShortfall.NONE) {
          return plan;
        }
        nearest = Casting.nearer(nearest, plan);
        skipped.add(new Plan.Skipped(backend.name(), LookShortfall.words(plan)));
      } catch (FailureException e) {
        skipped.add(new Plan.Skipped(backend.name(), e.failure().message()));
        telling = telling == null ? e : telling;
      }
    }
    if (nearest != null) {
      return nearest;
    }
    if (telling != null) {
      throw telling;
    }
    throw Refusals.refusal(
        ErrorCode.NO_BACKEND_AVAILABLE,
        "No backend can be used for " + kind.word() + ".",
        "backend_type",
        request.backendType(),
        catalogue.priority(kind).stream().map(BackendEntry::name).toList(),
        "Set a key: "
            + String.join(
                "; ", skipped.stream().map(skip -> skip.backend() + ": " + skip.reason()).toList())
            + ". "
            + BackendEntry.WHERE_KEYS_GO);
  }

  /** What is told where previz stands in because no vendor can do something. */
  static String onlyPreviz(String what) {
    return "No paid backend can "
        + what
        + ", so this is a previz animatic made on this machine, not a vendor's work."
        + " describe_backends says what is missing.";
  }

  /** The plan on this backend and no other. */
  Plan planOn(
      BackendEntry backend,
      GenerationRequest request,
      MediaKind kind,
      Operation operation,
      PlanningContext context) {
    casting.eligibility().insistOn(backend, request.model(), kind, context);
    return casting.cast(backend, request, kind, operation, context, List.of(), List.of());
  }

  BackendEntry named(String name) {
    return catalogue
        .backend(name)
        .orElseThrow(
            () -> {
              List<String> allowed = new ArrayList<>(catalogue.backendNames());
              allowed.add(0, GenerationRequest.AUTO);
              Optional<String> nearest = Nearest.of(name, allowed);
              return Refusals.refusal(
                  ErrorCode.UNKNOWN_BACKEND,
                  "There is no backend called " + name + ".",
                  "backend_type",
                  name,
                  allowed,
                  "For example: {\"backend_type\":\""
                      + nearest.orElse(GenerationRequest.AUTO)
                      + "\"}");
            });
  }

  BackendEntry backendOf(String model) {
    return catalogue
        .backendOfModel(model)
        .orElseThrow(
            () -> {
              Set<String> ids = new LinkedHashSet<>();
              catalogue.backends().forEach(b -> b.models().forEach(m -> ids.add(m.id())));
              Optional<String> nearest = Nearest.of(model, ids);
              return Refusals.refusal(
                  ErrorCode.INVALID_ARGUMENT,
                  "No backend is known to have a model "
                      + model
                      + ". To use it anyway, say whose it is with backend_type.",
                  "model",
                  model,
                  catalogue.backendNames(),
                  nearest
                      .map(id -> "Did you mean {\"model\":\"" + id + "\"}?")
                      .orElse(
                          "For example: {\"backend_type\":\"openai\",\"model\":\""
                              + model
                              + "\"}"));
            });
  }

  private static MediaKind kind(GenerationRequest request) {
    if (request.mode() != Mode.AUDIO) {
      return request.mode() == Mode.VIDEO ? MediaKind.VIDEO : MediaKind.IMAGE;
    }
    List<String> crafts = List.of("speech", "music", "sound_effect");
    String word = request.parameters().text(Parameter.AUDIO_TYPE).orElse("speech");
    if (!crafts.contains(word)) {
      throw Refusals.refusal(
          ErrorCode.INVALID_ARGUMENT,
          "audio_type " + word + " does not exist here: " + String.join(", ", crafts) + ".",
          Parameter.AUDIO_TYPE.word(),
          word,
          crafts,
          "For example: {\"mode\":\"audio\",\"audio_type\":\""
              + Nearest.of(word, crafts).orElse("speech")
              + "\"}");
    }
    return MediaKind.of(word).orElseThrow();
  }

  private static void checkBasics(GenerationRequest request) {
    Parameters parameters = request.parameters();
    if (parameters.text(Parameter.PROMPT).filter(prompt -> !prompt.isBlank()).isEmpty()) {
      throw Refusals.refusal(
          ErrorCode.MISSING_ARGUMENT,
          "A shot needs a prompt.",
          Parameter.PROMPT.word(),
          parameters.text(Parameter.PROMPT).orElse(null),
          List.of("a text that says what to make"),
          "For example: {\"prompt\":\"a paper boat in the rain, slow push in\"}");
    }
    Optional<Double> duration = parameters.number(Parameter.DURATION);
    if (duration.isPresent() && duration.get() <= 0) {
      throw Refusals.refusal(
          ErrorCode.INVALID_ARGUMENT,
          "duration " + NumberRule.words(duration.get()) + " is not longer than 0 seconds.",
          Parameter.DURATION.word(),
          duration.get(),
          List.of("more than 0 seconds"),
          "Leave duration out for the model's default, or give seconds: {\"duration\":5}");
    }
  }
}
