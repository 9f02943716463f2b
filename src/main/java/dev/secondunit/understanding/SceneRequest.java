package dev.secondunit.understanding;

import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The scenes of a film, each to be described by itself.
 *
 * @param video as the caller wrote it
 * @param prompt a template, see {@link SceneTemplate}
 * @param fields the caller's own fields of the template
 * @param offsetSeconds how far into each scene its picture is taken; null for its middle
 * @param backendType who is asked, or {@code auto}
 * @param model a model id, or null
 */
public record SceneRequest(
    String video,
    String prompt,
    Map<String, String> fields,
    Double offsetSeconds,
    Manner manner,
    String backendType,
    String model,
    boolean strict,
    ArrayNode readAs) {
  public SceneRequest {
    Objects.requireNonNull(video, "video");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(manner, "manner");
    Objects.requireNonNull(backendType, "backendType");
    fields = Map.copyOf(fields);
    readAs = readAs == null ? JsonNodeFactory.instance.arrayNode() : readAs;
  }
}
