package dev.secondunit.catalogue;

import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.util.Objects;

/**
 * One shot as asked for: arguments read, inputs resolved and measured, nothing adjusted yet.
 *
 * @param operation what to do, or null for "whatever suits the source" (only with a source)
 * @param backendType a backend's name, or {@code auto}
 * @param model a model id, or null for the backend's default
 * @param strict whether every adjustment and every ignored parameter is an error
 * @param source what to continue from, or null to start from nothing
 */
public record GenerationRequest(
    Mode mode,
    Operation operation,
    String backendType,
    String model,
    Parameters parameters,
    boolean strict,
    ContinuationSource source) {
  public static final String AUTO = "auto";

  public GenerationRequest {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(backendType, "backendType");
    Objects.requireNonNull(parameters, "parameters");
    if (source == null && operation != null && operation != Operation.GENERATE) {
      throw new IllegalArgumentException(operation + " needs a source");
    }
  }
}
