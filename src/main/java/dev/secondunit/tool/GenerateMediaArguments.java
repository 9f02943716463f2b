package dev.secondunit.tool;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.media.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code generate_media}.
 *
 * @param shots at least one, in the caller's order
 * @param batch whether the caller sent a list of shots and expects a batch as the answer
 * @param run how to run each of them
 * @param adjustments what had to be understood in the call itself
 */
public record GenerateMediaArguments(
    List<ShotArguments> shots, boolean batch, RunOptions run, List<Adjustment> adjustments) {
  static final int MOST_SHOTS = 50;

  /** Shots times takes: enough for a day's shooting, too few to empty an account by a slip. */
  static final int MOST_JOBS = 100;

  private static final Set<String> IMAGE_BACKGROUNDS = Set.of("transparent", "opaque");

  public GenerateMediaArguments {
    shots = List.copyOf(shots);
    adjustments = List.copyOf(adjustments);
    if (shots.isEmpty()) {
      throw new IllegalArgumentException("no shots");
    }
  }

  static GenerateMediaArguments read(Signature signature, ObjectNode sent) {
    List<Adjustment> adjustments = new ArrayList<>();
    ObjectNode rewritten = rewrite(sent, adjustments);
    Arguments common = ArgumentReader.read(signature, rewritten, adjustments);
    adjustments = new ArrayList<>(common.adjustments());
    boolean batch = common.has("shots");
    if (!batch) {
      insistOnNoEmptyList(signature.find("shots"), rewritten);
    } else if (common.has("prompt")) {
      insistOnList(signature.find("shots"), rewritten);
    }
    List<ShotArguments> shots = new ArrayList<>();
    if (batch) {
      List<Arguments> items = common.items("shots");
      for (int i = 0; i < items.size(); i++) {
        shots.add(shot(items.get(i), common, "shots[" + i + "]."));
      }
    } else {
      shots.add(shot(common, common, ""));
    }
    RunOptions run = RunOptions.from(common);
    if (shots.size() * run.takes() > MOST_JOBS) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              shots.size()
                  + " shots with "
                  + run.takes()
                  + " takes each are more than "
                  + MOST_JOBS
                  + " jobs.")
          .withField("takes", run.takes())
          .withAllowed(List.of("at most " + MOST_JOBS + " shots times takes"))
          .withHint("Send fewer shots or takes in one call.")
          .asException();
    }
    Strictness.check(run.strict(), adjustments);
    return new GenerateMediaArguments(shots, batch, run, adjustments);
  }

  /** A list without shots is a slip; one shot made of what stands beside it would be a surprise. */
  private static void insistOnNoEmptyList(Argument shots, ObjectNode sent) {
    Optional<JsonNode> written = written(shots, sent);
    if (written.isPresent()) {
      throw ArgumentFailures.invalid(
          shots, shots.name(), written.get(), "shots is empty: there is nothing to make.");
    }
  }

  /** One shot that is no list has a prompt of its own: which of the two is meant cannot be told. */
  private static void insistOnList(Argument shots, ObjectNode sent) {
    JsonNode written = written(shots, sent).orElseThrow();
    if (Stringified.read(written).isArray()) {
      return;
    }
    throw Failure.of(
            ErrorCode.CONFLICTING_ARGUMENTS,
            "shots is one shot and no list, and a prompt stands beside it: only one of them can be"
                + " meant.")
        .withField(shots.name(), ArgumentFailures.shown(written))
        .withAllowed(shots.allowed())
        .withHint("Send prompt alone, or a list. " + ArgumentFailures.example(shots))
        .asException();
  }

  /** What was sent as this argument, under any of its names. */
  private static Optional<JsonNode> written(Argument argument, ObjectNode sent) {
    for (Map.Entry<String, JsonNode> each : sent.properties()) {
      String name = Spelling.snakeCase(each.getKey());
      boolean meant = name.equals(argument.name()) || argument.aliases().contains(name);
      if (meant && !each.getValue().isNull()) {
        return Optional.of(each.getValue());
      }
    }
    return Optional.empty();
  }

  /** The names that meant something else, or two things at once, in older callers. */
  private static ObjectNode rewrite(ObjectNode sent, List<Adjustment> adjustments) {
    ObjectNode rewritten = sent.deepCopy();
    String background = sent.path("background").asString("");
    if (IMAGE_BACKGROUNDS.contains(background) || background.equals("auto")) {
      rewritten.remove("background");
      rewritten.put("image_background", background);
      adjustments.add(
          new Adjustment(
              "image_background",
              "background",
              "image_background",
              "background says how to run; what lies behind a subject is image_background"));
    }
    KeyframeSpelling.rewrite(rewritten, "", adjustments);
    KeyframeSpelling.rewriteAll(rewritten.path("shots"), adjustments);
    for (String name : List.of("max_concurrent", "use_context")) {
      if (rewritten.has(name)) {
        adjustments.add(
            new Adjustment(
                name,
                ArgumentFailures.shown(rewritten.get(name)),
                null,
                "not used here: jobs are scheduled by the server, prompts are sent as written"));
        rewritten.remove(name);
      }
    }
    return rewritten;
  }

  private static ShotArguments shot(Arguments own, Arguments common, String prefix) {
    ShotArguments shot =
        ShotArguments.from(
            own,
            common,
            mode(own, common),
            own.text("continue_from").or(() -> common.text("continue_from")).orElse(null));
    if (shot.prompt().isEmpty()) {
      throw Failure.of(ErrorCode.MISSING_ARGUMENT, prefix + "prompt is required: say what to make.")
          .withField(prefix + "prompt", null)
          .withAllowed(List.of("text of at most 32,000 characters"))
          .withHint("Example: {\"mode\": \"video\", \"prompt\": \"A lighthouse at dusk\"}")
          .asException();
    }
    return shot;
  }

  private static Mode mode(Arguments own, Arguments common) {
    String given = own.text("mode").or(() -> common.text("mode")).orElse(null);
    if (given != null) {
      return Mode.of(given).orElseThrow();
    }
    for (String name : List.of("audio_type", "voice", "instructions", "speed", "language")) {
      if (own.has(name) || common.has(name)) {
        return Mode.AUDIO;
      }
    }
    if (own.has("continue_from") || common.has("continue_from")) {
      return null;
    }
    for (String name :
        List.of(
            "duration", "last_frame", "keyframes", "video_reference_images", "generate_audio")) {
      if (own.has(name) || common.has(name)) {
        return Mode.VIDEO;
      }
    }
    return Mode.IMAGE;
  }
}
