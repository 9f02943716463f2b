package dev.secondunit.catalogue;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one model takes for one operation.
 *
 * @param parameters the accepted parameters with their rules
 * @param refused parameters that are too much part of the idea to be left out, each with the
 *     sentence that says what to do instead
 * @param rules rules between parameters, applied in this order
 * @param source what a continuation's source must be like
 * @param vendorCopy whether the vendor must still have its own copy; otherwise our file is sent
 * @param requestBytes how many bytes of files fit into one request together, or null
 * @param model the model that does this operation for the clips of this one, or null for itself
 */
public record OperationRules(
    Map<Parameter, ValueRule> parameters,
    Map<Parameter, String> refused,
    List<CrossRule> rules,
    SourceLimits source,
    boolean vendorCopy,
    Long requestBytes,
    String model) {
  public OperationRules {
    parameters = Collections.unmodifiableMap(copy(parameters));
    refused = Collections.unmodifiableMap(copy(refused));
    rules = List.copyOf(rules);
  }

  static OperationRules read(JsonFields fields) {
    Map<Parameter, ValueRule> parameters = new EnumMap<>(Parameter.class);
    fields
        .map("parameters", inner -> inner)
        .forEach(
            (word, inner) -> {
              Parameter parameter = parameter(fields, word);
              parameters.put(parameter, readRule(parameter, inner));
            });
    Map<Parameter, String> refused = new EnumMap<>(Parameter.class);
    fields.textMap("refused").forEach((word, why) -> refused.put(parameter(fields, word), why));
    JsonFields source = fields.object("source");
    OperationRules rules =
        new OperationRules(
            parameters,
            refused,
            fields.objects("rules").stream().map(CrossRule::read).toList(),
            source == null ? SourceLimits.NONE : SourceLimits.read(source),
            fields.flag("vendor_copy"),
            fields.wholeNumber("request_bytes"),
            fields.text("model"));
    fields.done();
    return rules;
  }

  static ValueRule readRule(Parameter parameter, JsonFields fields) {
    ValueRule rule =
        switch (parameter.kind()) {
          case TEXT -> fields.has("values") ? ChoiceRule.read(fields) : TextRule.read(fields);
          case NUMBER -> NumberRule.read(fields, false);
          case NUMBERS -> TimesRule.read();
          case INTEGER -> NumberRule.read(fields, true);
          case BOOLEAN -> FlagRule.read(fields);
          case INPUT -> InputRule.read(fields, false);
          case INPUTS -> InputRule.read(fields, true);
          case OBJECT -> OptionsRule.read(fields);
        };
    fields.done();
    return rule;
  }

  public Optional<ValueRule> rule(Parameter parameter) {
    return Optional.ofNullable(parameters.get(parameter));
  }

  private static Parameter parameter(JsonFields fields, String word) {
    return Parameter.of(word)
        .orElseThrow(() -> new IllegalArgumentException(fields.place() + ": no parameter " + word));
  }

  private static <T> Map<Parameter, T> copy(Map<Parameter, T> map) {
    Map<Parameter, T> copy = new EnumMap<>(Parameter.class);
    copy.putAll(map);
    return copy;
  }
}
