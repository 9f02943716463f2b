package dev.secondunit.analysis;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The references within a schema, checked before anything is bought: a validator follows them only
 * where data leads it, which would be after the answer was paid for.
 */
final class SchemaReferences {
  private static final List<String> ANCHORS = List.of("$anchor", "$dynamicAnchor");
  private static final List<String> ONE_IN_PLACE = List.of("not", "if", "then", "else");
  private static final List<String> MANY_IN_PLACE = List.of("allOf", "anyOf", "oneOf");

  private final ObjectNode schema;
  private final Set<JsonNode> ended = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<JsonNode> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private SchemaReferences(ObjectNode schema) {
    this.schema = schema;
  }

  /** Fails when a reference leads nowhere, or back to itself without going into the data. */
  static void insistThatTheyLeadSomewhere(ObjectNode schema) {
    SchemaReferences references = new SchemaReferences(schema);
    for (JsonNode parent : parents(schema)) {
      references.follow(parent);
    }
  }

  private static List<JsonNode> parents(ObjectNode schema) {
    List<JsonNode> parents = new ArrayList<>(schema.findParents("$ref"));
    parents.addAll(schema.findParents("$dynamicRef"));
    return parents;
  }

  private void follow(JsonNode node) {
    if (!node.isObject() || ended.contains(node)) {
      return;
    }
    if (!open.add(node)) {
      throw refused("leads in a circle", node.path("$ref").asString(""));
    }
    for (String keyword : List.of("$ref", "$dynamicRef")) {
      if (node.path(keyword).isString()) {
        follow(target(node.path(keyword).stringValue()));
      }
    }
    for (String keyword : ONE_IN_PLACE) {
      follow(node.path(keyword));
    }
    for (String keyword : MANY_IN_PLACE) {
      node.path(keyword).forEach(this::follow);
    }
    open.remove(node);
    ended.add(node);
  }

  private JsonNode target(String reference) {
    String fragment =
        URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    if (fragment.isEmpty()) {
      return schema;
    }
    if (fragment.startsWith("/")) {
      JsonNode target = schema.at(JsonPointer.compile(fragment));
      if (target.isMissingNode()) {
        throw refused("is not in the schema", reference);
      }
      return target;
    }
    for (String keyword : ANCHORS) {
      for (JsonNode parent : schema.findParents(keyword)) {
        if (parent.path(keyword).asString("").equals(fragment)) {
          return parent;
        }
      }
    }
    throw refused("is not in the schema", reference);
  }

  private static RuntimeException refused(String what, String reference) {
    return Failure.of(
            ErrorCode.INVALID_ARGUMENT,
            "response_format refers to " + reference + ", which " + what + ".")
        .withField("response_format", reference)
        .withHint("Put what it refers to under $defs, or write it out in its place.")
        .asException();
  }
}
