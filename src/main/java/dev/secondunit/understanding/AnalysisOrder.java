package dev.secondunit.understanding;

import dev.secondunit.backend.question.Medium;
import dev.secondunit.media.MediaFactsJson;
import dev.secondunit.media.MediaInput;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an analysis job asks, as kept in the column {@code request}.
 *
 * @param tool the tool that was called
 * @param media the files as they were handed in
 * @param modified when each of these files was last changed, by path; what was changed since is not
 *     what was asked about
 * @param manner as it will be sent, defaults filled in
 * @param continues the job this one asks further about, or null
 * @param readAs arguments that were understood although they were written differently
 */
record AnalysisOrder(
    String tool,
    List<Medium> media,
    Map<Path, Instant> modified,
    String prompt,
    Manner manner,
    String continues,
    ArrayNode readAs) {
  AnalysisOrder {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(manner, "manner");
    media = List.copyOf(media);
    modified = Map.copyOf(modified);
    readAs = readAs == null ? JsonNodeFactory.instance.arrayNode() : readAs;
  }

  ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("tool", tool);
    ArrayNode files = json.putArray("media");
    for (Medium medium : media) {
      ObjectNode each = files.addObject();
      each.put("given", medium.file().given());
      each.put("path", medium.file().path().toString());
      each.set("facts", MediaFactsJson.write(medium.file().facts()));
      Instant changed = modified.get(medium.file().path());
      if (changed != null) {
        each.put("modified_at", changed.toString());
      }
      if (medium.name() != null) {
        each.put("name", medium.name());
      }
    }
    json.put("prompt", prompt);
    json.set("manner", manner.write());
    if (continues != null) {
      json.put("continue_from", continues);
    }
    json.set("read_as", readAs);
    return json;
  }

  static AnalysisOrder read(ObjectNode json) {
    List<Medium> media = new ArrayList<>();
    Map<Path, Instant> modified = new HashMap<>();
    for (JsonNode each : json.path("media")) {
      Path path = Path.of(each.path("path").asString());
      if (each.has("modified_at")) {
        modified.put(path, Instant.parse(each.path("modified_at").asString()));
      }
      media.add(
          new Medium(
              new MediaInput(
                  each.path("given").asString(), path, MediaFactsJson.read(each.path("facts"))),
              each.has("name") ? each.path("name").asString() : null,
              null,
              null));
    }
    return new AnalysisOrder(
        json.path("tool").asString(),
        media,
        modified,
        json.path("prompt").asString(),
        Manner.read(json.path("manner")),
        json.has("continue_from") ? json.path("continue_from").asString() : null,
        json.path("read_as") instanceof ArrayNode readAs ? readAs : null);
  }
}
