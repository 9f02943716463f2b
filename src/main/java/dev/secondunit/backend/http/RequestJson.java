package dev.secondunit.backend.http;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds the JSON of a request from parameters that may be absent: absent ones leave no trace. */
public final class RequestJson {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  public RequestJson text(String name, String value) {
    json.put(name, value);
    return this;
  }

  public RequestJson text(String name, Optional<String> value) {
    value.ifPresent(text -> json.put(name, text));
    return this;
  }

  /** A number, written without a fraction where it has none. */
  public RequestJson number(String name, Optional<Double> value) {
    value.ifPresent(number -> json.put(name, new BigDecimal(plain(number))));
    return this;
  }

  /** A number that the vendor takes as a whole one only; a fraction is rounded half up. */
  public RequestJson whole(String name, Optional<Double> value) {
    value.ifPresent(number -> json.put(name, Math.round(number)));
    return this;
  }

  public RequestJson integer(String name, Optional<Long> value) {
    value.ifPresent(number -> json.put(name, number));
    return this;
  }

  public RequestJson flag(String name, Optional<Boolean> value) {
    value.ifPresent(flag -> json.put(name, flag));
    return this;
  }

  public RequestJson node(String name, JsonNode value) {
    json.set(name, value);
    return this;
  }

  public RequestJson node(String name, Optional<? extends JsonNode> value) {
    value.ifPresent(node -> json.set(name, node));
    return this;
  }

  /** The caller's vendor options, except the named ones; they never replace what is set already. */
  public RequestJson options(Optional<ObjectNode> options, Set<String> except) {
    options.ifPresent(
        given -> {
          for (Map.Entry<String, JsonNode> option : given.properties()) {
            if (!except.contains(option.getKey()) && !json.has(option.getKey())) {
              json.set(option.getKey(), option.getValue());
            }
          }
        });
    return this;
  }

  public boolean isEmpty() {
    return json.isEmpty();
  }

  public ObjectNode json() {
    return json;
  }

  /** A number as people write it: {@code 8}, {@code 2.5}. */
  public static String plain(double number) {
    String text = BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    return text.equals("-0") ? "0" : text;
  }
}
