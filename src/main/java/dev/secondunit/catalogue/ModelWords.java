package dev.secondunit.catalogue;

import dev.secondunit.media.Operation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the catalogue says of a model, in words short enough for a table cell. */
final class ModelWords {
  private ModelWords() {}

  /** The legal values of a parameter for the first operation that takes it; empty if none does. */
  static String values(Model model, Parameter parameter) {
    for (OperationRules rules : model.operations().values()) {
      Optional<ValueRule> rule = rules.rule(parameter);
      if (rule.isPresent()) {
        return String.join(", ", rule.get().allowed());
      }
    }
    return "";
  }

  static String standard(Model model, Parameter parameter) {
    for (OperationRules rules : model.operations().values()) {
      Optional<ValueRule> rule = rules.rule(parameter);
      if (rule.isPresent()) {
        return rule.get().defaultValue().map(CrossRule::word).orElse("");
      }
    }
    return "";
  }

  /** All operations, also the ones that work from our own file or that another model does. */
  static List<String> operations(Model model) {
    List<String> words = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      if (model.rules(operation).isPresent()) {
        words.add(operation.word());
      }
    }
    return words;
  }

  static String price(Model model) {
    Prices prices = model.prices();
    if (prices.rules().isEmpty()) {
      return prices.note() == null ? "unknown" : "unknown: " + prices.note();
    }
    return prices.rules().stream().map(ModelWords::price).collect(Collectors.joining("; "));
  }

  static String dates(Model model) {
    String words = "";
    if (model.from() != null) {
      words = "from " + model.from();
    }
    if (model.until() != null) {
      words = words + (words.isEmpty() ? "" : ", ") + "ends " + model.until();
    }
    if (model.replacement() != null) {
      words = words + (words.isEmpty() ? "" : ", ") + "then " + model.replacement();
    }
    return words;
  }

  private static String price(Prices.Rule rule) {
    String per = " per " + per(rule.per());
    String operations =
        rule.operations().isEmpty()
            ? ""
            : rule.operations().stream()
                .map(Operation::word)
                .collect(Collectors.joining(", ", " (", ")"));
    if (rule.usd() != null) {
      return rule.usd().signum() == 0 ? "free" : usd(rule.usd()) + per + operations;
    }
    return rule.bySize().entrySet().stream()
            .map((Map.Entry<String, BigDecimal> e) -> usd(e.getValue()) + " at " + e.getKey())
            .collect(Collectors.joining(", "))
        + per
        + operations;
  }

  private static String per(Prices.Per per) {
    return switch (per) {
      case THOUSAND_CHARACTERS -> "1,000 characters";
      case INPUT_MINUTE -> "minute handed in";
      case MILLION_INPUT_TOKENS -> "1,000,000 input tokens";
      case MILLION_OUTPUT_TOKENS -> "1,000,000 output tokens";
      case SECOND, MINUTE, IMAGE, INPUT_IMAGE, GENERATION -> per.word().replace('_', ' ');
    };
  }

  private static String usd(BigDecimal amount) {
    return "$" + amount.toPlainString();
  }
}
