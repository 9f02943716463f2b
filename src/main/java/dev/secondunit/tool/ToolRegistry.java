package dev.secondunit.tool;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/** The tools a server offers, in a fixed order and under unique names. Immutable. */
public final class ToolRegistry {
  private final Map<String, ToolDefinition> tools = new LinkedHashMap<>();

  public ToolRegistry(List<ToolDefinition> tools) {
    for (ToolDefinition tool : tools) {
      if (this.tools.put(tool.name(), tool) != null) {
        throw new IllegalArgumentException("there are two tools called " + tool.name());
      }
    }
  }

  /** The same tools with other input schemas: given each name and schema, the one to publish. */
  public ToolRegistry withInputSchemas(BiFunction<String, ObjectNode, ObjectNode> schemas) {
    return new ToolRegistry(
        tools.values().stream()
            .map(tool -> tool.withInputSchema(schemas.apply(tool.name(), tool.inputSchema())))
            .toList());
  }

  /** In the order clients see. */
  public Collection<ToolDefinition> all() {
    return Collections.unmodifiableCollection(tools.values());
  }

  public Optional<ToolDefinition> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }
}
