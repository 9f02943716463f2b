package dev.secondunit.tool;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as data plus a function. Everything a client sees of a tool comes from here, whatever the
 * protocol revision or transport. Making a definition does no I/O and opens nothing: the function
 * reaches its services lazily.
 *
 * @param name snake case, at most 40 characters
 * @param title a few words for people
 * @param description at most 1,000 characters, the key sentence first
 * @param inputSchema JSON Schema with an object at the root; the portable subset unless the full
 *     profile was asked for
 * @param outputSchema the same for the structured result, or null for a tool that shows pictures
 * @param metadata what goes into the tool's {@code _meta}, or null
 */
public record ToolDefinition(
    String name,
    String title,
    String description,
    ObjectNode inputSchema,
    ObjectNode outputSchema,
    ToolHints hints,
    ObjectNode metadata,
    ToolFunction function) {
  public ToolDefinition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(inputSchema, "inputSchema");
    Objects.requireNonNull(hints, "hints");
    Objects.requireNonNull(function, "function");
  }

  ToolDefinition withInputSchema(ObjectNode schema) {
    return new ToolDefinition(
        name, title, description, schema, outputSchema, hints, metadata, function);
  }
}
