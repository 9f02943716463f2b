package dev.secondunit.tool;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
    List<Adjustment> adjustments) {
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
    return new AssembleMediaArguments(
        operation,
        arguments.texts("inputs"),
        arguments.texts("audio_inputs"),
        arguments.flag("duck").orElse(false),
        arguments.number("gain_db").orElse(0d),
        arguments.text("lut").orElse(null),
        arguments.text("size").orElse(null),
        arguments.number("frames_per_second").orElse(null),
        arguments.text("output_format").orElse(null),
        run,
        arguments.adjustments());
  }
}
