package dev.secondunit.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolDefinition;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every client sees, tool by tool. */
class ToolListTest {
  private static final int MOST_BYTES = 20_000;

  /** The keywords that hosts and model APIs are known to take; everything else breaks somebody. */
  private static final Set<String> PORTABLE =
      Set.of(
          "type",
          "description",
          "enum",
          "minimum",
          "maximum",
          "items",
          "properties",
          "required",
          "additionalProperties");

  private static final Set<String> TYPES =
      Set.of("string", "integer", "number", "boolean", "array", "object");

  private static final Set<String> PAID =
      Set.of("generate_media", "continue_from", "read_media", "analyze_video", "retry_jobs");

  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final ServerDefinition SERVER =
      ServerDefinition.secondUnit("0", Tools.registry(ToolChoices.ALL, new ToolFunctions() {}));

  static Collection<ToolDefinition> definitions() {
    return Tools.registry(ToolChoices.ALL, new ToolFunctions() {}).all();
  }

  static List<ObjectNode> listings() {
    return SERVER.offer().tools().stream().map(ServedTool::listing).toList();
  }

  @Test
  void list_isTheTenTools_inOrder() {
    assertEquals(
        List.of(
            "generate_media",
            "continue_from",
            "read_media",
            "analyze_video",
            "get_jobs",
            "wait_for_jobs",
            "cancel_jobs",
            "retry_jobs",
            "describe_backends",
            "assemble_media"),
        SERVER.offer().tools().stream().map(ServedTool::name).toList());
  }

  @Test
  void list_fitsItsBudget() throws Exception {
    ObjectNode list = new Methods(SERVER).call("tools/list", Json.object(), null);
    int bytes = list.toString().getBytes(StandardCharsets.UTF_8).length;

    assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
  }

  @Test
  void instructions_fitWhatHostsShow() {
    int length = SERVER.identity().instructions().length();

    assertTrue(length <= 2_000, length + " characters");
    for (String word : List.of("wait_for_jobs", "Never call", "dry_run", "previz")) {
      assertTrue(SERVER.identity().instructions().contains(word), word);
    }
  }

  @ParameterizedTest
  @MethodSource("listings")
  void tool_hasNameTitleDescriptionAndAllHints(ObjectNode tool) {
    assertTrue(tool.get("name").stringValue().matches("[a-z][a-z_]{0,39}"));
    assertEquals(tool.get("title"), tool.at("/annotations/title"));
    String description = tool.get("description").stringValue();
    assertTrue(description.length() <= 1_000, description.length() + " characters");
    assertTrue(description.endsWith("."), description);
    for (String hint :
        List.of("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint")) {
      assertTrue(tool.at("/annotations/" + hint).isBoolean(), hint);
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void tool_thatCanSpend_isNeitherReadOnlyNorClosedWorldNorIdempotent(ToolDefinition tool) {
    if (PAID.contains(tool.name())) {
      assertFalse(tool.hints().readOnly());
      assertTrue(tool.hints().openWorld());
      assertFalse(tool.hints().idempotent());
    }
  }

  @ParameterizedTest
  @MethodSource("listings")
  void inputSchema_keepsToThePortableSubset(ObjectNode tool) {
    JsonNode schema = tool.get("inputSchema");

    assertEquals("object", schema.get("type").stringValue());
    assertFalse(schema.get("additionalProperties").booleanValue());
    portable(schema, tool.get("name").stringValue(), 0);
  }

  @ParameterizedTest
  @MethodSource("listings")
  void outputSchema_isAnObjectInThePortableSubset(ObjectNode tool) {
    if (tool.has("outputSchema")) {
      assertEquals("object", tool.at("/outputSchema/type").stringValue());
      onlyPortableKeywords(tool.get("outputSchema"), tool.get("name").stringValue());
    }
  }

  @ParameterizedTest
  @MethodSource("listings")
  void tool_isAsItsSnapshotSays(ObjectNode tool) throws IOException {
    Path snapshot =
        Path.of("src/test/resources/tool-snapshots/" + tool.get("name").stringValue() + ".json");
    String now = PRETTY.writeValueAsString(tool).replace("\r\n", "\n") + "\n";
    if (Boolean.getBoolean("update.snapshots")) {
      Files.createDirectories(snapshot.getParent());
      Files.writeString(snapshot, now);
    }

    assertEquals(
        Files.readString(snapshot),
        now,
        "If the change is meant, run the tests with -Dupdate.snapshots=true and look at the diff.");
  }

  @Test
  void snapshots_areOnlyOfToolsThatExist() throws IOException {
    try (var files = Files.list(Path.of("src/test/resources/tool-snapshots"))) {
      assertEquals(
          SERVER.offer().tools().stream()
              .map(tool -> tool.name() + ".json")
              .collect(Collectors.toSet()),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  private static void portable(JsonNode schema, String where, int depth) {
    onlyPortableKeywords(schema, where);
    boolean container = schema.has("properties") || schema.has("items");
    assertTrue(!container || depth <= 3, where + " is too deep");
    assertTrue(TYPES.contains(schema.path("type").asString("")), where + " has no single type");
    if (schema.get("type").stringValue().equals("array")) {
      portable(schema.path("items"), where + "[]", depth + 1);
    }
    for (JsonNode word : schema.path("enum")) {
      assertTrue(word.isString(), where + " has an enum of something else than words");
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String name = where + "." + property.getKey();
              assertTrue(property.getKey().matches("[a-z][a-z0-9_]{0,39}"), name);
              assertTrue(
                  property.getValue().path("description").asString("").length() > 2,
                  name + " has no description");
              portable(property.getValue(), name, depth + 1);
            });
  }

  private static void onlyPortableKeywords(JsonNode schema, String where) {
    for (String keyword : schema.propertyNames()) {
      assertTrue(PORTABLE.contains(keyword), where + " uses " + keyword);
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> onlyPortableKeywords(property.getValue(), where + "." + property.getKey()));
    if (schema.has("items")) {
      onlyPortableKeywords(schema.get("items"), where + "[]");
    }
  }
}
