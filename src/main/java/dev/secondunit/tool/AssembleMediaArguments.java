package dev.secondunit.tool;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.catalogue.Plan.Ignored;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of {@code assemble_media}.
 *
 * @param inputs the files to work on, in order, as the caller wrote them; never empty
 * @param audioInputs for {@link Operation#MIX_AUDIO}: the sounds to lay under the first input
 * @param duck for {@link Operation#MIX_AUDIO}: whether the added sound steps back while the first
 *     input speaks
 * @param gainDecibels for {@link Operation#MIX_AUDIO}: loudness change of the added sound
 * @param lut for {@link Operation#APPLY_LUT}: the {@code .cube} file, or null
 * @param size class or pixels to convert to, or null to keep
 * @param framesPerSecond to convert to, or null to keep
 * @param outputFormat to convert to, or null to keep
 * @param run how to run it; always one take and free
 * @param adjustments what had to be understood in the call itself
 * @param ignored every argument that the operation has no use for; it is absent above
 */
public record AssembleMediaArguments(
    Operation operation,
    List<String> inputs,
    List<String> audioInputs,
    boolean duck,
    double gainDecibels,
    String lut,
    String size,
    Double framesPerSecond,
    String outputFormat,
    RunOptions run,
    List<Adjustment> adjustments,
    List<Ignored> ignored) {
  /** Which operation has a use for an argument that not all have. */
  private static final Map<String, Operation> USES =
      new TreeMap<>(
          Map.of(
              "audio_inputs", Operation.MIX_AUDIO,
              "duck", Operation.MIX_AUDIO,
              "gain_db", Operation.MIX_AUDIO,
              "lut", Operation.APPLY_LUT,
              "size", Operation.CONVERT,
              "frames_per_second", Operation.CONVERT,
              "output_format", Operation.CONVERT));

  /** What ffmpeg alone does well. */
  public enum Operation {
    /** Clips one after the other with hard cuts. */
    CONCAT,
    /** Music or effects under the sound of a clip. */
    MIX_AUDIO,
    /** A colour grade from a lookup table. */
    APPLY_LUT,
    /** Another format, size or frame rate. */
    CONVERT,
    /** The very last picture of a clip, as PNG. */
    LAST_FRAME;

    /** The word on the wire, in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public AssembleMediaArguments {
    Objects.requireNonNull(operation, "operation");
    inputs = List.copyOf(inputs);
    audioInputs = List.copyOf(audioInputs);
    adjustments = List.copyOf(adjustments);
    ignored = List.copyOf(ignored);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("no inputs");
    }
  }

  static AssembleMediaArguments read(Signature signature, ObjectNode sent) {
    Arguments arguments = ArgumentReader.read(signature, sent);
    Operation operation =
        Operation.valueOf(arguments.text("operation").orElseThrow().toUpperCase(Locale.ROOT));
    int inputs = arguments.texts("inputs").size();
    if (operation == Operation.CONCAT && inputs < 2) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT, "concat needs at least two inputs; there is one.")
          .withField("inputs", inputs + " item")
          .withAllowed(List.of("2 to 100 files"))
          .withHint("Example: {\"operation\": \"concat\", \"inputs\": [\"a.mp4\", \"b.mp4\"]}")
          .asException();
    }
    if (operation == Operation.MIX_AUDIO && !arguments.has("audio_inputs")) {
      throw ArgumentFailures.missing(signature.find("audio_inputs"), "");
    }
    if (operation == Operation.APPLY_LUT && !arguments.has("lut")) {
      throw ArgumentFailures.missing(signature.find("lut"), "");
    }
    RunOptions run = RunOptions.from(arguments);
    Strictness.check(run.strict(), arguments.adjustments());
    List<Ignored> ignored = ignored(operation, arguments);
    Strictness.checkIgnored(run.strict(), ignored);
    boolean mixes = operation == Operation.MIX_AUDIO;
    boolean converts = operation == Operation.CONVERT;
    List<String> files = arguments.texts("inputs");
    return new AssembleMediaArguments(
        operation,
        operation == Operation.CONCAT ? files : files.subList(0, 1),
        mixes ? arguments.texts("audio_inputs") : List.of(),
        mixes && arguments.flag("duck").orElse(false),
        mixes ? arguments.number("gain_db").orElse(0d) : 0,
        operation == Operation.APPLY_LUT ? arguments.text("lut").orElse(null) : null,
        converts ? arguments.text("size").orElse(null) : null,
        converts ? arguments.number("frames_per_second").orElse(null) : null,
        converts ? arguments.text("output_format").orElse(null) : null,
        run,
        arguments.adjustments(),
        ignored);
  }

  private static List<Ignored> ignored(Operation operation, Arguments arguments) {
    List<Ignored> ignored = new ArrayList<>();
    USES.forEach(
        (name, user) -> {
          if (user != operation && arguments.has(name)) {
            ignored.add(new Ignored(name, "Only " + user.word() + " has a use for it."));
          }
        });
    int inputs = arguments.texts("inputs").size();
    if (operation != Operation.CONCAT && inputs > 1) {
      ignored.add(
          new Ignored(
              "inputs", operation.word() + " works on the first of the " + inputs + " inputs."));
    }
    return ignored;
  }
}
