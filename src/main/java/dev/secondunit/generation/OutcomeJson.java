package dev.secondunit.generation;

import dev.secondunit.backend.Outcome;
import dev.secondunit.backend.Outcome.Continuation;
import dev.secondunit.backend.Outcome.RemoteFile;
import dev.secondunit.backend.VendorReference;
import dev.secondunit.media.UsdAmount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a vendor answered, as kept in a job's row. */
final class OutcomeJson {
  private OutcomeJson() {}

  static ObjectNode write(VendorReference reference) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", reference.id());
    json.set("attributes", SourceJson.texts(reference.attributes()));
    return json;
  }

  static VendorReference readReference(JsonNode json) {
    return new VendorReference(
        json.path("id").asString(), SourceJson.texts(json.path("attributes")));
  }

  static ObjectNode write(Outcome outcome) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode files = json.putArray("files");
    for (RemoteFile file : outcome.files()) {
      ObjectNode each = files.addObject().put("location", file.location());
      if (file.mediaType() != null) {
        each.put("media_type", file.mediaType());
      }
      if (file.bytes() != null) {
        each.put("bytes", file.bytes());
      }
      each.set("attributes", SourceJson.texts(file.attributes()));
    }
    if (outcome.model() != null) {
      json.put("model", outcome.model());
    }
    if (outcome.cost() != null) {
      json.put("cost_micros", outcome.cost().micros());
    }
    if (outcome.continuation() != null) {
      json.set("continuation", write(outcome.continuation()));
    }
    outcome.warnings().forEach(json.putArray("warnings")::add);
    return json;
  }

  private static ObjectNode write(Continuation continuation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("prefix", continuation.prefix());
    json.set("operations", SourceJson.operations(continuation.operations()));
    if (continuation.expiresAt() != null) {
      json.put("expires_at", continuation.expiresAt().toString());
    }
    if (continuation.remaining() != null) {
      json.put("remaining", continuation.remaining());
    }
    json.set("vendor_reference", SourceJson.texts(continuation.vendorReference()));
    return json;
  }

  static Outcome read(JsonNode json) {
    List<RemoteFile> files = new ArrayList<>();
    for (JsonNode each : json.path("files")) {
      files.add(
          new RemoteFile(
              each.path("location").asString(),
              each.has("media_type") ? each.path("media_type").asString() : null,
              each.has("bytes") ? (Long) each.path("bytes").asLong() : null,
              SourceJson.texts(each.path("attributes"))));
    }
    List<String> warnings = new ArrayList<>();
    json.path("warnings").forEach(each -> warnings.add(each.asString()));
    return new Outcome(
        files,
        json.has("model") ? json.path("model").asString() : null,
        json.has("cost_micros") ? new UsdAmount(json.path("cost_micros").asLong()) : null,
        json.has("continuation") ? readContinuation(json.path("continuation")) : null,
        warnings);
  }

  private static Continuation readContinuation(JsonNode json) {
    return new Continuation(
        json.path("prefix").asString(),
        SourceJson.operations(json.path("operations")),
        json.has("expires_at") ? Instant.parse(json.path("expires_at").asString()) : null,
        json.has("remaining") ? (Integer) json.path("remaining").asInt() : null,
        SourceJson.texts(json.path("vendor_reference")));
  }
}
