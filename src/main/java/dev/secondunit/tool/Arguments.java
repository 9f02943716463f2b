package dev.secondunit.tool;

import dev.secondunit.catalogue.Plan.Adjustment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments of one call after reading: the right types, within their limits, under their right
 * names. Absent is not the same as empty.
 *
 * @param values by argument name: String, Long, Double, Boolean, a list of them, {@link
 *     ObjectNode}, or a list of Arguments
 * @param adjustments what had to be understood rather than read
 */
record Arguments(Map<String, Object> values, List<Adjustment> adjustments) {
  Arguments {
    values = Map.copyOf(values);
    adjustments = List.copyOf(adjustments);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Set<String> names() {
    return values.keySet();
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String.class::cast);
  }

  Optional<Long> integer(String name) {
    return Optional.ofNullable(values.get(name)).map(Long.class::cast);
  }

  Optional<Double> number(String name) {
    return Optional.ofNullable(values.get(name)).map(Double.class::cast);
  }

  Optional<Boolean> flag(String name) {
    return Optional.ofNullable(values.get(name)).map(Boolean.class::cast);
  }

  List<String> texts(String name) {
    return list(name, String.class);
  }

  List<Double> numbers(String name) {
    return list(name, Double.class);
  }

  List<Arguments> items(String name) {
    return list(name, Arguments.class);
  }

  Optional<ObjectNode> object(String name) {
    return Optional.ofNullable(values.get(name)).map(ObjectNode.class::cast);
  }

  private <T> List<T> list(String name, Class<T> type) {
    List<?> list = (List<?>) values.getOrDefault(name, List.of());
    return list.stream().map(type::cast).toList();
  }
}
