package dev.secondunit.understanding;

import dev.secondunit.media.MediaFactsJson;
import dev.secondunit.media.MediaInput;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a job of scenes does, as kept in the column {@code request}.
 *
 * @param listener who writes down what is said, or null where the template does not ask for it
 * @param maxCost the most all scenes together may cost, or null
 * @param approved the most that a person has agreed to for them, or null when nobody was asked
 */
record SceneOrder(
    MediaInput film,
    String prompt,
    Map<String, String> fields,
    Double offset,
    Manner manner,
    String backend,
    String model,
    Listener listener,
    boolean strict,
    UsdAmount maxCost,
    UsdAmount approved,
    ArrayNode readAs) {
  /** A model that takes sound. */
  record Listener(String backend, String model) {}

  private static final String SILENT = "(no sound)";

  SceneOrder {
    fields = Map.copyOf(fields);
  }

  SceneTemplate template() {
    return new SceneTemplate(prompt, fields);
  }

  /** Whether the words of the scenes are asked for as well. */
  boolean listens() {
    return listener != null && template().needsTranscript();
  }

  /** What stands for the words of every scene where nobody listens; null where none are wanted. */
  SceneReport.Told silence() {
    return template().needsTranscript() ? SceneReport.Told.words(SILENT) : null;
  }

  /** The same after a person agreed to so much; null where nobody was asked. */
  SceneOrder approved(UsdAmount amount) {
    return new SceneOrder(
        film, prompt, fields, offset, manner, backend, model, listener, strict, maxCost, amount,
        readAs);
  }

  ObjectNode write() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("given", film.given());
    json.put("path", film.path().toString());
    json.set("facts", MediaFactsJson.write(film.facts()));
    json.put("prompt", prompt);
    new TreeMap<>(fields).forEach(json.putObject("fields")::put);
    json.put("offset", offset);
    json.set("manner", manner.write());
    json.put("backend", backend);
    json.put("model", model);
    if (listener != null) {
      json.putObject("listener").put("backend", listener.backend()).put("model", listener.model());
    }
    json.put("strict", strict);
    if (maxCost != null) {
      json.put("max_cost_micros", maxCost.micros());
    }
    if (approved != null) {
      json.put("approved_micros", approved.micros());
    }
    json.set("read_as", readAs);
    return json;
  }

  static SceneOrder read(ObjectNode json) {
    Map<String, String> fields = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : json.path("fields").properties()) {
      fields.put(field.getKey(), field.getValue().asString());
    }
    JsonNode listener = json.path("listener");
    return new SceneOrder(
        new MediaInput(
            json.path("given").asString(),
            Path.of(json.path("path").asString()),
            MediaFactsJson.read(json.path("facts"))),
        json.path("prompt").asString(),
        fields,
        json.path("offset").isNumber() ? (Double) json.path("offset").asDouble() : null,
        Manner.read(json.path("manner")),
        json.path("backend").asString(),
        json.path("model").asString(),
        listener.isObject()
            ? new Listener(listener.path("backend").asString(), listener.path("model").asString())
            : null,
        json.path("strict").asBoolean(false),
        amount(json, "max_cost_micros"),
        amount(json, "approved_micros"),
        json.path("read_as") instanceof ArrayNode readAs
            ? readAs
            : JsonNodeFactory.instance.arrayNode());
  }

  private static UsdAmount amount(ObjectNode json, String field) {
    return json.has(field) ? new UsdAmount(json.path(field).asLong()) : null;
  }
}
