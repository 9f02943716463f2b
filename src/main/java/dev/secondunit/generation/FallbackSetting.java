package dev.secondunit.generation;

import dev.secondunit.catalogue.BackendEntry;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.MediaKind;
import dev.secondunit.catalogue.Model;
import dev.secondunit.catalogue.PlanningContext;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.WordDistance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code SECOND_UNIT_FALLBACK} names: backends in order, each with a model where one is
 * wanted. Immutable; no I/O beyond the first reading of the catalogue.
 */
public final class FallbackSetting {
  private static final String EXAMPLE = "grok/grok-imagine-video";
  private static final Pattern SEPARATED = Pattern.compile("[\\s;]");

  private final Settings settings;
  private final List<Target> targets;

  /**
   * One name.
   *
   * @param name as it was written
   * @param backend may be none of the catalogue's
   * @param model null for whichever the backend chooses
   */
  record Target(String name, String backend, String model) {
    static Target of(String name) {
      int slash = name.indexOf('/');
      return slash < 0
          ? new Target(name, name, null)
          : new Target(name, name.substring(0, slash).strip(), name.substring(slash + 1).strip());
    }

    /** What is wrong with it whatever the catalogue holds, as the end of a sentence. */
    Optional<String> fault() {
      return where().or(this::which);
    }

    private Optional<String> where() {
      if (Stream.of(backend, model == null ? "" : model).anyMatch(SEPARATED.asPredicate())) {
        return Optional.of("is no backend; names stand between commas, such as google," + EXAMPLE);
      }
      if (backend.equals(GenerationRequest.AUTO)) {
        return Optional.of(
            "is no place to go; name a backend, such as google, or one with its model, such as "
                + EXAMPLE);
      }
      return backend.isEmpty()
          ? Optional.of("has no backend before the slash; write backend/model, such as " + EXAMPLE)
          : Optional.empty();
    }

    private Optional<String> which() {
      return model != null && model.isEmpty()
          ? Optional.of(
              "has no model after the slash; write %s alone, or a model too, such as %s"
                  .formatted(backend, EXAMPLE))
          : Optional.empty();
    }
  }

  public FallbackSetting(Settings settings) {
    this.settings = settings;
    this.targets =
        Arrays.stream(settings.text(Setting.SECOND_UNIT_FALLBACK).orElse("").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .map(Target::of)
            .toList();
  }

  List<Target> targets() {
    return targets;
  }

  /** As a sentence for people: where shots go, in order. */
  public String inWords() {
    return targets.isEmpty()
        ? "nothing is made elsewhere"
        : targets.stream().map(Target::name).collect(Collectors.joining(", then "));
  }

  /**
   * Names to which nothing can ever be sent, a line for people each. A missing key is no problem:
   * it may be set later.
   */
  public List<String> problems(Catalogue catalogue, Instant now) {
    if (targets.isEmpty()) {
      return List.of();
    }
    PlanningContext context = PlanningContext.of(catalogue, settings, Map.of(), now);
    List<String> problems = new ArrayList<>();
    for (Target target : targets) {
      problem(target, catalogue, context)
          .ifPresent(
              words ->
                  problems.add("SECOND_UNIT_FALLBACK names \"" + target.name() + "\", " + words));
    }
    return problems;
  }

  private static Optional<String> problem(
      Target target, Catalogue catalogue, PlanningContext context) {
    List<BackendEntry> makers =
        catalogue.backends().stream().filter(FallbackSetting::makes).toList();
    Optional<BackendEntry> backend = catalogue.backend(target.backend());
    if (target.where().isEmpty() && backend.isEmpty()) {
      List<String> names = makers.stream().map(BackendEntry::name).toList();
      return Optional.of(
          "which is no backend; the nearest one is " + nearest(target.backend(), names) + ".");
    }
    Optional<String> fault = target.fault();
    if (fault.isPresent()) {
      return fault.map(words -> "which " + words + ".");
    }
    if (!makers.contains(backend.get())) {
      return Optional.of("which makes no media.");
    }
    return target.model() == null
        ? Optional.empty()
        : problemOfModel(target.model(), backend.get(), context);
  }

  private static boolean makes(BackendEntry backend) {
    return backend.models().stream().anyMatch(model -> model.kind() != MediaKind.ANALYSIS);
  }

  private static String nearest(String given, Collection<String> names) {
    return Collections.min(
        names, Comparator.comparingInt(each -> WordDistance.between(given, each)));
  }

  private static Optional<String> problemOfModel(
      String id, BackendEntry backend, PlanningContext context) {
    Optional<Model> model = backend.model(id);
    if (model.isEmpty()) {
      List<String> ids =
          backend.models().stream()
              .filter(each -> each.kind() != MediaKind.ANALYSIS)
              .map(Model::id)
              .toList();
      return Optional.of(
          "and the catalogue has no such model, so no price: nothing is sent there; the nearest one"
              + " is "
              + nearest(id, ids)
              + ".");
    }
    if (model.get().kind() == MediaKind.ANALYSIS) {
      return Optional.of("which makes no media.");
    }
    if (!context.lives(backend, model.get())) {
      String instead =
          model.get().replacement() == null
              ? ""
              : "; its replacement is " + model.get().replacement();
      return Optional.of("which ended on " + model.get().until() + instead + ".");
    }
    return model.get().prices().rules().isEmpty()
        ? Optional.of("whose price is not known: nothing is sent there.")
        : Optional.empty();
  }
}
