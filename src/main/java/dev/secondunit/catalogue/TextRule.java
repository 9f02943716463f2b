package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Free text, such as a prompt or a voice the vendor knows by name. Never cut: too long is refused.
 *
 * @param longest characters, or null without a known limit
 * @param standard the default, or null
 * @param examples values known to work; others are for the vendor to judge
 */
public record TextRule(Integer longest, String standard, List<String> examples)
    implements ValueRule {
  public TextRule {
    examples = List.copyOf(examples);
  }

  static TextRule read(JsonFields fields) {
    return new TextRule(
        fields.smallNumber("max_characters"), fields.text("default"), fields.texts("examples"));
  }

  @Override
  public Verdict check(String field, Object value) {
    String given = (String) value;
    int characters = given.codePointCount(0, given.length());
    if (longest != null && characters > longest) {
      return new Verdict.Refused(
          ErrorCode.INVALID_ARGUMENT,
          field,
          given,
          allowed(),
          field + " has " + characters + " characters; at most " + longest + " are possible here.",
          null);
    }
    return new Verdict.Accepted(given);
  }

  @Override
  public Optional<Object> defaultValue() {
    return Optional.ofNullable(standard);
  }

  @Override
  public List<String> allowed() {
    return longest == null ? examples : List.of("at most " + longest + " characters");
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "string");
    if (longest != null) {
      schema.put("maxLength", longest);
    }
    if (standard != null) {
      schema.put("default", standard);
    }
    if (!examples.isEmpty()) {
      ArrayNode values = schema.putArray("examples");
      examples.forEach(values::add);
    }
    return schema;
  }
}
