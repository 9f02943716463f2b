package dev.secondunit.generation;

import dev.secondunit.catalogue.ContinuationSource;
import dev.secondunit.media.Operation;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@link ContinuationSource} as kept in a job's row. */
final class SourceJson {
  private SourceJson() {}

  static ObjectNode write(ContinuationSource source) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("continuation_id", source.continuationId());
    json.put("asset_id", source.assetId());
    json.put("backend", source.backend());
    json.put("model", source.model());
    json.set("operations", operations(source.operations()));
    json.set("file", ParametersJson.input(source.file()));
    if (source.expiresAt() != null) {
      json.put("expires_at", source.expiresAt().toString());
    }
    if (source.remaining() != null) {
      json.put("remaining", source.remaining());
    }
    json.set("vendor_reference", texts(source.vendorReference()));
    return json;
  }

  static ContinuationSource read(JsonNode json) {
    return new ContinuationSource(
        json.path("continuation_id").asString(),
        json.path("asset_id").asString(),
        json.path("backend").asString(),
        json.path("model").asString(),
        operations(json.path("operations")),
        ParametersJson.readInput(json.path("file")),
        json.has("expires_at") ? Instant.parse(json.path("expires_at").asString()) : null,
        json.has("remaining") ? (Integer) json.path("remaining").asInt() : null,
        texts(json.path("vendor_reference")));
  }

  static ArrayNode operations(Set<Operation> operations) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    operations.stream().sorted().forEach(operation -> array.add(operation.word()));
    return array;
  }

  static Set<Operation> operations(JsonNode json) {
    Set<Operation> operations = new HashSet<>();
    json.forEach(each -> Operation.of(each.asString()).ifPresent(operations::add));
    return operations;
  }

  static ObjectNode texts(Map<String, String> texts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    texts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.put(entry.getKey(), entry.getValue()));
    return json;
  }

  static Map<String, String> texts(JsonNode json) {
    Map<String, String> texts = new HashMap<>();
    json.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
    return texts;
  }
}
