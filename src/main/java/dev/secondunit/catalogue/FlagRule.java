package dev.secondunit.catalogue;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * True or false.
 *
 * @param standard the default, or null
 */
public record FlagRule(Boolean standard) implements ValueRule {

  static FlagRule read(JsonFields fields) {
    return new FlagRule(fields.has("default") ? Boolean.valueOf(fields.flag("default")) : null);
  }

  @Override
  public Verdict check(String field, Object value) {
    return new Verdict.Accepted(value);
  }

  @Override
  public Optional<Object> defaultValue() {
    return Optional.ofNullable(standard);
  }

  @Override
  public List<String> allowed() {
    return List.of("true", "false");
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "boolean");
    if (standard != null) {
      schema.put("default", standard);
    }
    return schema;
  }
}
