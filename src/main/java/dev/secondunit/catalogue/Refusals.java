package dev.secondunit.catalogue;

import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.media.MediaInput;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the failures of planning: each names field, value, what is allowed and the way out. */
final class Refusals {
  static final String SHOT_LIST =
      "For a longer film give shots[], a list of clips within that limit, and join them with"
          + " assemble_media.";

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
        .withHint(hint)
        .asException();
  }

  /** One corrected example, as arguments to copy. */
  static String example(
      GenerationRequest request, BackendEntry backend, String model, String field, Object value) {
    ObjectNode example = JsonNodeFactory.instance.objectNode();
    example.put("mode", request.mode().word());
    example.put("backend_type", backend.name());
    if (request.model() != null && model != null) {
      example.put("model", model);
    }
    if (value instanceof Long number) {
      example.put(field, number);
    } else if (value instanceof Number number) {
      example.put(field, NumberRule.plain(number.doubleValue()));
    } else if (value instanceof Boolean flag) {
      example.put(field, flag);
    } else {
      example.put(field, String.valueOf(value));
    }
    return "For example: " + example;
  }

  /** A value as it can stand in a message or a result. */
  static Object shown(Object value) {
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
