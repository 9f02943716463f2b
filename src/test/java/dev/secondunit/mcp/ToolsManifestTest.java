package dev.secondunit.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.Tools;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ToolsManifestTest {
  @Test
  void write_holdsToolsAsListed_andWhatTheOthersSupply() {
    ServerDefinition server =
        ServerDefinition.secondUnit(
            "1.2.3", Tools.registry(ToolChoices.ALL, new ToolFunctions() {}));

    String text =
        ToolsManifest.write(
            server,
            Map.of("generate_media", Map.of("grok", Json.object().put("type", "object"))),
            Json.MAPPER.readTree("[{\"name\":\"grok\"}]"),
            Json.MAPPER.readTree("[{\"name\":\"video-generation\"}]"));

    JsonNode manifest = Json.MAPPER.readTree(text);
    assertEquals("second-unit", manifest.get("name").stringValue());
    assertEquals("1.2.3", manifest.get("version").stringValue());
    assertEquals(10, manifest.get("tools").size());
    assertEquals("object", manifest.at("/tools/0/fullInputSchemas/grok/type").stringValue());
    assertEquals(
        server.offer().tools().get(1).listing().toString(), manifest.at("/tools/1").toString());
    assertEquals("grok", manifest.at("/backends/0/name").stringValue());
    assertEquals("video-generation", manifest.at("/skills/0/name").stringValue());
    assertEquals('\n', text.charAt(text.length() - 1));
  }
}
