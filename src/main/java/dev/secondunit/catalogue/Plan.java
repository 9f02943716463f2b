package dev.secondunit.catalogue;

import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What will be sent for one request, decided without any I/O: the backend and model, the effective
 * parameters, every difference from what was asked, and the price.
 *
 * @param requested the parameters as asked for
 * @param effective the parameters as they will be sent, defaults filled in
 * @param adjustments every asked value that was changed, with its reason
 * @param ignored every parameter that the model has no use for
 * @param warnings sentences for the caller: deprecations, unknown models, previz instead of a
 *     vendor
 * @param skipped the backends that {@code auto} passed over, in order of preference, with the
 *     reason
 * @param estimate the expected price; null when the catalogue has no price rule, which counts as
 *     unknown and never as free
 * @param pricesAsOf the date of the price rule, or null without one
 */
public record Plan(
    String backend,
    String model,
    Mode mode,
    Operation operation,
    Parameters requested,
    Parameters effective,
    List<Adjustment> adjustments,
    List<Ignored> ignored,
    List<String> warnings,
    List<Skipped> skipped,
    UsdAmount estimate,
    LocalDate pricesAsOf) {

  /**
   * A value that was asked for, and what is sent instead. What was left open and got a default is
   * none: it stands in the effective values alone.
   */
  public record Adjustment(String field, Object from, Object to, String reason) {
    public Adjustment {
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** A parameter that was given and will not be used. */
  public record Ignored(String field, String reason) {
    public Ignored {
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** A backend that was considered and not chosen. */
  public record Skipped(String backend, String reason) {
    public Skipped {
      Objects.requireNonNull(backend, "backend");
      Objects.requireNonNull(reason, "reason");
    }
  }

  public Plan {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(requested, "requested");
    Objects.requireNonNull(effective, "effective");
    adjustments = List.copyOf(adjustments);
    ignored = List.copyOf(ignored);
    warnings = List.copyOf(warnings);
    skipped = List.copyOf(skipped);
  }

  /** The same with one more adjustment, unless that field has one already. */
  public Plan adjusted(String field, Object from, Object to, String reason) {
    if (adjustments.stream().anyMatch(each -> each.field().equals(field))) {
      return this;
    }
    List<Adjustment> all = new ArrayList<>(adjustments);
    all.add(new Adjustment(field, from, to, reason));
    return with(effective, all, warnings);
  }

  /** The same with one more sentence for the caller. */
  public Plan warning(String sentence) {
    List<String> all = new ArrayList<>(warnings);
    all.add(sentence);
    return with(effective, adjustments, all);
  }

  /** The same, sending these parameters. */
  public Plan sending(Parameters parameters) {
    return with(parameters, adjustments, warnings);
  }

  private Plan with(Parameters sent, List<Adjustment> changes, List<String> sentences) {
    return new Plan(
        backend,
        model,
        mode,
        operation,
        requested,
        sent,
        changes,
        ignored,
        sentences,
        skipped,
        estimate,
        pricesAsOf);
  }

  /** What the plan gives account of. */
  public PlanAccount account() {
    return new PlanAccount(adjustments, ignored, warnings, skipped, estimate, pricesAsOf);
  }

  /** Whether this plan is known to cost nothing. */
  public boolean free() {
    return account().free();
  }
}
