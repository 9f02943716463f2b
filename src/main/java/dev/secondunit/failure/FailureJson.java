package dev.secondunit.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one form of a {@link Failure} as JSON, used in tool results and in the rows of failed jobs:
 * snake case, parts that do not apply are absent, {@code charged} and {@code retry} always stated.
 *
 * <p>Reading is made for rows written by any release of this program: an unknown code becomes
 * {@code internal} with its word kept in the message, unknown parts are skipped, and a row that
 * contradicts itself reads as the careful variant, never as an invitation to try again.
 */
public final class FailureJson {
  private FailureJson() {}

  /** The failure as a new object that the caller may change. */
  public static ObjectNode write(Failure failure) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("code", failure.code().word());
    json.put("message", failure.message());
    putText(json, "field", failure.field());
    putText(json, "value", failure.value());
    if (!failure.allowed().isEmpty()) {
      ArrayNode allowed = json.putArray("allowed");
      failure.allowed().forEach(allowed::add);
    }
    json.put("charged", failure.charged().word());
    json.put("retry", failure.retry().word());
    if (failure.retryAfterSeconds() != null) {
      json.put("retry_after_seconds", failure.retryAfterSeconds());
    }
    putText(json, "hint", failure.hint());
    putText(json, "job_id", failure.jobId());
    if (failure.vendor() != null) {
      json.set("vendor", write(failure.vendor()));
    }
    return json;
  }

  /** The failure that {@link #write} wrote, or the nearest careful reading of anything else. */
  public static Failure read(ObjectNode json) {
    String word = text(json, "code", "");
    ErrorCode code = constant(ErrorCode.class, word, ErrorCode.INTERNAL);
    String message = text(json, "message", "No message was recorded.");
    if (!code.word().equals(word)) {
      message = "(" + (word.isEmpty() ? "no code" : word) + ") " + message;
    }
    Charged charged = constant(Charged.class, text(json, "charged", ""), Charged.UNKNOWN);
    Retry retry = constant(Retry.class, text(json, "retry", ""), Retry.NEVER);
    if (charged != Charged.NO && (retry == Retry.NOW || retry == Retry.AFTER)) {
      retry = Retry.NEVER;
    }
    return new Failure(
        code,
        message,
        text(json, "field", null),
        text(json, "value", null),
        texts(json.path("allowed")),
        charged,
        retry,
        number(json.path("retry_after_seconds")),
        text(json, "hint", null),
        text(json, "job_id", null),
        vendor(json.path("vendor")));
  }

  private static ObjectNode write(VendorWords vendor) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", vendor.name());
    if (vendor.status() != null) {
      json.put("status", vendor.status());
    }
    putText(json, "request_id", vendor.requestId());
    putText(json, "words", vendor.words());
    return json;
  }

  private static VendorWords vendor(JsonNode json) {
    if (!json.isObject() || !json.path("name").isString()) {
      return null;
    }
    JsonNode status = json.path("status");
    return new VendorWords(
        json.path("name").stringValue(),
        status.isInt() ? status.intValue() : null,
        text(json, "request_id", null),
        text(json, "words", null));
  }

  private static void putText(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static String text(JsonNode json, String name, String otherwise) {
    JsonNode value = json.path(name);
    return value.isString() ? value.stringValue() : otherwise;
  }

  private static Double number(JsonNode json) {
    return json.isNumber() ? json.doubleValue() : null;
  }

  private static List<String> texts(JsonNode json) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : json) {
      if (item.isString()) {
        texts.add(item.stringValue());
      }
    }
    return texts;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word, E otherwise) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
        return constant;
      }
    }
    return otherwise;
  }
}
