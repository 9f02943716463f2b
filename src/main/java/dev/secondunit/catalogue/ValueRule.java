package dev.secondunit.catalogue;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What one parameter of one operation of one model may be. Immutable. */
public sealed interface ValueRule
    permits NumberRule, ChoiceRule, TextRule, FlagRule, InputRule, OptionsRule, TimesRule {

  /** Judges a value of the parameter's Java type. */
  Verdict check(String field, Object value);

  /** What is sent when the caller says nothing; empty when nothing is sent then. */
  default Optional<Object> defaultValue() {
    return Optional.empty();
  }

  /** The legal values or ranges, in words a caller can copy; empty when anything goes. */
  List<String> allowed();

  /** The legal values as JSON Schema 2020-12. */
  ObjectNode schema();
}
