package dev.secondunit.mcp.skills;

import dev.secondunit.mcp.Json;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One skill: a folder with a {@code SKILL.md}, whose head says what it is for.
 *
 * @param name also the folder's
 * @param frontmatter the head of {@code SKILL.md}, every field of it; not to be changed
 * @param files all of them, in order of their URIs
 */
record Skill(String name, ObjectNode frontmatter, List<SkillFile> files) {
  static final String SCHEME = "skill://";
  private static final String MAIN = "/SKILL.md";
  private static final String FENCE = "---";

  Skill {
    files = List.copyOf(files);
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(frontmatter, "frontmatter");
  }

  /**
   * @param files whose URIs begin with {@code skill://} and the name
   */
  static Skill of(String name, List<SkillFile> files) {
    SkillFile main =
        files.stream()
            .filter(file -> file.uri().equals(SCHEME + name + MAIN))
            .findFirst()
            .orElseThrow(() -> wrong(name, "has no SKILL.md"));
    ObjectNode frontmatter = frontmatter(name, main);
    if (!frontmatter.path("name").asString("").equals(name)) {
      throw wrong(name, "calls itself " + frontmatter.path("name"));
    }
    if (!frontmatter.path("description").isString()) {
      throw wrong(name, "has no description");
    }
    return new Skill(name, frontmatter, files);
  }

  private static ObjectNode frontmatter(String name, SkillFile main) {
    List<String> lines = main.text() == null ? List.of() : main.text().lines().toList();
    int end = lines.isEmpty() ? -1 : lines.subList(1, lines.size()).indexOf(FENCE);
    if (end < 0 || !lines.get(0).equals(FENCE)) {
      throw wrong(name, "has no head between two lines of " + FENCE);
    }
    try {
      JsonNode head = new YAMLMapper().readTree(String.join("\n", lines.subList(1, end + 1)));
      if (head instanceof ObjectNode object) {
        return object;
      }
      throw wrong(name, "has a head that is no map");
    } catch (JacksonException e) {
      throw new IllegalStateException("the skill " + name + " has a head that is not YAML", e);
    }
  }

  private static IllegalStateException wrong(String name, String how) {
    return new IllegalStateException("the skill " + name + " " + how);
  }

  String description() {
    return frontmatter.get("description").stringValue();
  }

  String uri() {
    return SCHEME + name + MAIN;
  }

  /** As the extension tells of it: with every file, so that nothing can be slipped in. */
  ObjectNode entry() {
    ObjectNode entry = Json.object().put("uri", uri());
    entry.set("frontmatter", frontmatter.deepCopy());
    ArrayNode resources = entry.putArray("resources");
    for (SkillFile file : files) {
      resources
          .addObject()
          .put("uri", file.uri())
          .put("digest", file.digest())
          .put("size", file.bytes().length);
    }
    return entry;
  }

  /** The entry of {@code SKILL.md} in a list of resources, named and described as the skill is. */
  ObjectNode listing() {
    return Json.object()
        .put("uri", uri())
        .put("name", name)
        .put("description", description())
        .put("mimeType", "text/markdown");
  }
}
