package dev.secondunit.catalogue;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seconds inside a clip. How many there must be, and how long the clip is, other parameters say;
 * see {@link Keyframes}.
 */
public record TimesRule() implements ValueRule {
  static TimesRule read() {
    return new TimesRule();
  }

  @Override
  public Verdict check(String field, Object value) {
    return new Verdict.Accepted(value);
  }

  @Override
  public List<String> allowed() {
    return List.of("one time inside the clip for each keyframe");
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
    schema.putObject("items").put("type", "number").put("exclusiveMinimum", 0);
    return schema;
  }
}
