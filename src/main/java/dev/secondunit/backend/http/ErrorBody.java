package dev.secondunit.backend.http;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The words of an error answer, whichever shape it has: {@code error} as object or string, {@code
 * detail} as object, list or string, plain {@code code} and {@code message}, or no JSON at all.
 *
 * @param code the vendor's word or number for the fault, or empty
 * @param type a second such word ({@code type} or {@code status}), or empty
 * @param message for people; empty when there is none
 * @param parameter the field at fault, or null
 * @param json the whole body, a missing node when it was not JSON
 */
public record ErrorBody(String code, String type, String message, String parameter, JsonNode json) {

  /** Reads the body; never fails. */
  public static ErrorBody of(JsonNode json, String text) {
    if (json == null || !json.isObject()) {
      JsonNode node = json == null ? MissingNode.getInstance() : json;
      boolean page = text != null && text.stripLeading().startsWith("<");
      return new ErrorBody("", "", page ? "(a web page)" : plain(text), null, node);
    }
    JsonNode error = json.path("error");
    JsonNode detail = json.path("detail");
    if (error.isObject()) {
      return ofObject(error, json);
    }
    if (error.isString()) {
      return new ErrorBody(word(json, "code"), word(json, "type"), error.asString(), null, json);
    }
    if (detail.isObject()) {
      return ofObject(detail, json);
    }
    if (detail.isArray()) {
      return ofValidation(detail, json);
    }
    if (detail.isString()) {
      return new ErrorBody(word(json, "code"), "", detail.asString(), null, json);
    }
    return ofObject(json, json);
  }

  private static ErrorBody ofObject(JsonNode error, JsonNode json) {
    String type = word(error, "status").isEmpty() ? word(error, "type") : word(error, "status");
    String parameter = word(error, "param");
    return new ErrorBody(
        word(error, "code"),
        type,
        word(error, "message"),
        parameter.isEmpty() ? null : parameter,
        json);
  }

  /** A list of {@code {loc, msg, type}}; the input that some servers quote beside is not read. */
  private static ErrorBody ofValidation(JsonNode list, JsonNode json) {
    JsonNode first = list.path(0);
    JsonNode place = first.path("loc");
    String field = place.isEmpty() ? null : place.get(place.size() - 1).asString("");
    return new ErrorBody("", word(first, "type"), word(first, "msg"), field, json);
  }

  private static String word(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() ? value.asString("") : "";
  }

  private static String plain(String text) {
    return text == null ? "" : text.strip();
  }

  /** Whether code, type or message contains one of these, case-blind. */
  public boolean mentions(String... fragments) {
    String all = (code + "\n" + type + "\n" + message).toLowerCase(java.util.Locale.ROOT);
    for (String fragment : fragments) {
      if (all.contains(fragment)) {
        return true;
      }
    }
    return false;
  }
}
