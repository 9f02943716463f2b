package dev.secondunit.catalogue;

import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Operation;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a continuation starts from: a finished piece of media of ours, with what its vendor still
 * keeps of it.
 *
 * @param continuationId the durable, kind-prefixed id, such as {@code veo_vid_01j…}
 * @param assetId the asset the continuation starts from
 * @param backend the backend that made it; a continuation is pinned to it, unless it is {@link
 *     #HERE}
 * @param model the model that made it; a continuation is pinned to it unless the catalogue says
 *     another model does the operation
 * @param operations what the vendor can still do with its copy; {@link Operation#LAST_FRAME} works
 *     from our own file and is always possible for video
 * @param file our own measured copy
 * @param expiresAt when the vendor drops its copy, or null when it does not say or keeps none
 * @param remaining how many more steps the vendor permits, or null without a limit
 * @param vendorReference what the backend needs to find its copy again; opaque to everybody else
 */
public record ContinuationSource(
    String continuationId,
    String assetId,
    String backend,
    String model,
    Set<Operation> operations,
    MediaInput file,
    Instant expiresAt,
    Integer remaining,
    Map<String, String> vendorReference) {
  /** Stands for the backend of what was put together on this machine. */
  public static final String HERE = "local";

  public ContinuationSource {
    Objects.requireNonNull(continuationId, "continuationId");
    Objects.requireNonNull(assetId, "assetId");
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(file, "file");
    operations = Set.copyOf(operations);
    vendorReference = vendorReference == null ? Map.of() : Map.copyOf(vendorReference);
  }

  /** Whether it was put together on this machine, so that no backend is given by it. */
  public boolean madeHere() {
    return backend.equals(HERE);
  }

  /** The same file, as that model would take it. */
  ContinuationSource adoptedBy(String otherBackend, String otherModel) {
    return new ContinuationSource(
        continuationId, assetId, otherBackend, otherModel, Set.of(), file, null, null, Map.of());
  }

  /** Whether the vendor still has its copy, as far as is known. */
  public boolean livesAt(Instant now) {
    return expiresAt == null || expiresAt.isAfter(now);
  }

  /** The same once it is known that the vendor has no copy, at the latest since then. */
  public ContinuationSource withoutCopy(Instant since) {
    return new ContinuationSource(
        continuationId,
        assetId,
        backend,
        model,
        operations,
        file,
        livesAt(since) ? since : expiresAt,
        remaining,
        Map.of());
  }
}
