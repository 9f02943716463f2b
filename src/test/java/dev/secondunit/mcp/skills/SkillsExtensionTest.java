package dev.secondunit.mcp.skills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Methods;
import dev.secondunit.mcp.OneWayExchange;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedTool;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.tool.Caller;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class SkillsExtensionTest {
  private static final Path FOLDER = Path.of("skills");

  @TempDir Path temporary;

  private final SkillsExtension extension = new SkillsExtension();
  private final Methods methods =
      new Methods(
          new ServerDefinition("s", "S", "1", "", List.<ServedTool>of())
              .with(List.of(extension.files()), List.of(), null)
              .with(new ServerDefinition.Extensions(null, List.of(extension.served()))));

  @Test
  void list_hasEveryFolder_withEveryFileAndItsDigest() throws Exception {
    JsonNode skills = call("skills/list", Json.object()).get("skills");
    Map<String, byte[]> expected = filesOfTheRepository();
    Set<String> seen = new TreeSet<>();

    for (JsonNode skill : skills) {
      String name = skill.at("/frontmatter/name").asString();
      assertEquals("skill://" + name + "/SKILL.md", skill.get("uri").asString());
      assertEquals(skill, call("skills/get", uri(skill.get("uri").asString())).get("skill"));
      for (JsonNode file : skill.get("resources")) {
        String uri = file.get("uri").asString();
        byte[] bytes = expected.get(uri);
        assertTrue(seen.add(uri), uri);
        assertEquals(sha256(bytes), file.get("digest").asString(), uri);
        assertEquals(bytes.length, file.get("size").asInt(), uri);
        JsonNode read = call("resources/read", uri(uri)).at("/contents/0");
        assertEquals(
            sha256(bytes),
            sha256(read.get("text").asString().getBytes(StandardCharsets.UTF_8)),
            "what is read is what was digested: " + uri);
      }
    }
    assertEquals(expected.keySet(), seen);
  }

  @Test
  void frontmatter_isWhatStandsInTheFile() throws Exception {
    JsonNode remotion =
        call("skills/get", uri("skill://remotion/SKILL.md")).at("/skill/frontmatter");

    assertEquals("Apache-2.0", remotion.get("license").asString());
    assertTrue(remotion.at("/metadata/remotion").isString(), remotion.toString());
    assertEquals(
        Set.of("name", "description", "license", "compatibility", "metadata"),
        Set.copyOf(remotion.propertyNames()));
  }

  @Test
  void resourcesList_showsWhereEachSkillBegins() throws Exception {
    JsonNode resources = call("resources/list", Json.object()).get("resources");

    assertEquals(5, resources.size());
    for (JsonNode resource : resources) {
      assertEquals(
          "skill://" + resource.get("name").asString() + "/SKILL.md",
          resource.get("uri").asString());
      assertEquals("text/markdown", resource.get("mimeType").asString());
      assertEquals(
          call("skills/get", uri(resource.get("uri").asString()))
              .at("/skill/frontmatter/description"),
          resource.get("description"));
    }
  }

  @Test
  void directories_leadToEveryFile() throws Exception {
    Set<String> found = new TreeSet<>();
    List<String> open = new ArrayList<>(List.of("skill://remotion"));
    while (!open.isEmpty()) {
      for (JsonNode child :
          call("resources/directory/read", uri(open.remove(0))).get("resources")) {
        boolean directory = child.get("mimeType").asString().equals("inode/directory");
        (directory ? open : found).add(child.get("uri").asString());
      }
    }
    Set<String> expected = new TreeSet<>(filesOfTheRepository().keySet());
    expected.removeIf(uri -> !uri.startsWith("skill://remotion/"));

    assertEquals(expected, found);
  }

  @ParameterizedTest
  @CsvSource({
    "skills/get, skill://nothing/SKILL.md",
    "skills/get, skill://remotion/rules/fonts.md",
    "skills/get, skill://remotion",
    "resources/directory/read, skill://remotion/SKILL.md",
    "resources/directory/read, skill://remotion/",
    "resources/directory/read, skill://remotion/nothing",
    "resources/directory/read, skill:/",
    "resources/read, skill://remotion/../remotion/SKILL.md",
    "resources/read, skill://remotion/%53KILL.md",
    "resources/read, skill://remotion",
  })
  void whatIsNotServed_isRefused(String method, String uri) {
    ProtocolException refused = assertThrows(ProtocolException.class, () -> call(method, uri(uri)));

    assertEquals(method.equals("resources/read") ? -32002 : -32602, refused.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"skills/get", "resources/directory/read"})
  void withoutUri_isRefused(String method) {
    ProtocolException refused =
        assertThrows(ProtocolException.class, () -> call(method, Json.object().put("uri", 1)));

    assertEquals(-32602, refused.code());
  }

  @Test
  void jar_givesTheSameAsTheFolder() throws Exception {
    Path jar = temporary.resolve("packaged.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry("skills/"));
      for (Map.Entry<String, byte[]> file : filesOfTheRepository().entrySet()) {
        entries.putNextEntry(new JarEntry("skills/" + file.getKey().substring(8)));
        entries.write(file.getValue());
      }
      entries.putNextEntry(new JarEntry("elsewhere/SKILL.md"));
    }
    URI known = URI.create("jar:" + jar.toUri() + "!" + PackagedSkills.KNOWN);

    assertEquals(
        PackagedSkills.load().stream().map(Skill::entry).toList(),
        PackagedSkills.load(known.toURL()).stream().map(Skill::entry).toList());
  }

  @Test
  void bytesThatAreNoText_areReadAsBytes() {
    SkillFile file = SkillFile.of("skill://a/font.woff2", new byte[] {(byte) 0xc3, 0x28});

    assertNull(file.text());
    assertEquals("application/octet-stream", file.mediaType());
    assertEquals("wyg=", file.content().get("blob").asString());
    assertFalse(file.content().has("text"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no head",
        "---\nname: a\n",
        "---\nname: b\ndescription: d\n---\n",
        "---\nname: a\n---\n",
        "---\n- a\n---\n",
        "---\nname: [a\n---\n"
      })
  void brokenHead_isSaid(String text) {
    SkillFile main = SkillFile.of("skill://a/SKILL.md", text.getBytes(StandardCharsets.UTF_8));
    IllegalStateException said =
        assertThrows(IllegalStateException.class, () -> Skill.of("a", List.of(main)));

    assertTrue(said.getMessage().startsWith("the skill a "), said.getMessage());
  }

  private static Map<String, byte[]> filesOfTheRepository() throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(FOLDER)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = FOLDER.relativize(file).toString().replace('\\', '/');
        if (!path.contains("/node_modules/") && !path.contains("/out/")) {
          files.put("skill://" + path, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static ObjectNode uri(String uri) {
    return Json.object().put("uri", uri);
  }

  private ObjectNode call(String method, ObjectNode params) throws Exception {
    return methods.call(method, params, new Anybody());
  }

  private record Anybody() implements OneWayExchange {
    @Override
    public Caller caller() {
      return Caller.onThisMachine("session");
    }

    @Override
    public ObjectNode clientCapabilities() {
      return Json.object();
    }
  }
}
