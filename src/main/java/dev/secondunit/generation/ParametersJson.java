package dev.secondunit.generation;

import dev.secondunit.catalogue.Parameter;
import dev.secondunit.catalogue.Parameters;
import dev.secondunit.media.MediaFactsJson;
import dev.secondunit.media.MediaInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@link Parameters} as JSON: in rows with everything needed to send them after a restart, in
 * results with inputs as the caller wrote them, and in fingerprints with inputs by their content.
 */
final class ParametersJson {
  private ParametersJson() {}

  /** Everything, inputs with path and measured facts. */
  static ObjectNode write(Parameters parameters) {
    return write(parameters, ParametersJson::input);
  }

  /** As shown to the caller: inputs as they were given. */
  static ObjectNode shown(Parameters parameters) {
    return write(parameters, input -> JsonNodeFactory.instance.stringNode(input.given()));
  }

  /** As compared: inputs by their SHA-256, so that a renamed copy is the same input. */
  static ObjectNode compared(Parameters parameters) {
    return write(parameters, input -> JsonNodeFactory.instance.stringNode(input.facts().sha256()));
  }

  private static ObjectNode write(Parameters parameters, Function<MediaInput, JsonNode> input) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<Parameter, Object> entry : parameters.asMap().entrySet()) {
      String name = entry.getKey().word();
      Object value = entry.getValue();
      switch (entry.getKey().kind()) {
        case TEXT -> json.put(name, (String) value);
        case NUMBER -> putNumber(json, name, (Double) value);
        case NUMBERS -> {
          ArrayNode array = json.putArray(name);
          ((List<?>) value).forEach(each -> array.add((Double) each));
        }
        case INTEGER -> json.put(name, (Long) value);
        case BOOLEAN -> json.put(name, (Boolean) value);
        case INPUT -> json.set(name, input.apply((MediaInput) value));
        case INPUTS -> {
          ArrayNode array = json.putArray(name);
          ((List<?>) value).forEach(each -> array.add(input.apply((MediaInput) each)));
        }
        case OBJECT -> json.set(name, (ObjectNode) value);
      }
    }
    return json;
  }

  /** 8 rather than 8.0, as people write it. */
  private static void putNumber(ObjectNode json, String name, double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.put(name, (long) value);
    } else {
      json.put(name, value);
    }
  }

  static Parameters read(JsonNode json) {
    Parameters parameters = Parameters.NONE;
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      Parameter parameter = Parameter.of(entry.getKey()).orElse(null);
      if (parameter != null) {
        parameters = parameters.with(parameter, value(parameter, entry.getValue()));
      }
    }
    return parameters;
  }

  private static Object value(Parameter parameter, JsonNode json) {
    return switch (parameter.kind()) {
      case TEXT -> json.asString();
      case NUMBER -> json.asDouble();
      case NUMBERS -> json.valueStream().map(JsonNode::asDouble).toList();
      case INTEGER -> json.asLong();
      case BOOLEAN -> json.asBoolean();
      case INPUT -> readInput(json);
      case INPUTS -> {
        List<MediaInput> inputs = new ArrayList<>();
        json.forEach(each -> inputs.add(readInput(each)));
        yield inputs;
      }
      case OBJECT -> (ObjectNode) json;
    };
  }

  static ObjectNode input(MediaInput input) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("given", input.given());
    json.put("path", input.path().toString());
    json.set("facts", MediaFactsJson.write(input.facts()));
    return json;
  }

  static MediaInput readInput(JsonNode json) {
    return new MediaInput(
        json.path("given").asString(),
        Path.of(json.path("path").asString()),
        MediaFactsJson.read(json.path("facts")));
  }
}
