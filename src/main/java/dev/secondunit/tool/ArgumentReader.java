package dev.secondunit.tool;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the arguments of one call forgivingly and rejects them helpfully. A number, a list or true
 * or false sent as text, as some hosts send everything, a text sent as a number, one thing where a
 * list is wanted, a well-known wrong name, a unit: all read, and each noted as an adjustment, so
 * that a strict call refuses it. Only the case of a listed word, and an empty text, which counts as
 * absent, are no note. Everything else is a {@link FailureException} with field, value, what is
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
        argument = resolve(property.getKey(), property.getValue());
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

  private Argument resolve(String name, JsonNode sent) {
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
    throw noSuch(name, snake, sent);
  }

  private FailureException noSuch(String name, String snake, JsonNode sent) {
    // Those of a shot are published beside the list of shots, and are taken inside it too.
    List<Argument> known =
        signature.arguments().stream()
            .filter(argument -> argument.published() || !prefix.isEmpty())
            .toList();
    List<String> names = known.stream().map(Argument::name).toList();
    Optional<String> nearest = Spelling.nearest(snake, names).or(() -> byAlias(snake, known));
    return Failure.of(
            ErrorCode.INVALID_ARGUMENT,
            "There is no argument "
                + ArgumentFailures.shortened(prefix + name)
                + nearest.map(meant -> "; did you mean " + meant + "?").orElse("."))
        .withField(ArgumentFailures.shortened(prefix + name), ArgumentFailures.shown(sent))
        .withAllowed(names)
        .withHint(
            nearest
                .map(meant -> ArgumentFailures.example(signature.find(meant)))
                .orElseGet(
                    () ->
                        "Leave it out, or use one of the allowed arguments. "
                            + ArgumentFailures.example(known.get(0))))
        .asException();
  }

  /** The argument one of whose other names is nearest. */
  private static Optional<String> byAlias(String name, List<Argument> known) {
    List<String> aliases = known.stream().flatMap(each -> each.aliases().stream()).toList();
    return Spelling.nearest(name, aliases)
        .flatMap(alias -> known.stream().filter(each -> each.aliases().contains(alias)).findFirst())
        .map(Argument::name);
  }

  /** Notes that a value of another type was read as what it says. */
  private void tell(String field, JsonNode sent, Object read, String reason) {
    adjustments.add(new Adjustment(field, ArgumentFailures.shown(sent), read, reason));
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
    if (only != sent || only.isNumber()) {
      tell(field, sent, ArgumentFailures.shortened(text), "it was read as the text it should be");
    }
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
      if (reading.unit().isEmpty()) {
        tell(field, sent, number, "it was read as the number it should be");
      } else {
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
    String word = sent.isString() ? sent.stringValue().strip().toLowerCase(Locale.ROOT) : "";
    if (!word.equals("true") && !word.equals("false")) {
      throw ArgumentFailures.wrongType(argument, field, sent);
    }
    boolean flag = word.equals("true");
    tell(field, sent, flag, "it was read as the true or false it should be");
    return flag;
  }

  private ObjectNode object(Argument argument, String field, JsonNode sent) {
    JsonNode json = Stringified.read(sent);
    if (json instanceof ObjectNode object) {
      if (json != sent) {
        tell(field, sent, "a JSON object", "the text was read as the JSON object it holds");
      }
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
      if (json != sent) {
        tell(field, sent, "a list", "the text was read as the JSON list it holds");
      }
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
    if (!json.isArray() && !values.isEmpty()) {
      tell(field, sent, "a list of one", "it was read as a list of one");
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
