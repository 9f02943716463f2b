package dev.secondunit.tool;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON that arrived inside a text, as some hosts and models send lists and objects. */
final class Stringified {
  private static final JsonMapper JSON = new JsonMapper();

  private Stringified() {}

  /** The list or object that the text holds; anything else as it was sent. */
  static JsonNode read(JsonNode sent) {
    if (!sent.isString()) {
      return sent;
    }
    String text = sent.stringValue().strip();
    if (!text.startsWith("[") && !text.startsWith("{")) {
      return sent;
    }
    try {
      JsonNode json = JSON.readTree(text);
      return json.isContainer() ? json : sent;
    } catch (JacksonException e) {
      // Not JSON after all: a prompt may well begin with a bracket.
      return sent;
    }
  }
}
