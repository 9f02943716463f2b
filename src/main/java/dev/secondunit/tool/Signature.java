package dev.secondunit.tool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments of a tool, or of an item in a list, in the order clients see them.
 *
 * <p>{@link #schema()} writes them in the portable subset of JSON Schema: a flat object, one type
 * per property, word enums, ranges, a description on each property and nothing else; many hosts
 * refuse or drop a tool that uses more.
 */
final class Signature {
  private final Map<String, Argument> arguments = new LinkedHashMap<>();
  private final List<String> required;
  private final String shorthand;

  private Signature(Collection<Argument> arguments, List<String> required, String shorthand) {
    for (Argument argument : arguments) {
      if (this.arguments.put(argument.name(), argument) != null) {
        throw new IllegalArgumentException("argument " + argument.name() + " is there twice");
      }
    }
    this.required = List.copyOf(required);
    this.shorthand = shorthand;
    if (!this.arguments.keySet().containsAll(required)) {
      throw new IllegalArgumentException("required but not an argument: " + required);
    }
  }

  static Signature of(Argument... arguments) {
    return new Signature(List.of(arguments), List.of(), null);
  }

  Signature required(String... names) {
    return new Signature(arguments.values(), List.of(names), shorthand);
  }

  /** Lets a bare text stand for an item, as the value of this argument. */
  Signature shorthand(String name) {
    return new Signature(arguments.values(), required, name);
  }

  Collection<Argument> arguments() {
    return arguments.values();
  }

  Argument find(String name) {
    return arguments.get(name);
  }

  List<String> required() {
    return required;
  }

  String shorthand() {
    return shorthand;
  }

  /** The published schema of the whole call, as a new object. */
  ObjectNode schema() {
    ObjectNode schema = objectSchema();
    schema.put("additionalProperties", false);
    return schema;
  }

  private ObjectNode objectSchema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (Argument argument : arguments.values()) {
      if (argument.published()) {
        properties.set(argument.name(), property(argument));
      }
    }
    if (!required.isEmpty()) {
      ArrayNode names = schema.putArray("required");
      required.forEach(names::add);
    }
    return schema;
  }

  private static ObjectNode property(Argument argument) {
    ObjectNode property = JsonNodeFactory.instance.objectNode();
    property.put("type", argument.kind().schemaType);
    property.put("description", argument.description());
    switch (argument.kind()) {
      case TEXT -> {
        if (!argument.choices().isEmpty()) {
          ArrayNode words = property.putArray("enum");
          argument.choices().forEach(words::add);
        }
      }
      case INTEGER, NUMBER -> range(property, argument);
      case TEXTS -> property.putObject("items").put("type", "string");
      case NUMBERS -> range(property.putObject("items").put("type", "number"), argument);
      case ITEMS -> property.set("items", argument.parts().objectSchema());
      case BOOLEAN, OBJECT -> {}
    }
    return property;
  }

  private static void range(ObjectNode property, Argument argument) {
    bound(property, "minimum", argument.minimum());
    bound(property, "maximum", argument.maximum());
  }

  private static void bound(ObjectNode property, String name, Double value) {
    if (value == null) {
      return;
    }
    if (Numbers.whole(value).isPresent()) {
      property.put(name, value.longValue());
    } else {
      property.put(name, value);
    }
  }
}
