package dev.secondunit.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A multipart form: its texts and files, in the order they came. Read as strictly as JSON. */
final class Form {
  private final Map<String, List<String>> texts = new LinkedHashMap<>();
  private final Map<String, List<Upload>> files = new LinkedHashMap<>();
  private final List<String> order = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  void addText(String name, String value) {
    order.add(name);
    texts.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
  }

  void addFile(String name, Upload file) {
    order.add(name);
    files.computeIfAbsent(name, any -> new ArrayList<>()).add(file);
  }

  Optional<String> text(String name) {
    known.add(name);
    return Optional.ofNullable(texts.get(name)).map(values -> values.get(0));
  }

  List<Upload> files(String name) {
    known.add(name);
    return files.getOrDefault(name, List.of());
  }

  Optional<Upload> file(String name) {
    return files(name).stream().findFirst();
  }

  List<String> order() {
    return order;
  }

  String allTexts() {
    StringBuilder all = new StringBuilder();
    texts.values().forEach(values -> values.forEach(value -> all.append(value).append('\n')));
    files
        .values()
        .forEach(values -> values.forEach(file -> all.append(file.filename()).append('\n')));
    return all.toString();
  }

  void done() {
    for (String name : order) {
      if (!known.contains(name)) {
        throw Refusal.of(Refusal.Kind.UNKNOWN_FIELD, name, "Argument not supported: " + name);
      }
    }
  }
}
