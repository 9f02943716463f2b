package dev.secondunit.skills;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A tool call that a page shows: {@code {"tool": "…", "arguments": {…}}}. */
record ToolExample(Fence fence, String tool, ObjectNode arguments) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Every tool call of every page, in order; copies inside skills count like their source. */
  static List<ToolExample> all() {
    return Documents.pages().stream()
        .flatMap(page -> Fence.in(page).stream())
        .filter(fence -> fence.language().equals("json"))
        .filter(fence -> !fence.attributes().contains("edit-list"))
        .map(ToolExample::of)
        .toList();
  }

  private static ToolExample of(Fence fence) {
    JsonNode call = JSON.readTree(fence.code());
    if (!Set.copyOf(call.propertyNames()).equals(Set.of("tool", "arguments"))) {
      throw new IllegalStateException(fence.place() + ": is not {\"tool\": …, \"arguments\": …}");
    }
    return new ToolExample(
        fence, call.get("tool").stringValue(), (ObjectNode) call.get("arguments"));
  }
}
