package dev.secondunit.artifact;

import dev.secondunit.media.MediaFacts;
import dev.secondunit.media.MediaFactsJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON file beside a finished file that says how it came to be. Format 1:
 *
 * <pre>
 * {
 *   "second_unit_sidecar": 1,
 *   "program": "second-unit 0.1.0",
 *   "job_id": "job_…", "index": 0, "asset_id": "asset_…",
 *   "file": "20261121T090000_harbour-at-dawn_3k7vq2mz.mp4",
 *   "created_at": "2026-11-21T09:00:00Z",
 *   "previz": false,
 *   "facts":   {"media_type": "video/mp4", "bytes": 1234, "sha256": "…", …},
 *   "request": {…}, "plan": {…}, "vendor": {…}, "cost": {…},
 *   "lineage": {"parents": ["asset_…"]}
 * }
 * </pre>
 *
 * New fields may be added within format 1; readers ignore what they do not know.
 *
 * @param file the name of the file beside it, never a path
 * @param program name and version of the program that wrote it
 */
public record Sidecar(
    String jobId,
    int index,
    String file,
    Instant createdAt,
    MediaFacts facts,
    Provenance provenance,
    String program) {
  static final int FORMAT = 1;
  static final int LARGEST_BYTES = 4 << 20;

  private static final String MARK = "second_unit_sidecar";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  public Sidecar {
    Staged.checkId(jobId, index);
    Objects.requireNonNull(file, "file");
    if (file.isEmpty() || file.startsWith(".") || file.contains("/") || file.contains("\\")) {
      throw new IllegalArgumentException("not a plain file name: " + file);
    }
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(program, "program");
  }

  static Path pathFor(Path file) {
    return file.resolveSibling(file.getFileName() + ".json");
  }

  byte[] bytes() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(MARK, FORMAT);
    json.put("program", program);
    json.put("job_id", jobId);
    json.put("index", index);
    json.put("asset_id", provenance.assetId());
    json.put("file", file);
    json.put("created_at", createdAt.toString());
    json.put("previz", provenance.previz());
    json.set("facts", MediaFactsJson.write(facts));
    json.set("request", provenance.request());
    json.set("plan", provenance.plan());
    json.set("vendor", provenance.vendor());
    json.set("cost", provenance.cost());
    ArrayNode parents = json.putObject("lineage").putArray("parents");
    provenance.parents().forEach(parents::add);
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a sidecar, written by this or another version.
   *
   * @return empty when the file is missing, is not a whole sidecar, or is larger than 4 MiB
   * @throws IOException when it is there and cannot be read
   */
  public static Optional<Sidecar> read(Path path) throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(LARGEST_BYTES + 1);
    }
    return read(bytes);
  }

  /** The same for its content, wherever that came from. */
  static Optional<Sidecar> read(byte[] bytes) {
    if (bytes.length > LARGEST_BYTES) {
      return Optional.empty();
    }
    try {
      return parse(JSON.readTree(bytes));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Sidecar> parse(JsonNode json) {
    if (!json.path(MARK).isNumber()) {
      return Optional.empty();
    }
    List<String> parents = new ArrayList<>();
    json.path("lineage").path("parents").forEach(parent -> parents.add(parent.asString()));
    Provenance provenance =
        new Provenance(
            json.path("asset_id").asString(),
            object(json, "request"),
            object(json, "plan"),
            object(json, "vendor"),
            object(json, "cost"),
            parents,
            json.path("previz").asBoolean(false));
    return Optional.of(
        new Sidecar(
            json.path("job_id").asString(),
            json.path("index").asInt(0),
            json.path("file").asString(),
            Instant.parse(json.path("created_at").asString()),
            MediaFactsJson.read(json.path("facts")),
            provenance,
            json.path("program").asString("unknown")));
  }

  private static ObjectNode object(JsonNode json, String name) {
    return json.path(name) instanceof ObjectNode object ? object : null;
  }
}
