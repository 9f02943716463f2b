package dev.secondunit.catalogue;

import dev.secondunit.media.Operation;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the rules of one model and operation as JSON Schema. */
final class RuleSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RuleSchemas() {}

  /** The type a parameter has in every schema. */
  static ObjectNode type(Parameter parameter) {
    ObjectNode schema = JSON.objectNode();
    switch (parameter.kind()) {
      case TEXT, INPUT -> schema.put("type", "string");
      case NUMBER -> schema.put("type", "number");
      case NUMBERS -> schema.put("type", "array").putObject("items").put("type", "number");
      case INTEGER -> schema.put("type", "integer");
      case BOOLEAN -> schema.put("type", "boolean");
      case OBJECT -> schema.put("type", "object");
      case INPUTS -> schema.put("type", "array").putObject("items").put("type", "string");
    }
    return schema;
  }

  /** What a call may hold that is sent to this model for this operation without any change. */
  static ObjectNode of(Model model, Operation operation, OperationRules rules) {
    ObjectNode schema = JSON.objectNode();
    schema.put("description", description(model, operation));
    ObjectNode properties = schema.putObject("properties");
    boolean frameGiven = operation == Operation.LAST_FRAME;
    for (Parameter parameter : Parameter.values()) {
      ValueRule rule = rules.parameters().get(parameter);
      if (rule != null && !(frameGiven && parameter == Parameter.INPUT_IMAGES)) {
        properties.set(parameter.word(), rule.schema());
      } else if (parameter != Parameter.PROMPT && parameter != Parameter.AUDIO_TYPE) {
        properties.put(parameter.word(), false);
      }
    }
    ArrayNode conditions = JSON.arrayNode();
    for (CrossRule rule : rules.rules()) {
      ObjectNode condition = condition(rule, frameGiven);
      if (condition != null) {
        conditions.add(condition);
      }
    }
    if (!conditions.isEmpty()) {
      schema.set("allOf", conditions);
    }
    return schema;
  }

  private static String description(Model model, Operation operation) {
    String end = model.until() == null ? "" : " The vendor ends it on " + model.until() + ".";
    return model.title() + ", " + operation.word() + "." + end;
  }

  /**
   * One rule as if/then; null when nothing is left of it.
   *
   * @param frameGiven whether a first frame will be there without being an argument
   */
  private static ObjectNode condition(CrossRule rule, boolean frameGiven) {
    List<Parameter> needs =
        rule.needs().stream()
            .filter(needed -> !(frameGiven && needed == Parameter.INPUT_IMAGES))
            .toList();
    if (needs.isEmpty() && rule.then().isEmpty() && !rule.refuses()) {
      return null;
    }
    ObjectNode condition = JSON.objectNode();
    condition.put("description", rule.message());
    ObjectNode cause = condition.putObject("if");
    ArrayNode required = JSON.arrayNode();
    ObjectNode values = JSON.objectNode();
    for (Map.Entry<Parameter, List<String>> entry : rule.when().entrySet()) {
      if (frameGiven && entry.getKey() == Parameter.INPUT_IMAGES) {
        continue;
      }
      required.add(entry.getKey().word());
      if (!entry.getValue().isEmpty()) {
        ArrayNode words = values.putObject(entry.getKey().word()).putArray("enum");
        entry.getValue().forEach(words::add);
      } else if (entry.getKey().kind() == Parameter.Kind.INPUTS) {
        values.putObject(entry.getKey().word()).put("minItems", 1);
      }
    }
    if (!required.isEmpty()) {
      cause.set("required", required);
    }
    if (!values.isEmpty()) {
      cause.set("properties", values);
    }
    if (rule.refuses()) {
      condition.put("then", false);
      return condition;
    }
    ObjectNode effect = condition.putObject("then");
    if (!needs.isEmpty()) {
      ArrayNode needed = effect.putArray("required");
      needs.forEach(parameter -> needed.add(parameter.word()));
    }
    if (!rule.then().isEmpty()) {
      ObjectNode narrowed = effect.putObject("properties");
      rule.then().forEach((parameter, value) -> narrowed.set(parameter.word(), value.schema()));
    }
    return condition;
  }
}
