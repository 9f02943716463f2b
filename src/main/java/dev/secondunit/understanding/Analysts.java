package dev.secondunit.understanding;

import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.catalogue.BackendEntry;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.MediaKind;
import dev.secondunit.catalogue.Model;
import dev.secondunit.catalogue.Plan.Skipped;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.Mode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Who can be asked about media, and who is. A backend that was named is asked or refused, never
 * replaced. Does no I/O; safe for many threads.
 */
public final class Analysts {
  private final Catalogue catalogue;
  private final Supplier<Map<String, MediaModel>> backends;
  private final Clock clock;

  /**
   * @param backends by name, opened on first use
   */
  public Analysts(Catalogue catalogue, Supplier<Map<String, MediaModel>> backends, Clock clock) {
    this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
    this.backends = Objects.requireNonNull(backends, "backends");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Who is asked.
   *
   * @param known what the catalogue knows of the model, or null when it does not know it
   * @param skipped the backends that {@code auto} passed over
   */
  record Choice(
      MediaModel backend, String model, Model known, List<Skipped> skipped, List<String> warnings) {
    Choice {
      skipped = List.copyOf(skipped);
      warnings = List.copyOf(warnings);
    }
  }

  Map<String, MediaModel> backends() {
    return backends.get();
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /** Whether {@code auto} finds anybody for these kinds of media. */
  boolean anyFor(Set<Mode> kinds) {
    return first(kinds, new ArrayList<>()).isPresent();
  }

  /**
   * Chooses.
   *
   * @param backendType a backend's name or {@code auto}
   * @param model a model id, or null
   * @param kinds the kinds of media the question is about
   */
  Choice choose(String backendType, String model, Set<Mode> kinds) {
    if (!backendType.equals(GenerationRequest.AUTO)) {
      return named(entry(backendType), model, kinds);
    }
    if (model != null) {
      return named(
          catalogue
              .backendOfModel(model)
              .orElseThrow(
                  () ->
                      Failure.of(
                              ErrorCode.INVALID_ARGUMENT,
                              "No backend is known to have the model " + model + ".")
                          .withField("model", model)
                          .withAllowed(models())
                          .withHint("Name its backend as well, with backend_type.")
                          .asException()),
          model,
          kinds);
    }
    List<Skipped> skipped = new ArrayList<>();
    return first(kinds, skipped)
        .orElseThrow(
            () ->
                Failure.of(
                        ErrorCode.NO_BACKEND_AVAILABLE,
                        "No model can be asked about "
                            + words(kinds)
                            + ": "
                            + skipped.stream()
                                .map(each -> each.backend() + ": " + each.reason())
                                .collect(Collectors.joining("; "))
                            + ".")
                    .withField("backend_type", backendType)
                    .withHint(
                        "Set one of the keys; describe_backends lists them. "
                            + BackendEntry.WHERE_KEYS_GO)
                    .asException());
  }

  /**
   * A model that takes sound alone: of this backend, else of the first one that has one and can be
   * asked.
   */
  Optional<SceneOrder.Listener> listener(String backend) {
    List<BackendEntry> entries = new ArrayList<>(catalogue.priority(MediaKind.ANALYSIS));
    catalogue.backend(backend).ifPresent(entry -> entries.add(0, entry));
    for (BackendEntry entry : entries) {
      if (obstacle(entry).isPresent()) {
        continue;
      }
      Optional<Model> model =
          entry.models(MediaKind.ANALYSIS).stream()
              .filter(each -> each.analysis().reads().contains(Mode.AUDIO))
              .filter(each -> !each.endedBy(today()))
              .findFirst();
      if (model.isPresent()) {
        return Optional.of(new SceneOrder.Listener(entry.name(), model.get().id()));
      }
    }
    return Optional.empty();
  }

  private Optional<Choice> first(Set<Mode> kinds, List<Skipped> skipped) {
    for (BackendEntry entry : catalogue.priority(MediaKind.ANALYSIS)) {
      Optional<String> obstacle = obstacle(entry);
      Optional<Model> model =
          catalogue
              .defaultModel(entry.name(), MediaKind.ANALYSIS)
              .filter(each -> !each.endedBy(today()));
      if (obstacle.isEmpty() && model.isEmpty()) {
        obstacle = Optional.of("it has no living model for this");
      }
      if (obstacle.isEmpty() && !model.get().analysis().reads().containsAll(kinds)) {
        obstacle = Optional.of(model.get().id() + " does not take " + words(kinds));
      }
      if (obstacle.isEmpty()) {
        return Optional.of(
            new Choice(
                backends.get().get(entry.name()),
                model.get().id(),
                model.get(),
                skipped,
                List.of()));
      }
      skipped.add(new Skipped(entry.name(), obstacle.get()));
    }
    return Optional.empty();
  }

  /** What no key would mend is told before a key is asked for. */
  private Choice named(BackendEntry entry, String model, Set<Mode> kinds) {
    Choice choice = fitting(entry, model, kinds);
    Optional<String> obstacle = obstacle(entry);
    if (obstacle.isPresent()) {
      throw Failure.of(
              ErrorCode.BACKEND_UNAVAILABLE,
              entry.name() + " cannot be asked now: " + obstacle.get() + ".")
          .withField("backend_type", entry.name())
          .withAllowed(usable())
          .withHint("backend_type auto asks whoever can be asked. " + BackendEntry.WHERE_KEYS_GO)
          .asException();
    }
    return choice;
  }

  private Choice fitting(BackendEntry entry, String model, Set<Mode> kinds) {
    MediaModel backend = backends.get().get(entry.name());
    if (model == null) {
      Model chosen =
          catalogue
              .defaultModel(entry.name(), MediaKind.ANALYSIS)
              .orElseThrow(() -> unsupported(entry.name(), "none of its models answers questions"));
      return checked(new Choice(backend, chosen.id(), chosen, List.of(), List.of()), kinds);
    }
    Optional<Model> known = entry.model(model);
    if (known.isEmpty()) {
      String warning =
          "The catalogue does not know the model "
              + model
              + " of "
              + entry.name()
              + ": nothing was checked, the vendor decides, and the price is unknown.";
      return new Choice(backend, model, null, List.of(), List.of(warning));
    }
    if (known.get().kind() != MediaKind.ANALYSIS) {
      throw unsupported(model, "it makes media and answers no questions");
    }
    return checked(new Choice(backend, known.get().id(), known.get(), List.of(), List.of()), kinds);
  }

  private Choice checked(Choice choice, Set<Mode> kinds) {
    Model model = choice.known();
    if (model.endedBy(today())) {
      throw Failure.of(ErrorCode.MODEL_RETIRED, model.id() + " ended on " + model.until() + ".")
          .withField("model", model.id())
          .withAllowed(model.replacement() == null ? List.of() : List.of(model.replacement()))
          .asException();
    }
    if (!model.analysis().reads().containsAll(kinds)) {
      throw unsupported(
          model.id(), "it takes " + words(model.analysis().reads()) + ", not " + words(kinds));
    }
    return choice;
  }

  private RuntimeException unsupported(String who, String why) {
    return Failure.of(ErrorCode.UNSUPPORTED_OPERATION, who + " cannot be asked: " + why + ".")
        .withField("backend_type", who)
        .withAllowed(usable())
        .asException();
  }

  private BackendEntry entry(String name) {
    return catalogue
        .backend(name)
        .filter(entry -> !entry.models(MediaKind.ANALYSIS).isEmpty())
        .orElseThrow(
            () ->
                Failure.of(
                        catalogue.backend(name).isPresent()
                            ? ErrorCode.UNSUPPORTED_OPERATION
                            : ErrorCode.UNKNOWN_BACKEND,
                        "The backend " + name + " answers no questions about media.")
                    .withField("backend_type", name)
                    .withAllowed(
                        catalogue.priority(MediaKind.ANALYSIS).stream()
                            .map(BackendEntry::name)
                            .toList())
                    .asException());
  }

  private Optional<String> obstacle(BackendEntry entry) {
    MediaModel backend = backends.get().get(entry.name());
    if (backend == null) {
      return Optional.of("it answers no questions in this build");
    }
    return backend.readiness().usable()
        ? Optional.empty()
        : Optional.of(backend.readiness().reason());
  }

  private List<String> usable() {
    return catalogue.priority(MediaKind.ANALYSIS).stream()
        .filter(entry -> obstacle(entry).isEmpty())
        .map(BackendEntry::name)
        .toList();
  }

  private List<String> models() {
    return catalogue.backends().stream()
        .flatMap(entry -> entry.models(MediaKind.ANALYSIS).stream())
        .map(Model::id)
        .toList();
  }

  private static String words(Set<Mode> kinds) {
    return kinds.stream().sorted().map(Mode::word).collect(Collectors.joining(" and "));
  }

  private LocalDate today() {
    return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
  }
}
