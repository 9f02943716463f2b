package dev.secondunit.catalogue;

import dev.secondunit.failure.Failure;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One operation of one model of the catalogue, with a source that it takes. */
record Stage(String backend, Model model, Operation operation, ContinuationSource source) {
  static final Catalogue CATALOGUE = Catalogue.builtIn();
  static final ConditionalSchemas SCHEMAS = new ConditionalSchemas(CATALOGUE);

  Stage(String backend, Model model, Operation operation) {
    this(backend, model, operation, null);
  }

  @Override
  public String toString() {
    return model.id() + " " + operation.word();
  }

  /** The model that does it: for a continuation that may be another one. */
  Model doer() {
    String other = model.rules(operation).orElseThrow().model();
    return other == null ? model : CATALOGUE.model(backend, other).orElseThrow();
  }

  OperationRules rules() {
    return doer().rules(operation).orElseThrow();
  }

  Mode mode() {
    return model.kind().mode().orElseThrow();
  }

  Parameters base() {
    Parameters base = Parameters.NONE.with(Parameter.PROMPT, "a paper boat");
    return mode() == Mode.AUDIO ? base.with(Parameter.AUDIO_TYPE, model.kind().word()) : base;
  }

  /** With what the rules between parameters ask for besides. */
  Parameters completed(Parameters parameters) {
    Parameters completed = parameters;
    for (CrossRule rule : rules().rules()) {
      if (rule.applies(parameters, List.of())) {
        for (Parameter needed : rule.needs()) {
          if (!completed.has(needed) && !suppliesItself(needed)) {
            completed = completed.with(needed, Edges.anything(needed));
          }
        }
      }
    }
    return completed;
  }

  /** The first frame of such a shot is the last one of the source. */
  boolean suppliesItself(Parameter parameter) {
    return operation == Operation.LAST_FRAME && parameter == Parameter.INPUT_IMAGES;
  }

  /** Whether a parameter excludes the first frame that the source supplies. */
  boolean bars(Parameter parameter) {
    return rules().rules().stream()
        .filter(CrossRule::refuses)
        .map(rule -> rule.when().keySet())
        .anyMatch(when -> when.contains(parameter) && when.stream().anyMatch(this::suppliesItself));
  }

  /** Whether ratio and size (of a picture) are merged into one number of pixels. */
  boolean turnsIntoSize(Parameter parameter) {
    boolean merged =
        parameter == Parameter.ASPECT_RATIO
            || (parameter == Parameter.SIZE && operation != Operation.GENERATE);
    return merged
        && rules().rule(Parameter.ASPECT_RATIO).orElse(null) instanceof ChoiceRule choice
        && !choice.sizes().isEmpty();
  }

  /** A day in the model's life. */
  PlanningContext context() {
    Instant day = Requests.NOW;
    if (model.endedBy(day.atZone(ZoneOffset.UTC).toLocalDate())) {
      day = model.until().minusDays(60).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return new PlanningContext(Map.of(), Set.of(), day);
  }

  GenerationRequest request(Parameters asked, boolean strict) {
    boolean fresh = operation == Operation.GENERATE;
    boolean named = fresh || operation == Operation.LAST_FRAME;
    return new GenerationRequest(
        mode(),
        fresh ? null : operation,
        named ? backend : GenerationRequest.AUTO,
        named ? model.id() : null,
        asked,
        strict,
        fresh ? null : source == null ? usualSource() : source);
  }

  List<Failure> violations(Parameters asked) {
    Plan wish = Plans.unpriced(backend, doer().id(), mode(), operation, asked);
    String tool =
        operation == Operation.GENERATE
            ? ConditionalSchemas.GENERATE_MEDIA
            : ConditionalSchemas.CONTINUE_FROM;
    return SCHEMAS.violations(tool, backend, ConditionalSchemas.arguments(wish));
  }

  Stage from(MediaInput file) {
    ContinuationSource clip = Requests.clip(backend, model.id(), 1, operation);
    return new Stage(backend, model, operation, Requests.with(clip, file, null, null));
  }

  private ContinuationSource usualSource() {
    return from(clip(5)).source();
  }

  MediaInput clip(double seconds) {
    return file(1_000, 1280, 720, seconds);
  }

  MediaInput weighing(long bytes) {
    return file(bytes, 1280, 720, 5);
  }

  MediaInput shaped(int width, int height) {
    return file(1_000, width, height, 5);
  }

  private MediaInput file(long bytes, int width, int height, double seconds) {
    return mode() == Mode.IMAGE
        ? Requests.input("a.png", "image/png", bytes, width, height, null)
        : Requests.input("a.mp4", "video/mp4", bytes, width, height, seconds);
  }
}
