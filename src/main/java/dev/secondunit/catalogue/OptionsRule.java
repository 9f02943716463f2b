package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The vendor-specific fields of an operation, by name. A field that is not listed is left out and
 * said so.
 */
public record OptionsRule(Map<String, Field> fields) implements ValueRule {

  /** The JSON type of a field. */
  enum Type {
    TEXT("string"),
    NUMBER("number"),
    INTEGER("integer"),
    BOOLEAN("boolean"),
    OBJECT("object"),
    ARRAY("array");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    static Type of(String word) {
      for (Type type : values()) {
        if (type.word.equals(word)) {
          return type;
        }
      }
      throw new IllegalArgumentException("no such type of a vendor option: " + word);
    }
  }

  /**
   * One vendor-specific field.
   *
   * @param rule what its value may be, or null for any value of the type
   * @param purpose a few words for people, or null
   */
  record Field(Type type, ValueRule rule, String purpose) {
    Field {
      Objects.requireNonNull(type, "type");
    }

    static Field read(JsonFields fields) {
      Type type = Type.of(fields.requiredText("type"));
      String purpose = fields.text("purpose");
      ValueRule rule =
          switch (type) {
            case TEXT -> fields.has("values") ? ChoiceRule.read(fields) : TextRule.read(fields);
            case NUMBER -> NumberRule.read(fields, false);
            case INTEGER -> NumberRule.read(fields, true);
            case BOOLEAN -> FlagRule.read(fields);
            case OBJECT, ARRAY -> null;
          };
      fields.done();
      return new Field(type, rule, purpose);
    }

    ObjectNode schema() {
      ObjectNode schema =
          rule == null
              ? JsonNodeFactory.instance.objectNode().put("type", type.word)
              : rule.schema();
      if (purpose != null) {
        schema.put("description", purpose);
      }
      return schema;
    }

    /** The value as the rule's Java type, or null when the JSON type is another one. */
    private Object held(JsonNode value) {
      return switch (type) {
        case TEXT -> value.isString() ? value.stringValue() : null;
        case NUMBER -> value.isNumber() ? (Object) value.doubleValue() : null;
        case INTEGER -> value.isIntegralNumber() ? (Object) value.longValue() : null;
        case BOOLEAN -> value.isBoolean() ? (Object) value.booleanValue() : null;
        case OBJECT -> value.isObject() ? value : null;
        case ARRAY -> value.isArray() ? value : null;
      };
    }
  }

  public OptionsRule {
    fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  static OptionsRule read(JsonFields fields) {
    return new OptionsRule(fields.map("fields", Field::read));
  }

  @Override
  public Verdict check(String name, Object value) {
    ObjectNode used = JsonNodeFactory.instance.objectNode();
    List<Plan.Ignored> ignored = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : ((ObjectNode) value).properties()) {
      String place = name + "." + entry.getKey();
      Field field = fields.get(entry.getKey());
      if (field == null) {
        ignored.add(new Plan.Ignored(place, "Not known here. Known: " + fields.keySet()));
        continue;
      }
      Object held = field.held(entry.getValue());
      if (held == null) {
        return new Verdict.Refused(
            ErrorCode.INVALID_ARGUMENT,
            place,
            entry.getValue(),
            List.of(field.type.word),
            place + " must be of type " + field.type.word + ".",
            null);
      }
      if (field.rule != null) {
        Verdict verdict = field.rule.check(place, held);
        if (verdict instanceof Verdict.Refused) {
          return verdict;
        }
        if (verdict instanceof Verdict.Adjusted adjusted) {
          return new Verdict.Refused(
              ErrorCode.INVALID_ARGUMENT,
              place,
              held,
              field.rule.allowed(),
              adjusted.reason(),
              adjusted.value());
        }
      }
      used.set(entry.getKey(), entry.getValue());
    }
    return ignored.isEmpty() ? new Verdict.Accepted(used) : new Verdict.Trimmed(used, ignored);
  }

  @Override
  public List<String> allowed() {
    return List.copyOf(fields.keySet());
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    fields.forEach((field, rule) -> properties.set(field, rule.schema()));
    return schema.put("additionalProperties", false);
  }
}
