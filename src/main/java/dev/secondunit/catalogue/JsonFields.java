package dev.secondunit.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads one object of a catalogue file field by field and insists that none is left over, so that a
 * misspelt field is found and not skipped. Every complaint is an {@link IllegalArgumentException}
 * that names the place.
 */
final class JsonFields {
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}([.][0-9]{1,9})?");

  private final JsonNode node;
  private final String place;
  private final Set<String> read = new HashSet<>();

  JsonFields(JsonNode node, String place) {
    this.node = node;
    this.place = place;
    if (!node.isObject()) {
      throw new IllegalArgumentException(place + " is not an object");
    }
  }

  String place() {
    return place;
  }

  boolean has(String name) {
    JsonNode value = node.get(name);
    return value != null && !value.isNull();
  }

  /** The raw value, or null when absent or null. */
  JsonNode raw(String name) {
    read.add(name);
    return has(name) ? node.get(name) : null;
  }

  String text(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw wrong(name, "a text");
    }
    return value.stringValue();
  }

  String requiredText(String name) {
    String value = text(name);
    if (value == null || value.isBlank()) {
      throw wrong(name, "given");
    }
    return value;
  }

  Double number(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw wrong(name, "a number");
    }
    return value.doubleValue();
  }

  Long wholeNumber(String name) {
    Double value = number(name);
    if (value == null) {
      return null;
    }
    if (value != Math.rint(value)) {
      throw wrong(name, "a whole number");
    }
    return value.longValue();
  }

  Integer smallNumber(String name) {
    Long value = wholeNumber(name);
    return value == null ? null : Math.toIntExact(value);
  }

  boolean flag(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return value.booleanValue();
  }

  LocalDate date(String name) {
    String value = text(name);
    try {
      return value == null ? null : LocalDate.parse(value);
    } catch (DateTimeParseException e) {
      throw wrong(name, "a date such as 2026-11-21");
    }
  }

  BigDecimal amount(String name) {
    String value = text(name);
    return value == null ? null : amount(name, value);
  }

  Map<String, BigDecimal> amounts(String name) {
    Map<String, BigDecimal> amounts = new LinkedHashMap<>();
    textMap(name).forEach((word, value) -> amounts.put(word, amount(name, value)));
    return amounts;
  }

  private BigDecimal amount(String name, String value) {
    if (!AMOUNT.matcher(value).matches()) {
      throw wrong(name, "an amount in USD as text, such as \"0.05\"");
    }
    return new BigDecimal(value);
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(name)) {
      if (!element.isString()) {
        throw wrong(name, "a list of texts");
      }
      texts.add(element.stringValue());
    }
    return List.copyOf(texts);
  }

  List<Double> numbers(String name) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode element : elements(name)) {
      if (!element.isNumber()) {
        throw wrong(name, "a list of numbers");
      }
      numbers.add(element.doubleValue());
    }
    return List.copyOf(numbers);
  }

  List<JsonFields> objects(String name) {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode element : elements(name)) {
      objects.add(new JsonFields(element, place + "." + name + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /** The object of that name, or null when absent. */
  JsonFields object(String name) {
    JsonNode value = raw(name);
    return value == null ? null : new JsonFields(value, place + "." + name);
  }

  /** The object of that name as a map in the order of the file; empty when absent. */
  <T> Map<String, T> map(String name, Function<JsonFields, T> reader) {
    Map<String, T> map = new LinkedHashMap<>();
    JsonFields object = object(name);
    if (object != null) {
      for (Map.Entry<String, JsonNode> entry : object.node.properties()) {
        if (!entry.getValue().isNull()) {
          JsonFields value = new JsonFields(entry.getValue(), object.place + "." + entry.getKey());
          map.put(entry.getKey(), reader.apply(value));
        }
      }
    }
    return map;
  }

  Map<String, String> textMap(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    JsonFields object = object(name);
    if (object != null) {
      for (Map.Entry<String, JsonNode> entry : object.node.properties()) {
        map.put(entry.getKey(), object.requiredText(entry.getKey()));
      }
    }
    return map;
  }

  /** Ends the reading: anything not asked for is a mistake in the file. */
  void done() {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!read.contains(entry.getKey())) {
        throw new IllegalArgumentException(
            place + " has a field \"" + entry.getKey() + "\" that the catalogue does not know");
      }
    }
  }

  IllegalArgumentException wrong(String name, String wanted) {
    return new IllegalArgumentException(place + "." + name + " is not " + wanted);
  }

  private Iterable<JsonNode> elements(String name) {
    JsonNode value = raw(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(name, "a list");
    }
    return value.values();
  }
}
