package dev.secondunit.backend;

import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.Plans;
import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.Mode;
import dev.secondunit.media.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Builds shots and their inputs for adapter tests. The inputs' bytes need not be real media. */
public final class Shots {
  /** Planted in every prompt: must never come back in an error. */
  public static final String SECRET = "planted-prompt-secret-0815";

  public static final String PROMPT = "a paper boat " + SECRET;

  private final Path folder;
  private Parameters parameters = Parameters.NONE.with(Parameter.PROMPT, PROMPT);
  private ContinuationSource source;

  public Shots(Path folder) {
    this.folder = folder;
  }

  public Shots with(Parameter parameter, Object value) {
    parameters = parameters.with(parameter, value);
    return this;
  }

  public Shots options(String json) {
    return with(Parameter.VENDOR_OPTIONS, (ObjectNode) new JsonMapper().readTree(json));
  }

  public Shots from(
      MediaInput file, Instant expiresAt, Integer remaining, Map<String, String> kept) {
    source =
        new ContinuationSource(
            "clip_1", "asset_1", "any", "any", Set.of(), file, expiresAt, remaining, kept);
    return this;
  }

  public Shot video(String model, Operation operation) throws IOException {
    return shot(Mode.VIDEO, model, operation);
  }

  public Shot image(String model) throws IOException {
    return shot(Mode.IMAGE, model, source == null ? Operation.GENERATE : Operation.EDIT);
  }

  public Shot audio(String model) throws IOException {
    return shot(Mode.AUDIO, model, Operation.GENERATE);
  }

  private Shot shot(Mode mode, String model, Operation operation) throws IOException {
    Plan plan = Plans.unpriced("any", model, mode, operation, parameters);
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    return new Shot("job_1", 1, plan, source, scratch);
  }

  /** A file of ours with these bytes. */
  public MediaInput input(String name, String mediaType, String bytes) throws IOException {
    Path path = Files.writeString(folder.resolve(name), bytes);
    MediaFacts facts =
        new MediaFacts(
            mediaType, Files.size(path), "0".repeat(64), 1, 1, null, null, null, null, null, null);
    return new MediaInput(name, path, facts);
  }

  public static String base64(String bytes) {
    return Base64.getEncoder().encodeToString(bytes.getBytes());
  }
}
