package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.Operation;
import java.util.List;
import java.util.Optional;

/** What stands between a finished piece and its continuation: dates, steps, length and shape. */
final class SourceObstacles {
  private final GenerationRequest request;
  private final ContinuationSource source;
  private final BackendEntry home;
  private final MediaKind kind;
  private final PlanningContext context;

  /**
   * @param home the backend that made the source
   */
  SourceObstacles(
      GenerationRequest request, BackendEntry home, MediaKind kind, PlanningContext context) {
    this.request = request;
    this.source = request.source();
    this.home = home;
    this.kind = kind;
    this.context = context;
  }

  /** Why an operation cannot be done with this source now; empty when it can. */
  Optional<Failure> to(Operation operation) {
    Optional<Model> maker = home.model(source.model());
    if (operation == Operation.LAST_FRAME) {
      return kind == MediaKind.VIDEO
          ? Optional.empty()
          : Optional.of(unsupported("Only a video has a last frame."));
    }
    if (maker.isEmpty()) {
      return source.operations().contains(operation)
          ? vendorCopyObstacle(operation)
          : Optional.of(unsupported(source.model() + " cannot " + operation.word() + "."));
    }
    Optional<OperationRules> rules = maker.get().rules(operation);
    if (rules.isEmpty()) {
      return Optional.of(unsupported(source.model() + " cannot " + operation.word() + "."));
    }
    if (rules.get().vendorCopy()) {
      if (!source.operations().contains(operation)) {
        return Optional.of(
            unsupported(
                source.backend() + " keeps nothing of this clip to " + operation.word() + "."));
      }
      Optional<Failure> gone = vendorCopyObstacle(operation);
      if (gone.isPresent()) {
        return gone;
      }
    }
    if (operation == Operation.EXTEND && source.remaining() != null && source.remaining() <= 0) {
      return Optional.of(exhausted(source.backend() + " permits no further extension of it."));
    }
    return limitObstacle(operation, rules.get().source());
  }

  private Optional<Failure> vendorCopyObstacle(Operation operation) {
    if (!source.livesAt(context.now())) {
      return Optional.of(
          Failure.of(
                  ErrorCode.CONTINUATION_EXPIRED,
                  source.backend()
                      + " has kept no copy of it since "
                      + source.expiresAt()
                      + " and cannot "
                      + operation.word()
                      + " it any more.")
              .withField("source", source.continuationId()));
    }
    if (source.remaining() != null && source.remaining() <= 0) {
      return Optional.of(
          exhausted(source.backend() + " permits no further " + operation.word() + " of it."));
    }
    return Optional.empty();
  }

  private Optional<Failure> limitObstacle(Operation operation, SourceLimits limits) {
    MediaFacts facts = source.file().facts();
    Double length = facts.durationSeconds();
    if (length != null && limits.longest() != null && length > limits.longest() + 0.05) {
      String message =
          source.backend()
              + " can "
              + operation.word()
              + " clips of at most "
              + NumberRule.words(limits.longest())
              + " s; this one has "
              + NumberRule.words(length)
              + " s.";
      return Optional.of(operation == Operation.EXTEND ? exhausted(message) : unsupported(message));
    }
    if (length != null && limits.shortest() != null && length < limits.shortest() - 0.05) {
      return Optional.of(
          unsupported(
              source.backend()
                  + " can "
                  + operation.word()
                  + " clips of at least "
                  + NumberRule.words(limits.shortest())
                  + " s; this one has "
                  + NumberRule.words(length)
                  + " s."));
    }
    if (limits.mostBytes() != null && facts.bytes() > limits.mostBytes()) {
      return Optional.of(
          Failure.of(
                  ErrorCode.FILE_TOO_LARGE,
                  source.backend()
                      + " can "
                      + operation.word()
                      + " files of at most "
                      + limits.mostBytes()
                      + " bytes; this one has "
                      + facts.bytes()
                      + ".")
              .withField("source", source.continuationId()));
    }
    return shapeObstacle(operation, limits, facts);
  }

  private Optional<Failure> shapeObstacle(
      Operation operation, SourceLimits limits, MediaFacts facts) {
    if (facts.width() == null || facts.height() == null) {
      return Optional.empty();
    }
    int lines = Math.min(facts.width(), facts.height());
    if (!limits.sizes().isEmpty()
        && limits.sizes().stream().noneMatch(size -> Resolution.lines(size).orElse(-1) == lines)) {
      return Optional.of(onlyClipsOf(operation, limits.sizes(), facts));
    }
    if (!limits.ratios().isEmpty()
        && limits.ratios().stream().noneMatch(ratio -> Resolution.hasRatio(facts, ratio))) {
      return Optional.of(onlyClipsOf(operation, limits.ratios(), facts));
    }
    return Optional.empty();
  }

  private Failure onlyClipsOf(Operation operation, List<String> shapes, MediaFacts facts) {
    return unsupported(
        source.backend()
            + " can "
            + operation.word()
            + " only clips of "
            + String.join(", ", shapes)
            + "; this one is "
            + facts.width()
            + "x"
            + facts.height()
            + ".");
  }

  Failure unsupported(String message) {
    return Failure.of(ErrorCode.UNSUPPORTED_OPERATION, message)
        .withField("operation", request.operation() == null ? null : request.operation().word());
  }

  private Failure exhausted(String message) {
    return Failure.of(ErrorCode.CONTINUATION_EXHAUSTED, message)
        .withField("source", source.continuationId());
  }
}
