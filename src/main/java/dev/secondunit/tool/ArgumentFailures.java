package dev.secondunit.tool;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The sentences for arguments that cannot be used: what was sent, the rule, and the way out. */
final class ArgumentFailures {
  private static final int LONGEST_SHOWN = 200;

  private ArgumentFailures() {}

  static FailureException missing(Argument argument, String prefix) {
    String field = prefix + argument.name();
    return Failure.of(ErrorCode.MISSING_ARGUMENT, field + " is required: " + argument.description())
        .withField(field, null)
        .withAllowed(argument.allowed())
        .withHint(example(argument))
        .asException();
  }

  static FailureException wrongType(Argument argument, String field, JsonNode sent) {
    String wanted =
        argument.choices().isEmpty() ? argument.kind().words : "one of " + argument.choices();
    return invalid(argument, field, sent, field + ": " + quoted(sent) + " is not " + wanted + ".");
  }

  static FailureException outOfRange(Argument argument, String field, JsonNode sent) {
    return invalid(
        argument,
        field,
        sent,
        field
            + ": "
            + quoted(sent)
            + " is outside "
            + Numbers.plain(argument.minimum())
            + " to "
            + Numbers.plain(argument.maximum())
            + ".");
  }

  static FailureException notAChoice(Argument argument, String field, String word) {
    Optional<String> nearest = Spelling.nearest(word, argument.choices());
    return Failure.of(
            ErrorCode.INVALID_ARGUMENT,
            field
                + ": \""
                + shortened(word)
                + "\" is not one of "
                + String.join(", ", argument.choices())
                + nearest.map(meant -> "; did you mean " + meant + "?").orElse("."))
        .withField(field, shortened(word))
        .withAllowed(argument.choices())
        .withHint(
            "Example: {\""
                + argument.name()
                + "\": \""
                + nearest.orElse(argument.choices().get(0))
                + "\"}")
        .asException();
  }

  static FailureException tooLong(Argument argument, String field, String text) {
    return Failure.of(
            ErrorCode.INVALID_ARGUMENT,
            field
                + " is "
                + text.length()
                + " characters long; at most "
                + argument.longest()
                + " are accepted.")
        .withField(field, shortened(text))
        .withAllowed(List.of("at most " + argument.longest() + " characters"))
        .withHint("Shorten " + field + ".")
        .asException();
  }

  static FailureException tooManyItems(Argument argument, String field, int items) {
    return Failure.of(
            ErrorCode.INVALID_ARGUMENT,
            field + " has " + items + " items; at most " + argument.mostItems() + " are accepted.")
        .withField(field, items + " items")
        .withAllowed(List.of("at most " + argument.mostItems() + " items"))
        .withHint("Split the list over several calls.")
        .asException();
  }

  static FailureException invalid(Argument argument, String field, JsonNode sent, String message) {
    return Failure.of(ErrorCode.INVALID_ARGUMENT, message)
        .withField(field, shown(sent))
        .withAllowed(argument.allowed())
        .withHint(example(argument))
        .asException();
  }

  /** A correct use of the argument, as JSON. */
  static String example(Argument argument) {
    return "Example: {\"" + argument.name() + "\": " + argument.example() + "}";
  }

  static String quoted(JsonNode sent) {
    return sent.isString() ? "\"" + shown(sent) + "\"" : shown(sent);
  }

  static String shown(JsonNode sent) {
    return shortened(sent.isString() ? sent.stringValue() : sent.toString());
  }

  static String shortened(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }
}
