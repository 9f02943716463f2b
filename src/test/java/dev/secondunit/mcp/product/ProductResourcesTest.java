package dev.secondunit.mcp.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.PlanningContext;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedPrompt;
import dev.secondunit.mcp.ServedResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ProductResourcesTest {
  private final List<ServedResource> resources =
      new ProductResources(
              caller -> {
                throw new AssertionError("listing must open nothing");
              },
              (caller, most) -> List.of(),
              Catalogue.builtIn(),
              () -> new PlanningContext(Map.of(), Set.of(), Instant.parse("2026-11-21T00:00:00Z")))
          .all(List.of("grok", "previz"));

  private ArrayNode read(String uri) throws Exception {
    for (ServedResource resource : resources) {
      if (uri.equals(resource.listing().path("uri").asString(""))) {
        return resource.reader().read(uri, null);
      }
    }
    return null;
  }

  @Test
  void listed_pagesCanAllBeRead() throws Exception {
    int pages = 0;
    for (ServedResource resource : resources) {
      String uri = resource.listing().path("uri").asString("");
      if (uri.isEmpty()) {
        continue;
      }
      JsonNode content = read(uri).get(0);
      assertEquals(uri, content.path("uri").asString());
      assertEquals(
          resource.listing().path("mimeType").asString(), content.path("mimeType").asString());
      assertFalse(JsonMapper.shared().readTree(content.path("text").asString()).isEmpty());
      pages++;
    }
    assertEquals(6, pages);
  }

  @Test
  void schema_ofGrokVideo_knowsTheLongestDuration() throws Exception {
    String schema = read("schema://generate_media/grok").get(0).path("text").asString();

    assertTrue(schema.contains("\"maximum\":15"), "1 to 15 seconds");
  }

  @Test
  void reader_foreignUri_isNotFound() throws Exception {
    ServedResource page = resources.get(0);

    assertNull(page.reader().read("schema://generate_media/grok", null));
    assertNull(page.reader().read("catalogue://nobody", null));
  }

  @Test
  void prompt_withoutItsArgument_saysWhich() throws Exception {
    ServedPrompt plan = ProductPrompts.all().get(0);
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.putObject("arguments");
    ProtocolException refused =
        assertThrows(ProtocolException.class, () -> plan.handler().get(params, null));
    assertEquals("The prompt plan_shots needs the argument story.", refused.getMessage());

    params.putObject("arguments").put("story", "a 100% true story");
    String text = plan.handler().get(params, null).at("/messages/0/content/text").asString();
    assertTrue(text.contains("a 100% true story"), text);
    assertTrue(text.contains("Length: not said seconds."), text);
  }
}
