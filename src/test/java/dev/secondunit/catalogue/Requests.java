package dev.secondunit.catalogue;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests, inputs and sources for tests, one call each. */
final class Requests {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private Requests() {}

  static PlanningContext everythingUsable() {
    return new PlanningContext(Map.of(), Set.of(), NOW);
  }

  static PlanningContext only(String... usable) {
    Map<String, String> unavailable = new java.util.HashMap<>();
    for (String name : CatalogueFiles.BACKENDS) {
      if (!List.of(usable).contains(name)) {
        unavailable.put(name, "set " + name.toUpperCase(java.util.Locale.ROOT) + "_KEY");
      }
    }
    return new PlanningContext(unavailable, Set.of(), NOW);
  }

  static Builder video() {
    return new Builder(Mode.VIDEO);
  }

  static Builder image() {
    return new Builder(Mode.IMAGE);
  }

  static Builder audio(String audioType) {
    return new Builder(Mode.AUDIO).with(Parameter.AUDIO_TYPE, audioType);
  }

  static MediaInput picture(int width, int height) {
    return input("frame.png", "image/png", 1_000, width, height, null);
  }

  static MediaInput input(
      String name, String type, long bytes, Integer width, Integer height, Double seconds) {
    return new MediaInput(
        name,
        Path.of(name).toAbsolutePath(),
        new MediaFacts(
            type, bytes, "0".repeat(64), width, height, seconds, null, null, null, null, null));
  }

  static ContinuationSource clip(String backend, String model, double seconds, Operation... kept) {
    return new ContinuationSource(
        backend + "_vid_1",
        "asset_1",
        backend,
        model,
        Set.of(kept),
        input("clip.mp4", "video/mp4", 1_000_000, 1280, 720, seconds),
        NOW.plusSeconds(3600),
        null,
        Map.of());
  }

  static ContinuationSource with(
      ContinuationSource source, MediaInput file, Instant expiresAt, Integer remaining) {
    return new ContinuationSource(
        source.continuationId(),
        source.assetId(),
        source.backend(),
        source.model(),
        source.operations(),
        file,
        expiresAt,
        remaining,
        source.vendorReference());
  }

  /** Collects one request; {@link #build()} makes it. */
  static final class Builder {
    private final Mode mode;
    private Parameters parameters = Parameters.NONE.with(Parameter.PROMPT, "a paper boat");
    private String backend = "auto";
    private String model;
    private Operation operation;
    private ContinuationSource source;
    private boolean strict;

    private Builder(Mode mode) {
      this.mode = mode;
    }

    Builder with(Parameter parameter, Object value) {
      parameters = parameters.with(parameter, value);
      return this;
    }

    Builder without(Parameter parameter) {
      parameters = parameters.without(parameter);
      return this;
    }

    Builder on(String backend) {
      this.backend = backend;
      return this;
    }

    Builder model(String model) {
      this.model = model;
      return this;
    }

    Builder from(ContinuationSource source) {
      this.source = source;
      return this;
    }

    Builder doing(Operation operation) {
      this.operation = operation;
      return this;
    }

    Builder strict() {
      this.strict = true;
      return this;
    }

    GenerationRequest build() {
      return new GenerationRequest(mode, operation, backend, model, parameters, strict, source);
    }
  }
}
