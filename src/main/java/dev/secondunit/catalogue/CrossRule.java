package dev.secondunit.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * A rule between parameters: when some are given (or have certain values), others are narrowed,
 * needed, or the combination is refused.
 *
 * @param when the values that trigger the rule; an empty list means "given at all"
 * @param then what other parameters may be then
 * @param needs what must be given then
 * @param refuses whether the combination cannot be sent at all
 * @param message the rule as a sentence for the caller
 */
public record CrossRule(
    Map<Parameter, List<String>> when,
    Map<Parameter, ValueRule> then,
    List<Parameter> needs,
    boolean refuses,
    String message) {
  public CrossRule {
    when = Collections.unmodifiableMap(new LinkedHashMap<>(when));
    then = Collections.unmodifiableMap(new LinkedHashMap<>(then));
    needs = List.copyOf(needs);
    Objects.requireNonNull(message, "message");
    if (when.isEmpty() || (then.isEmpty() && needs.isEmpty() && !refuses)) {
      throw new IllegalArgumentException("a rule without cause or effect: " + message);
    }
  }

  static CrossRule read(JsonFields fields) {
    String message = fields.requiredText("message");
    CrossRule rule =
        new CrossRule(
            readWhen(fields),
            readThen(fields),
            fields.texts("needs").stream().map(word -> parameter(fields, word)).toList(),
            fields.flag("refuse"),
            message);
    fields.done();
    return rule;
  }

  /**
   * Whether the rule applies.
   *
   * @param stillGiven inputs that will be there although the parameters do not hold them yet
   */
  boolean applies(Parameters parameters, List<Parameter> stillGiven) {
    for (Map.Entry<Parameter, List<String>> condition : when.entrySet()) {
      Parameter parameter = condition.getKey();
      if (!parameters.has(parameter) && !stillGiven.contains(parameter)) {
        return false;
      }
      if (!condition.getValue().isEmpty()
          && !parameters
              .value(parameter)
              .map(CrossRule::word)
              .filter(condition.getValue()::contains)
              .isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** A parameter value as it stands in {@link #when}. */
  static String word(Object value) {
    return value instanceof Double number ? NumberRule.words(number) : String.valueOf(value);
  }

  private static Map<Parameter, List<String>> readWhen(JsonFields fields) {
    Map<Parameter, List<String>> when = new LinkedHashMap<>();
    JsonNode conditions = fields.raw("when");
    if (conditions == null || !conditions.isObject()) {
      throw fields.wrong("when", "an object of conditions");
    }
    for (Map.Entry<String, JsonNode> entry : conditions.properties()) {
      List<String> values = new ArrayList<>();
      if (entry.getValue().isArray()) {
        entry.getValue().values().forEach(value -> values.add(value.asString()));
      } else if (!"given".equals(entry.getValue().asString())) {
        throw fields.wrong("when", "a list of values or the word given");
      }
      when.put(parameter(fields, entry.getKey()), List.copyOf(values));
    }
    return when;
  }

  private static Map<Parameter, ValueRule> readThen(JsonFields fields) {
    Map<Parameter, ValueRule> then = new LinkedHashMap<>();
    JsonFields object = fields.object("then");
    if (object != null) {
      fields
          .map("then", inner -> inner)
          .forEach(
              (word, inner) -> {
                Parameter parameter = parameter(fields, word);
                then.put(parameter, OperationRules.readRule(parameter, inner));
              });
    }
    return then;
  }

  private static Parameter parameter(JsonFields fields, String word) {
    return Parameter.of(word)
        .orElseThrow(() -> new IllegalArgumentException(fields.place() + ": no parameter " + word));
  }
}
