package dev.secondunit.generation;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;

/**
 * One shot as a tool hands it over: arguments read, files still in the caller's words.
 *
 * @param tool the tool that was called, for the sidecar
 * @param name what the files shall be called, or null
 * @param mode what to make; null when the source decides
 * @param operation what to do with the source, or null for whatever suits it
 * @param backendType a backend's name, or {@code auto}
 * @param model a model id, or null
 * @param values the parameters that are not files
 * @param inputs the parameters that name files: paths, ids of ours or URLs
 * @param continueFrom any id of ours to continue from, or null
 * @param strict whether every adjustment and every ignored parameter is an error
 * @param outputFolder where the files shall go, or null for the configured folder
 * @param readAs arguments that were understood although they were written differently
 */
public record ShotRequest(
    String tool,
    String name,
    Mode mode,
    Operation operation,
    String backendType,
    String model,
    Map<Parameter, Object> values,
    Map<Parameter, List<String>> inputs,
    String continueFrom,
    boolean strict,
    String outputFolder,
    ArrayNode readAs) {
  public ShotRequest {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(backendType, "backendType");
    values = Map.copyOf(values);
    inputs = Map.copyOf(inputs);
    if (continueFrom == null) {
      Objects.requireNonNull(mode, "mode");
    }
  }
}
