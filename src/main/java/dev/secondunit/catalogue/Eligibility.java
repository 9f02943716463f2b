package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.FailureException;
import java.util.List;
import java.util.Optional;

/**
 * Who may be asked: whether a backend or a model makes such a thing, is alive and can be used, and
 * what may be asked instead where it may not.
 */
final class Eligibility {
  private final Catalogue catalogue;

  Eligibility(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Fails when a backend that was named, with its model or null, cannot be asked for such a thing.
   */
  void insistOn(BackendEntry backend, String model, MediaKind kind, PlanningContext context) {
    insistOnItsOwn(backend, model, kind);
    insistUsable(backend, kind, context);
  }

  /** Fails when no key would help: the backend makes no such thing, or the model is another's. */
  private void insistOnItsOwn(BackendEntry backend, String model, MediaKind kind) {
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

  /** Why a model that the catalogue does not list is not sent. */
  static FailureException unheardOf(
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

  static List<String> ids(BackendEntry backend, MediaKind kind) {
    return backend.models(kind).stream().map(Model::id).toList();
  }

  /** Fails when the model is known to belong to another backend. */
  void insistOnOwner(BackendEntry backend, String id, MediaKind kind) {
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

  /** Fails when the model makes something else. */
  void insistOnKind(BackendEntry backend, Model model, MediaKind kind) {
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

  /** Why a backend that makes no such thing is not asked. */
  FailureException cannot(BackendEntry backend, MediaKind kind) {
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
}
