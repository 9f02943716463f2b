package dev.secondunit.simulate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a JSON object as strictly as a vendor: every value has the right type and range, and {@link
 * #done()} refuses what nobody asked for. A JSON null counts as absent.
 */
final class Fields {
  private final ObjectNode node;
  private final String path;
  private final Set<String> known = new HashSet<>();

  private Fields(ObjectNode node, String path) {
    this.node = node;
    this.path = path;
  }

  static Fields of(JsonNode node) {
    return of(node, "");
  }

  static Fields of(JsonNode node, String path) {
    if (!(node instanceof ObjectNode object)) {
      throw Refusal.invalid(path.isEmpty() ? null : path, "Expected a JSON object.");
    }
    return new Fields(object, path);
  }

  /** The name of a field as the caller would write it, such as {@code video.url}. */
  String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  boolean has(String name) {
    return any(name).isPresent();
  }

  Optional<JsonNode> any(String name) {
    known.add(name);
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  Optional<String> text(String name) {
    return any(name)
        .map(
            value -> {
              if (!value.isString()) {
                throw wrong(name, "must be a string");
              }
              return value.stringValue();
            });
  }

  String requiredText(String name) {
    String value = text(name).orElseThrow(() -> missing(name));
    if (value.isBlank()) {
      throw wrong(name, "must not be empty");
    }
    return value;
  }

  Optional<String> oneOf(String name, Collection<String> allowed) {
    Optional<String> value = text(name);
    if (value.isPresent() && !allowed.contains(value.get())) {
      throw wrong(name, "must be one of " + String.join(", ", allowed));
    }
    return value;
  }

  Optional<Integer> whole(String name, int least, int most) {
    return any(name)
        .map(
            value -> {
              if (!value.isIntegralNumber()) {
                throw wrong(name, "must be an integer");
              }
              if (value.longValue() < least || value.longValue() > most) {
                throw wrong(name, "must be between " + least + " and " + most);
              }
              return value.intValue();
            });
  }

  Optional<Double> number(String name, double least, double most) {
    return any(name)
        .map(
            value -> {
              if (!value.isNumber()) {
                throw wrong(name, "must be a number");
              }
              double number = value.doubleValue();
              if (number < least || number > most) {
                throw wrong(name, "must be between " + least + " and " + most);
              }
              return number;
            });
  }

  Optional<Boolean> flag(String name) {
    return any(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw wrong(name, "must be a boolean");
              }
              return value.booleanValue();
            });
  }

  Optional<Fields> object(String name) {
    return any(name).map(value -> Fields.of(value, pathOf(name)));
  }

  /** The objects of a list; empty when it is absent. */
  List<Fields> objects(String name, int least, int most) {
    Optional<JsonNode> list = any(name);
    if (list.isEmpty()) {
      return List.of();
    }
    checkList(name, list.get(), least, most);
    List<Fields> objects = new ArrayList<>();
    for (JsonNode item : list.get()) {
      objects.add(Fields.of(item, pathOf(name) + "[" + objects.size() + "]"));
    }
    return objects;
  }

  List<String> texts(String name, int least, int most) {
    Optional<JsonNode> list = any(name);
    if (list.isEmpty()) {
      return List.of();
    }
    checkList(name, list.get(), least, most);
    List<String> texts = new ArrayList<>();
    for (JsonNode item : list.get()) {
      if (!item.isString()) {
        throw wrong(name, "must hold strings only");
      }
      texts.add(item.stringValue());
    }
    return texts;
  }

  /** Accepts these fields without looking at them. */
  Fields ignoring(String... names) {
    known.addAll(List.of(names));
    return this;
  }

  /** Refuses whatever was not read. */
  void done() {
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw Refusal.of(
            Refusal.Kind.UNKNOWN_FIELD, pathOf(name), "Argument not supported: " + pathOf(name));
      }
    }
  }

  Refusal missing(String name) {
    return Refusal.invalid(pathOf(name), pathOf(name) + " is required");
  }

  Refusal wrong(String name, String rule) {
    return Refusal.invalid(pathOf(name), pathOf(name) + " " + rule);
  }

  private void checkList(String name, JsonNode list, int least, int most) {
    if (!list.isArray()) {
      throw wrong(name, "must be an array");
    }
    if (list.size() < least || list.size() > most) {
      throw wrong(name, "must have " + least + " to " + most + " items");
    }
  }
}
