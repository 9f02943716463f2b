package dev.secondunit.catalogue;

import com.networknt.schema.Error;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One complaint of the schema validator, told as every other failure is. */
final class SchemaViolation {
  private final ObjectNode schema;
  private final ObjectNode arguments;
  private final String backend;
  private final Error error;
  private final List<String> place;

  SchemaViolation(ObjectNode schema, ObjectNode arguments, String backend, Error error) {
    this.schema = schema;
    this.arguments = arguments;
    this.backend = backend;
    this.error = error;
    this.place = steps(error.getSchemaLocation().getFragment().toString());
  }

  Failure failure() {
    String field = field();
    String rule = ruleMessage();
    ErrorCode code = code(rule);
    List<String> allowed = allowed();
    return Failure.of(code, rule == null ? message(field, allowed) : backend + ": " + rule)
        .withField(field, value(field))
        .withAllowed(allowed)
        .withHint("The rules are at " + schema.path("$id").asString() + ".");
  }

  private ErrorCode code(String rule) {
    if (error.getKeyword().equals("required")) {
      return ErrorCode.MISSING_ARGUMENT;
    }
    if (rule != null) {
      return ErrorCode.CONFLICTING_ARGUMENTS;
    }
    return forbidden() ? ErrorCode.UNSUPPORTED_PARAMETER : ErrorCode.INVALID_ARGUMENT;
  }

  /** Whether the parameter itself is refused, whatever its value. */
  private boolean forbidden() {
    for (int steps = place.size() - 1; steps <= place.size(); steps++) {
      JsonNode node = steps < 0 ? null : at(steps);
      if (node != null && node.isBoolean() && !node.booleanValue()) {
        return true;
      }
    }
    return false;
  }

  private String message(String field, List<String> allowed) {
    if (forbidden()) {
      return field + " is not taken by " + model() + ".";
    }
    String detail =
        allowed.isEmpty() ? error.getMessage() : "possible here: " + String.join(", ", allowed);
    return field + " " + value(field) + ": " + detail + ".";
  }

  private String model() {
    return arguments.path("model").asString(backend);
  }

  /** The argument at fault: the one the error stands at, or the one that is missing. */
  private String field() {
    String pointer = error.getInstanceLocation().toString();
    List<String> steps = steps(pointer);
    if (!steps.isEmpty()) {
      return String.join(".", steps);
    }
    if (error.getProperty() != null) {
      return error.getProperty();
    }
    JsonNode cause = ruleNode() == null ? null : ruleNode().path("if").path("required");
    return cause == null || cause.isEmpty() ? null : cause.get(cause.size() - 1).asString();
  }

  private String value(String field) {
    JsonNode value = arguments;
    if (field == null) {
      return null;
    }
    for (String step : field.split("\\.")) {
      value = value.isArray() ? value.path(Integer.parseInt(step)) : value.path(step);
    }
    return value.isMissingNode() ? null : value.isString() ? value.stringValue() : value.toString();
  }

  /** The sentence of the rule between parameters that was broken, or null. */
  private String ruleMessage() {
    JsonNode rule = ruleNode();
    return rule == null ? null : rule.path("description").asString();
  }

  private JsonNode ruleNode() {
    int then = place.lastIndexOf("then");
    if (then < 0 || place.size() < 2 || !place.get(0).equals("$defs")) {
      return null;
    }
    JsonNode node = at(then);
    return node != null && node.has("if") && node.has("description") ? node : null;
  }

  private List<String> allowed() {
    JsonNode keyword = at(place.size());
    JsonNode holder = at(place.size() - 1);
    List<String> words = new ArrayList<>();
    switch (error.getKeyword()) {
      case "enum" -> keyword.values().forEach(word -> words.add(word.asString()));
      case "const" -> words.add(keyword.asString());
      case "minimum", "maximum", "multipleOf" -> words.add(range(holder));
      case "maxItems" -> words.add("up to " + keyword.asString());
      case "maxLength" -> words.add("at most " + keyword.asString() + " characters");
      case "type" -> words.add(keyword.asString());
      default -> {
        // Other keywords carry no list of values.
      }
    }
    return words;
  }

  private static String range(JsonNode holder) {
    String range = holder.path("minimum").asString() + " to " + holder.path("maximum").asString();
    return holder.has("multipleOf")
        ? range + " in steps of " + holder.path("multipleOf").asString()
        : range;
  }

  /** The schema node so many steps down the error's place, or null. */
  private JsonNode at(int steps) {
    JsonNode node = schema;
    for (int i = 0; i < steps; i++) {
      String step = place.get(i);
      node = node.isArray() ? node.get(Integer.parseInt(step)) : node.get(step);
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  private static List<String> steps(String pointer) {
    List<String> steps = new ArrayList<>();
    for (String step : pointer.split("/")) {
      if (!step.isEmpty()) {
        steps.add(step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return steps;
  }
}
