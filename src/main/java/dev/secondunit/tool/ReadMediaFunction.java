package dev.secondunit.tool;

import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.reading.MediaReader;
import dev.secondunit.reading.Picture;
import dev.secondunit.reading.ReadRequest;
import dev.secondunit.reading.Reading;
import dev.secondunit.reading.ReadingWords;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * {@code read_media} without a model: pictures, facts and findings, free and on this machine. A
 * question that only a model can answer is not answered, and the result says which key would change
 * that. Safe for many threads; a caller's reader is asked for when it calls.
 */
public final class ReadMediaFunction {
  /** The keys of the backends that read media, best first. */
  public static final List<String> MODEL_KEYS =
      List.of("GOOGLE_API_KEY", "OPENAI_API_KEY", "XAI_API_KEY", "TWELVELABS_API_KEY");

  private final Function<Caller, MediaReader> reader;

  public ReadMediaFunction(Function<Caller, MediaReader> reader) {
    this.reader = Objects.requireNonNull(reader, "reader");
  }

  public ToolResult call(ReadMediaArguments arguments, ToolCall call) throws InterruptedException {
    if (!arguments.backendType().equals(GenerationRequest.AUTO)) {
      throw noModel(
          "backend_type", arguments.backendType(), "reads no media in this build or has no key");
    }
    if (arguments.continueFrom() != null) {
      throw noModel(
          "continue_from", arguments.continueFrom(), "cannot be asked further without a model");
    }
    Reading reading =
        reader
            .apply(call.caller())
            .read(
                new ReadRequest(
                    arguments.inputs().stream()
                        .map(input -> new ReadRequest.Input(input.source(), input.name()))
                        .toList(),
                    arguments.frames(),
                    arguments.frameTimes(),
                    arguments.contactSheet(),
                    arguments.scenes()));
    StringBuilder words = new StringBuilder(ReadingWords.of(reading));
    arguments
        .adjustments()
        .forEach(
            change ->
                words
                    .append("Understood ")
                    .append(change.field())
                    .append(": ")
                    .append(change.reason())
                    .append('\n'));
    words.append(modelLine(arguments.prompt() != null));
    List<ToolResult.Content.Image> images =
        reading.pictures().stream()
            .map(picture -> new ToolResult.Content.Image(picture.bytes(), Picture.MEDIA_TYPE))
            .toList();
    return ToolResult.pictures(words.toString(), images);
  }

  private static String modelLine(boolean asked) {
    String keys = String.join(" or ", MODEL_KEYS);
    return asked
        ? "No model answered the prompt: set " + keys + ". Everything above is measured locally."
        : "Measured locally. For a model's reading set " + keys + " and give a prompt.";
  }

  private static RuntimeException noModel(String field, String value, String rule) {
    return Failure.of(ErrorCode.BACKEND_UNAVAILABLE, field + ": " + value + " " + rule + ".")
        .withField(field, value)
        .withAllowed(List.of(GenerationRequest.AUTO))
        .withHint("Set one of " + String.join(", ", MODEL_KEYS) + ".")
        .asException();
  }
}
