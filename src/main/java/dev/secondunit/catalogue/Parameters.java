package dev.secondunit.catalogue;

import dev.secondunit.media.MediaInput;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The parameters of one shot. Immutable; absent is not the same as empty. */
public final class Parameters {
  public static final Parameters NONE = new Parameters(new EnumMap<>(Parameter.class));

  private final EnumMap<Parameter, Object> values;

  private Parameters(EnumMap<Parameter, Object> values) {
    this.values = values;
  }

  /** These parameters with one of them set; the value's type must fit {@link Parameter#kind()}. */
  public Parameters with(Parameter parameter, Object value) {
    EnumMap<Parameter, Object> copy = new EnumMap<>(values);
    copy.put(parameter, checked(parameter, value));
    return new Parameters(copy);
  }

  public Parameters without(Parameter parameter) {
    EnumMap<Parameter, Object> copy = new EnumMap<>(values);
    copy.remove(parameter);
    return new Parameters(copy);
  }

  public boolean has(Parameter parameter) {
    return values.containsKey(parameter);
  }

  /** The parameters that are set, in the order of {@link Parameter}. */
  public Set<Parameter> names() {
    return Set.copyOf(values.keySet());
  }

  public Map<Parameter, Object> asMap() {
    return new EnumMap<>(values);
  }

  public Optional<Object> value(Parameter parameter) {
    return Optional.ofNullable(values.get(parameter));
  }

  public Optional<String> text(Parameter parameter) {
    return value(parameter).map(String.class::cast);
  }

  public Optional<Double> number(Parameter parameter) {
    return value(parameter).map(Double.class::cast);
  }

  /** The numbers in the caller's order; empty when absent. */
  public List<Double> numbers(Parameter parameter) {
    return value(parameter)
        .map(value -> ((List<?>) value).stream().map(Double.class::cast).toList())
        .orElse(List.of());
  }

  public Optional<Long> integer(Parameter parameter) {
    return value(parameter).map(Long.class::cast);
  }

  public Optional<Boolean> flag(Parameter parameter) {
    return value(parameter).map(Boolean.class::cast);
  }

  public Optional<MediaInput> input(Parameter parameter) {
    return value(parameter).map(MediaInput.class::cast);
  }

  /** The inputs in the caller's order; empty when absent. */
  public List<MediaInput> inputs(Parameter parameter) {
    return value(parameter)
        .map(value -> ((List<?>) value).stream().map(MediaInput.class::cast).toList())
        .orElse(List.of());
  }

  public Optional<ObjectNode> object(Parameter parameter) {
    return value(parameter).map(value -> ((ObjectNode) value).deepCopy());
  }

  private static Object checked(Parameter parameter, Object value) {
    boolean fits =
        switch (parameter.kind()) {
          case TEXT -> value instanceof String;
          case NUMBER -> value instanceof Double number && Double.isFinite(number);
          case NUMBERS ->
              value instanceof List<?> list
                  && list.stream()
                      .allMatch(each -> each instanceof Double number && Double.isFinite(number));
          case INTEGER -> value instanceof Long;
          case BOOLEAN -> value instanceof Boolean;
          case INPUT -> value instanceof MediaInput;
          case INPUTS ->
              value instanceof List<?> list && list.stream().allMatch(MediaInput.class::isInstance);
          case OBJECT -> value instanceof ObjectNode;
        };
    if (!fits) {
      throw new IllegalArgumentException(parameter.word() + " cannot hold " + value);
    }
    if (value instanceof List<?> list) {
      return List.copyOf(list);
    }
    return value instanceof ObjectNode object ? object.deepCopy() : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parameters parameters && values.equals(parameters.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
