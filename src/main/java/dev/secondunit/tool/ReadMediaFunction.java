package dev.secondunit.tool;

import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.reading.MediaReader;
import dev.secondunit.reading.Picture;
import dev.secondunit.reading.ReadRequest;
import dev.secondunit.reading.Reading;
import dev.secondunit.reading.Reading.Unreadable;
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

  /** Which key adds what. */
  private static final String KEYS =
      "GOOGLE_API_KEY (images, video and sound), OPENAI_API_KEY or XAI_API_KEY (images, and frames"
          + " of video) or TWELVELABS_API_KEY (video)";

  private final Function<ToolCall, MediaReader> reader;

  public ReadMediaFunction(Function<ToolCall, MediaReader> reader) {
    this.reader = Objects.requireNonNull(reader, "reader");
  }

  /** Looks at files for a caller who may read them; see {@link MediaReader#read}. */
  public Reading look(ReadRequest request, ToolCall call) throws InterruptedException {
    return reader.apply(call).read(request);
  }

  public ToolResult call(ReadMediaArguments arguments, ToolCall call) throws InterruptedException {
    return call(arguments, call, modelLine(arguments.prompt() != null));
  }

  /**
   * @param line said at the end, about what a model would add
   */
  public ToolResult call(ReadMediaArguments arguments, ToolCall call, String line)
      throws InterruptedException {
    if (!arguments.backendType().equals(GenerationRequest.AUTO)) {
      throw noModel(
          "backend_type", arguments.backendType(), "answers questions only: give a prompt");
    }
    if (arguments.continueFrom() != null) {
      throw noModel(
          "continue_from", arguments.continueFrom(), "cannot be asked further without a model");
    }
    Reading reading = look(arguments.looking(arguments.frames()), call);
    insistOnOneToRead(reading);
    return shown(reading, arguments, line);
  }

  /** A single input that cannot be read is an error; of several, each is told with the others. */
  private static void insistOnOneToRead(Reading reading) {
    if (reading.entries().size() == 1
        && reading.entries().get(0) instanceof Unreadable unreadable) {
      throw unreadable.failure().asException();
    }
  }

  /** The words and pictures of a reading, with a line at the end. */
  public static ToolResult shown(Reading reading, ReadMediaArguments arguments, String line) {
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
    words.append(line);
    List<ToolResult.Content.Image> images =
        reading.pictures().stream()
            .map(picture -> new ToolResult.Content.Image(picture.bytes(), Picture.MEDIA_TYPE))
            .toList();
    return ToolResult.pictures(words.toString(), images);
  }

  private static String modelLine(boolean asked) {
    return asked
        ? "No model answered the prompt: set " + KEYS + ". Everything above is measured locally."
        : "Measured locally. Give a prompt for a model's reading; that needs " + KEYS + ".";
  }

  private static RuntimeException noModel(String field, String value, String rule) {
    return Failure.of(ErrorCode.BACKEND_UNAVAILABLE, field + ": " + value + " " + rule + ".")
        .withField(field, value)
        .withAllowed(List.of(GenerationRequest.AUTO))
        .withHint("Set one of " + String.join(", ", MODEL_KEYS) + ".")
        .asException();
  }
}
