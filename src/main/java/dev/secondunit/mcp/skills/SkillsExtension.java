package dev.secondunit.mcp.skills;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.Pages;
import dev.secondunit.mcp.ProtocolException;
import dev.secondunit.mcp.ServedExtension;
import dev.secondunit.mcp.ServedResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The extension {@code io.modelcontextprotocol/skills}: the skills that come with the server, so
 * that a host need not install them. Every file is a resource below {@code skill://}; the lists
 * carry digests. Nothing is read before somebody asks. Safe for many threads.
 *
 * <p>Source: the draft of SEP-2640 as of 2026-08-05 and the checks of the official suite
 * 0.2.0-alpha.12, read on 2026-11-21.
 */
public final class SkillsExtension {
  public static final String IDENTIFIER = "io.modelcontextprotocol/skills";

  private static final String DIRECTORY = "inode/directory";

  private Index index;

  /** What is served, by URI. */
  private record Index(
      Map<String, Skill> skills,
      Map<String, SkillFile> files,
      Map<String, Map<String, ObjectNode>> folders) {
    static Index of(List<Skill> all) {
      Index index = new Index(new LinkedHashMap<>(), new LinkedHashMap<>(), new TreeMap<>());
      for (Skill skill : all) {
        index.skills.put(skill.uri(), skill);
        for (SkillFile file : skill.files()) {
          index.files.put(file.uri(), file);
          boolean main = file.uri().equals(skill.uri());
          index.enter(file.uri(), main ? skill.listing() : file.listing());
        }
      }
      return index;
    }

    /** Enters a file, and the folders above it, into the folder that each lies in. */
    private void enter(String uri, ObjectNode listing) {
      int end = uri.lastIndexOf('/');
      String folder = uri.substring(0, end);
      folders.computeIfAbsent(folder, created -> new TreeMap<>()).put(uri, listing);
      if (folder.lastIndexOf('/') >= Skill.SCHEME.length()) {
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        ObjectNode directory = Json.object().put("uri", folder).put("name", name);
        enter(folder, directory.put("mimeType", DIRECTORY));
      }
    }
  }

  /** The methods of the extension. */
  public ServedExtension served() {
    return new ServedExtension(
        IDENTIFIER,
        Json.object().put("directoryRead", true),
        Map.of(
            "skills/list", (params, exchange) -> list(params),
            "skills/get", (params, exchange) -> get(params),
            "resources/directory/read", (params, exchange) -> directory(params)),
        ServedExtension.Audience.EVERYONE);
  }

  /** The files, of which the list of resources shows where each skill begins. */
  public ServedResource files() {
    ObjectNode listing = Json.object().put("uriTemplate", Skill.SCHEME + "{skill}/{+path}");
    listing.put("name", "skill");
    listing.put("description", "A file of a skill; each skill begins with its SKILL.md.");
    return new ServedResource(
        listing,
        (uri, exchange) -> {
          SkillFile file = index().files().get(uri);
          return file == null ? null : contents(file);
        },
        exchange -> index().skills().values().stream().map(Skill::listing).toList());
  }

  /** What each skill is for, by its name. */
  public Map<String, String> descriptions() {
    Map<String, String> descriptions = new LinkedHashMap<>();
    index().skills().values().forEach(each -> descriptions.put(each.name(), each.description()));
    return descriptions;
  }

  private ObjectNode list(ObjectNode params) throws ProtocolException {
    return Pages.page(
        "skills", index().skills().values().stream().map(Skill::entry).toList(), params);
  }

  private ObjectNode get(ObjectNode params) throws ProtocolException {
    Skill skill = index().skills().get(uri(params));
    if (skill == null) {
      throw ProtocolException.invalidParams("No skill of this server begins at that \"uri\".");
    }
    ObjectNode result = Json.object();
    result.set("skill", skill.entry());
    return result;
  }

  private ObjectNode directory(ObjectNode params) throws ProtocolException {
    Map<String, ObjectNode> children = index().folders().get(uri(params));
    if (children == null) {
      throw ProtocolException.invalidParams("No folder of this server has that \"uri\".");
    }
    return Pages.page("resources", new ArrayList<>(children.values()), params);
  }

  private static String uri(ObjectNode params) throws ProtocolException {
    JsonNode uri = params.path("uri");
    if (!uri.isString()) {
      throw ProtocolException.invalidParams("This method needs a \"uri\".");
    }
    return uri.stringValue();
  }

  private static ArrayNode contents(SkillFile file) {
    ArrayNode contents = Json.MAPPER.createArrayNode();
    return contents.add(file.content());
  }

  private synchronized Index index() {
    if (index == null) {
      index = Index.of(PackagedSkills.load());
    }
    return index;
  }
}
