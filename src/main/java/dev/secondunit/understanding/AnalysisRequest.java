package dev.secondunit.understanding;

import dev.secondunit.media.MediaInput;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A question as a tool takes it from its caller.
 *
 * @param tool the tool that was called
 * @param inputs what it is about; may be empty only where {@code continues} is given
 * @param prompt the question
 * @param backendType who is asked, or {@code auto}
 * @param model a model id, or null
 * @param continues the id of an earlier analysis that this one asks further about, or null
 * @param strict whether every adjustment and every ignored parameter is an error
 * @param readAs arguments that were understood although they were written differently
 */
public record AnalysisRequest(
    String tool,
    List<Input> inputs,
    String prompt,
    Manner manner,
    String backendType,
    String model,
    String continues,
    boolean strict,
    ArrayNode readAs) {
  /**
   * @param source a path, an id of ours or a URL, as the caller wrote it
   * @param name how the question may call it, or null
   * @param field the argument it stood in, for failures
   * @param resolved the file where it was found already, or null
   */
  public record Input(String source, String name, String field, MediaInput resolved) {
    public Input(String source, String name, String field) {
      this(source, name, field, null);
    }

    public Input {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(field, "field");
    }
  }

  public AnalysisRequest {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(manner, "manner");
    Objects.requireNonNull(backendType, "backendType");
    inputs = List.copyOf(inputs);
    readAs = readAs == null ? JsonNodeFactory.instance.arrayNode() : readAs;
  }
}
