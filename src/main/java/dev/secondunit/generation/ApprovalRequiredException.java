package dev.secondunit.generation;

import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.UsdAmount;
import java.util.List;
import java.util.Objects;

/** A person has to agree before this is bought. Nothing has been sent. */
public final class ApprovalRequiredException extends FailureException {
  private final transient UsdAmount estimate;
  private final transient List<String> models;

  ApprovalRequiredException(Failure failure, UsdAmount estimate, List<String> models) {
    super(failure);
    this.estimate = Objects.requireNonNull(estimate, "estimate");
    this.models = List.copyOf(models);
  }

  /** What it would cost together. */
  public UsdAmount estimate() {
    return estimate;
  }

  /** Who would be paid, each once. */
  public List<String> models() {
    return models;
  }
}
