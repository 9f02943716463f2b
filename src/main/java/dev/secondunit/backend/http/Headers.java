package dev.secondunit.backend.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of an answer; names are case-blind. */
public final class Headers {
  public static final Headers NONE = new Headers(Map.of());

  private final TreeMap<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public Headers(Map<String, List<String>> headers) {
    headers.forEach(
        (name, list) -> values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(list));
  }

  /** The first value of the header. */
  public Optional<String> first(String name) {
    return values.getOrDefault(name, Collections.emptyList()).stream().findFirst();
  }

  /** The first header of these that is there. */
  public Optional<String> firstOf(String... names) {
    for (String name : names) {
      Optional<String> value = first(name);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  /** The media type without parameters, in lower case. */
  public Optional<String> mediaType() {
    return first("Content-Type")
        .map(value -> value.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT))
        .filter(value -> !value.isEmpty());
  }

  /** A header that is a whole number, where it is one. */
  public Optional<Long> number(String name) {
    return first(name)
        .filter(value -> value.strip().matches("\\d{1,18}"))
        .map(value -> Long.parseLong(value.strip()));
  }
}
