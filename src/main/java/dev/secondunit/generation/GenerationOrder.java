package dev.secondunit.generation;

import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.catalogue.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a generation job was asked for beyond its plan, as kept in the column {@code request}.
 *
 * @param tool the tool that was called
 * @param asked backend, model and run options as the caller gave them, for the sidecar
 * @param folder where the files go
 * @param title what file names begin with: the shot's name, or else the prompt
 * @param source what it continues from, or null
 * @param parents assets, or hashes of outside files, that it is made from
 * @param readAs arguments that were understood although they were written differently
 * @param name the shot's name as it was given, or null
 * @param fallbacks what may be made elsewhere instead
 */
record GenerationOrder(
    String tool,
    ObjectNode asked,
    Path folder,
    String title,
    ContinuationSource source,
    List<String> parents,
    ArrayNode readAs,
    String name,
    Fallbacks fallbacks) {
  GenerationOrder {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(folder, "folder");
    parents = List.copyOf(parents);
    readAs = readAs == null ? JsonNodeFactory.instance.arrayNode() : readAs;
  }

  GenerationOrder with(Fallbacks others) {
    return new GenerationOrder(tool, asked, folder, title, source, parents, readAs, name, others);
  }

  /** The same, going on from that instead. */
  GenerationOrder from(ContinuationSource other) {
    return new GenerationOrder(tool, asked, folder, title, other, parents, readAs, name, fallbacks);
  }

  /** What the caller asked for: where and what to make, its name, and the parameters. */
  ObjectNode requested(Plan plan) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (String field : List.of("mode", "operation", "backend_type", "model", "continue_from")) {
      if (asked.hasNonNull(field)) {
        json.set(field, asked.get(field));
      }
    }
    if (name != null) {
      json.put("name", name);
    }
    json.setAll(ParametersJson.shown(plan.requested()));
    return json;
  }

  ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("tool", tool);
    json.set("asked", asked);
    json.put("folder", folder.toString());
    json.put("title", title);
    if (name != null) {
      json.put("name", name);
    }
    if (source != null) {
      json.set("source", SourceJson.write(source));
    }
    parents.forEach(json.putArray("parents")::add);
    json.set("read_as", readAs);
    if (!fallbacks.none()) {
      json.set("fallback", fallbacks.write());
    }
    return json;
  }

  static GenerationOrder read(ObjectNode json) {
    List<String> parents = new ArrayList<>();
    json.path("parents").forEach(each -> parents.add(each.asString()));
    return new GenerationOrder(
        json.path("tool").asString(),
        json.path("asked") instanceof ObjectNode asked
            ? asked
            : JsonNodeFactory.instance.objectNode(),
        Path.of(json.path("folder").asString()),
        json.path("title").asString(),
        json.has("source") ? SourceJson.read(json.path("source")) : null,
        parents,
        json.path("read_as") instanceof ArrayNode readAs ? readAs : null,
        json.has("name") ? json.path("name").asString() : null,
        Fallbacks.read(json.path("fallback")));
  }
}
