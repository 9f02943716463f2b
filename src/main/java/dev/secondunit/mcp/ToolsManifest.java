package dev.secondunit.mcp;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code tools-manifest.json}: everything a client can learn about this server without starting it.
 * Generated from the same registry that answers {@code tools/list}, so that it cannot say anything
 * else.
 */
public final class ToolsManifest {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ToolsManifest() {}

  /**
   * The manifest as text that ends with a line feed; the same for the same input.
   *
   * @param fullSchemas by tool name, then by backend: the schemas with every condition
   * @param backends the backends with their models and limits
   * @param skills the skills by name, with what they are for
   */
  public static String write(
      ServerDefinition server,
      Map<String, Map<String, ObjectNode>> fullSchemas,
      JsonNode backends,
      JsonNode skills) {
    ObjectNode manifest = Json.object();
    manifest.put("name", server.identity().name());
    manifest.put("title", server.identity().title());
    manifest.put("version", server.identity().version());
    manifest.put("instructions", server.identity().instructions());
    ArrayNode list = manifest.putArray("tools");
    for (ServedTool tool : server.offer().tools()) {
      ObjectNode entry = tool.listing().deepCopy();
      Map<String, ObjectNode> conditional = fullSchemas.getOrDefault(tool.name(), Map.of());
      if (!conditional.isEmpty()) {
        ObjectNode schemas = entry.putObject("fullInputSchemas");
        conditional.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .forEach(schema -> schemas.set(schema.getKey(), schema.getValue()));
      }
      list.add(entry);
    }
    manifest.set("backends", backends);
    manifest.set("skills", skills);
    return PRETTY.writeValueAsString(manifest).replace("\r\n", "\n") + "\n";
  }
}
