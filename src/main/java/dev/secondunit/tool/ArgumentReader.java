package dev.secondunit.tool;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the arguments of one call forgivingly and rejects them helpfully. A number sent as text, a
 * stringified list, one text where a list is wanted, a well-known wrong name: all read. What merely
 * looks different is read without a word; what had to be understood (another name, a unit) is noted
 * as an adjustment. Everything else is a {@link FailureException} with field, value, what is
 * allowed, and one corrected example.
 */
final class ArgumentReader {
  private static final int MOST_ARGUMENTS = 100;

  private final Signature signature;
  private final String prefix;
  private final List<Adjustment> adjustments;
  private final Mistakes mistakes;

  private ArgumentReader(
      Signature signature, String prefix, List<Adjustment> adjustments, Mistakes mistakes) {
    this.signature = signature;
    this.prefix = prefix;
    this.adjustments = adjustments;
    this.mistakes = mistakes;
  }

  static Arguments read(Signature signature, ObjectNode sent) {
    return read(signature, sent, new ArrayList<>());
  }

  /** Also with what was understood before reading. */
  static Arguments read(Signature signature, ObjectNode sent, List<Adjustment> before) {
    List<Adjustment> adjustments = new ArrayList<>(before);
    Mistakes mistakes = new Mistakes();
    Map<String, Object> values =
        new ArgumentReader(signature, "", adjustments, mistakes).read(sent);
    mistakes.insistOnNone();
    return new Arguments(values, adjustments);
  }

  private Map<String, Object> read(ObjectNode sent) {
    if (sent.size() > MOST_ARGUMENTS) {
      throw Failure.of(
              ErrorCode.INVALID_ARGUMENT,
              sent.size() + " arguments were sent; at most " + MOST_ARGUMENTS + " are read.")
          .asException();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, String> writtenAs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : sent.properties()) {
      if (property.getValue().isNull()) {
        continue;
      }
      Argument argument;
      Object value;
      try {
        argument = resolve(property.getKey());
        value = value(argument, prefix + argument.name(), property.getValue());
      } catch (FailureException e) {
        mistakes.add(e.failure());
        continue;
      }
      if (value == null) {
        continue;
      }
      String earlier = writtenAs.put(argument.name(), property.getKey());
      if (earlier != null && !value.equals(values.get(argument.name()))) {
        mistakes.add(
            Failure.of(
                    ErrorCode.CONFLICTING_ARGUMENTS,
                    earlier
                        + " and "
                        + property.getKey()
                        + " both mean "
                        + argument.name()
                        + " and differ.")
                .withField(prefix + property.getKey(), ArgumentFailures.shown(property.getValue()))
                .withHint("Send " + prefix + argument.name() + " alone."));
        continue;
      }
      if (earlier == null && !argument.name().equals(property.getKey())) {
        adjustments.add(
            new Adjustment(
                prefix + argument.name(),
                property.getKey(),
                argument.name(),
                "the argument is called " + argument.name()));
      }
      values.put(argument.name(), value);
    }
    for (String name : signature.required()) {
      if (!values.containsKey(name) && mistakes.noneOf(prefix + name)) {
        mistakes.add(ArgumentFailures.missing(signature.find(name), prefix).failure());
      }
    }
    return values;
  }

  private Argument resolve(String name) {
    Argument exact = signature.find(name);
    if (exact != null) {
      return exact;
    }
    String snake = Spelling.snakeCase(name);
    for (Argument argument : signature.arguments()) {
      if (argument.name().equals(snake) || argument.aliases().contains(snake)) {
        return argument;
      }
    }
    // Those of a shot are published beside the list of shots, and are taken inside it too.
    List<String> known =
        signature.arguments().stream()
            .filter(argument -> argument.published() || !prefix.isEmpty())
            .map(Argument::name)
            .collect(Collectors.toList());
    Optional<String> nearest = Spelling.nearest(snake, known);
    throw Failure.of(
            ErrorCode.INVALID_ARGUMENT,
            "There is no argument "
                + ArgumentFailures.shortened(prefix + name)
                + nearest.map(meant -> "; did you mean " + meant + "?").orElse("."))
        .withField(ArgumentFailures.shortened(prefix + name), null)
        .withAllowed(known)
        .withHint(
            nearest
                .map(meant -> ArgumentFailures.example(signature.find(meant)))
                .orElse("Leave it out, or use one of the allowed arguments."))
        .asException();
  }

  /** The value in the Java type of its kind, or null for a blank text, which counts as absent. */
  private Object value(Argument argument, String field, JsonNode sent) {
    return switch (argument.kind()) {
      case TEXT -> text(argument, field, sent);
      case INTEGER -> integer(argument, field, sent);
      case NUMBER -> number(argument, field, sent);
      case BOOLEAN -> flag(argument, field, sent);
      case TEXTS -> list(argument, field, sent, this::textItem);
      case NUMBERS -> list(argument, field, sent, this::number);
      case OBJECT -> object(argument, field, sent);
      case ITEMS -> list(argument, field, sent, this::item);
    };
  }

  private String text(Argument argument, String field, JsonNode sent) {
    JsonNode only = sent.isArray() && sent.size() == 1 ? sent.get(0) : sent;
    if (!only.isString() && !only.isNumber()) {
      throw ArgumentFailures.wrongType(argument, field, sent);
    }
    String text = only.asString();
    if (text.isBlank()) {
      return null;
    }
    if (text.length() > argument.longest()) {
      throw ArgumentFailures.tooLong(argument, field, text);
    }
    if (text.indexOf('\0') >= 0) {
      throw ArgumentFailures.invalid(
          argument, field, sent, field + " holds a NUL character, which no backend accepts.");
    }
    if (argument.choices().isEmpty()) {
      return text;
    }
    String word = Spelling.snakeCase(text.strip());
    for (String choice : argument.choices()) {
      if (choice.equals(text.strip()) || Spelling.snakeCase(choice).equals(word)) {
        return choice;
      }
    }
    if (argument.open()) {
      return text.strip();
    }
    throw ArgumentFailures.notAChoice(argument, field, text.strip());
  }

  /** An item of a list of texts; models like to wrap a path or URL into an object. */
  private String textItem(Argument argument, String field, JsonNode sent) {
    if (sent.isObject()) {
      for (String name : List.of("path", "url", "uri", "file", "file_path", "image_url", "id")) {
        if (sent.path(name).isString()) {
          adjustments.add(
              new Adjustment(
                  field, name, null, "the list holds plain texts; " + name + " was read"));
          return text(argument, field, sent.get(name));
        }
      }
    }
    return text(argument, field, sent);
  }

  private Long integer(Argument argument, String field, JsonNode sent) {
    Double number = number(argument, field, sent);
    if (number == null) {
      return null;
    }
    if (Numbers.whole(number).isEmpty()) {
      throw ArgumentFailures.invalid(
          argument, field, sent, field + ": " + ArgumentFailures.quoted(sent) + " is not whole.");
    }
    return number.longValue();
  }

  private Double number(Argument argument, String field, JsonNode sent) {
    double number;
    if (sent.isNumber()) {
      // A whole number may have thousands of digits; as a double it is then infinite.
      number = sent.isIntegralNumber() ? sent.bigIntegerValue().doubleValue() : sent.doubleValue();
    } else if (sent.isString()) {
      if (sent.stringValue().isBlank()) {
        return null;
      }
      Numbers.Reading reading =
          Numbers.read(sent.stringValue())
              .filter(read -> read.unit().isEmpty() || argument.units().contains(read.unit()))
              .orElseThrow(() -> ArgumentFailures.wrongType(argument, field, sent));
      number = reading.value();
      if (!reading.unit().isEmpty()) {
        adjustments.add(
            new Adjustment(
                field, sent.stringValue(), number, "the number was read without its unit"));
      }
    } else {
      throw ArgumentFailures.wrongType(argument, field, sent);
    }
    if (argument.minimum() != null
        && (number < argument.minimum() || number > argument.maximum())) {
      throw ArgumentFailures.outOfRange(argument, field, sent);
    }
    if (!Double.isFinite(number)) {
      throw ArgumentFailures.wrongType(argument, field, sent);
    }
    return number;
  }

  private Boolean flag(Argument argument, String field, JsonNode sent) {
    if (sent.isBoolean()) {
      return sent.booleanValue();
    }
    String word = sent.isString() || sent.isNumber() ? sent.asString().strip() : "";
    return switch (Spelling.snakeCase(word)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw ArgumentFailures.wrongType(argument, field, sent);
    };
  }

  private ObjectNode object(Argument argument, String field, JsonNode sent) {
    JsonNode json = Stringified.read(sent);
    if (json instanceof ObjectNode object) {
      if (object.toString().length() > argument.longest()) {
        throw ArgumentFailures.tooLong(argument, field, object.toString());
      }
      return object;
    }
    throw ArgumentFailures.wrongType(argument, field, sent);
  }

  private interface ItemReader {
    Object read(Argument argument, String field, JsonNode sent);
  }

  private List<Object> list(Argument argument, String field, JsonNode sent, ItemReader reader) {
    JsonNode json = Stringified.read(sent);
    List<JsonNode> items = new ArrayList<>();
    if (json.isArray()) {
      if (json.size() > argument.mostItems()) {
        throw ArgumentFailures.tooManyItems(argument, field, json.size());
      }
      json.forEach(items::add);
    } else {
      items.add(json);
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Object value = reader.read(argument, field + "[" + i + "]", items.get(i));
      if (value != null) {
        values.add(value);
      }
    }
    return values.isEmpty() ? null : List.copyOf(values);
  }

  private Arguments item(Argument argument, String field, JsonNode sent) {
    JsonNode json = Stringified.read(sent);
    String shorthand = argument.parts().shorthand();
    if (json.isString() && shorthand != null) {
      json = sent.isString() ? objectOf(shorthand, sent) : objectOf(shorthand, json);
    }
    if (!(json instanceof ObjectNode object)) {
      throw ArgumentFailures.wrongType(argument, field, sent);
    }
    ArgumentReader inner = new ArgumentReader(argument.parts(), field + ".", adjustments, mistakes);
    return new Arguments(inner.read(object), List.of());
  }

  private static ObjectNode objectOf(String name, JsonNode value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.set(name, value);
    return object;
  }
}
