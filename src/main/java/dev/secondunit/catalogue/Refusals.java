package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the failures of planning: each names field, value, what is allowed and the way out. */
final class Refusals {
  static final String SHOT_LIST =
      "For a longer film give shots[], a list of clips within that limit, and join them with"
          + " assemble_media.";

  private static final int LONGEST_SHOWN = 200;

  private Refusals() {}

  static FailureException refusal(
      ErrorCode code,
      String message,
      String field,
      Object value,
      List<String> allowed,
      String hint) {
    return Failure.of(code, message)
        .withField(field, shown(value))
        .withAllowed(allowed)
        .withHint(hint == null ? choice(field, allowed) : hint)
        .asException();
  }

  /** What to choose from, where there is no single example to give. */
  private static String choice(String field, List<String> allowed) {
    return allowed.isEmpty()
        ? null
        : "Possible for " + field + ": " + String.join(", ", allowed) + ".";
  }

  /** One corrected example, as arguments to copy; a dot in the field leads into an object. */
  static String example(
      GenerationRequest request, BackendEntry backend, String model, String field, Object value) {
    ObjectNode example = JsonNodeFactory.instance.objectNode();
    example.put("mode", request.mode().word());
    example.put("backend_type", backend.name());
    if (request.model() != null && model != null) {
      example.put("model", model);
    }
    int dot = field.indexOf('.');
    if (dot < 0) {
      put(example, field, value);
    } else {
      put(example.putObject(field.substring(0, dot)), field.substring(dot + 1), value);
    }
    return "For example: " + example;
  }

  private static void put(ObjectNode object, String field, Object value) {
    if (value instanceof Long number) {
      object.put(field, number);
    } else if (value instanceof Number number) {
      object.put(field, NumberRule.plain(number.doubleValue()));
    } else if (value instanceof Boolean flag) {
      object.put(field, flag);
    } else {
      object.put(field, String.valueOf(value));
    }
  }

  /** The parameter of a place such as {@code input_images[1]} or {@code vendor_options.fps}. */
  static Optional<Parameter> parameterOf(String place) {
    return Parameter.of(place.split("[.\\[]", 2)[0]);
  }

  /** What the caller put at such a place, or null. */
  static Object valueAt(Parameters parameters, String place) {
    Object whole = parameterOf(place).flatMap(parameters::value).orElse(null);
    if (whole instanceof List<?> list && place.endsWith("]")) {
      int start = place.indexOf('[') + 1;
      return list.get(Integer.parseInt(place.substring(start, place.length() - 1)));
    }
    int dot = place.indexOf('.');
    return whole instanceof ObjectNode object && dot > 0
        ? object.get(place.substring(dot + 1))
        : whole;
  }

  /** A value as it can stand in a message or a result: in words, and not endless. */
  static Object shown(Object value) {
    if (value instanceof JsonNode node) {
      return shown(node.isString() ? node.stringValue() : node.toString());
    }
    if (value instanceof String text && text.length() > LONGEST_SHOWN) {
      int end = text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_SHOWN) - 1);
      return text.substring(0, end) + "…";
    }
    if (value instanceof Double number) {
      return NumberRule.words(number);
    }
    if (value instanceof MediaInput input) {
      return input.given();
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(element -> String.valueOf(shown(element)))
          .collect(Collectors.joining(", "));
    }
    return value;
  }
}
