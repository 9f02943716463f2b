package dev.secondunit.catalogue;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One input schema per tool that holds the rules of every backend: the portable schema, and per
 * backend "if this one is named, then its schema too". For clients that check arguments themselves
 * and understand all of JSON Schema 2020-12. The backends' schemas are embedded under their own
 * addresses, as a compound document.
 *
 * <p>The shots of a batch inherit from the call around them, which JSON Schema cannot express; they
 * are checked by the portable schema here and by the planner on the server.
 */
public final class FullSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ConditionalSchemas schemas;

  public FullSchemas(ConditionalSchemas schemas) {
    this.schemas = Objects.requireNonNull(schemas, "schemas");
  }

  /**
   * The full schema of a tool, or the portable one when the tool has no conditions.
   *
   * @param enabled the backends to speak of
   */
  public ObjectNode of(String tool, ObjectNode portable, Collection<String> enabled) {
    if (!ConditionalSchemas.TOOLS.contains(tool)) {
      return portable;
    }
    List<String> backends = schemas.backends(tool).stream().filter(enabled::contains).toList();
    ObjectNode full = JSON.objectNode();
    full.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    full.setAll(portable.deepCopy());
    ObjectNode definitions = full.putObject("$defs");
    ArrayNode conditions = full.putArray("allOf");
    for (String backend : backends) {
      ObjectNode schema = schemas.schema(tool, backend);
      schema.remove("$schema");
      definitions.set(backend, schema);
      ObjectNode condition = conditions.addObject();
      ObjectNode named = condition.putObject("if");
      named.putArray("required").add("backend_type");
      named.putObject("properties").putObject("backend_type").put("const", backend);
      named.putObject("not").putArray("required").add("shots");
      condition.putObject("then").put("$ref", ConditionalSchemas.uri(tool, backend));
    }
    return full;
  }
}
