package dev.secondunit.command;

import dev.secondunit.Version;
import dev.secondunit.catalogue.BackendDescriptions;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.ConditionalSchemas;
import dev.secondunit.catalogue.PlanningContext;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.ToolsManifest;
import dev.secondunit.mcp.skills.SkillsExtension;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.Tools;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The manifest of this release: the same whoever makes it and whenever, so that it can be compared.
 */
public final class Manifest {
  /** The day the catalogue was last looked over; ends of models are told as of this day. */
  private static final Instant AS_OF = Instant.parse("2026-11-21T00:00:00Z");

  private Manifest() {}

  public static String text() {
    Catalogue catalogue = Catalogue.builtIn();
    ConditionalSchemas schemas = new ConditionalSchemas(catalogue);
    Map<String, Map<String, ObjectNode>> full = new LinkedHashMap<>();
    for (String tool : ConditionalSchemas.TOOLS) {
      Map<String, ObjectNode> perBackend = new LinkedHashMap<>();
      schemas.backends(tool).forEach(name -> perBackend.put(name, schemas.schema(tool, name)));
      full.put(tool, perBackend);
    }
    ObjectNode backends =
        new BackendDescriptions(catalogue)
            .describe(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new PlanningContext(Map.of(), Set.of(), AS_OF));
    return ToolsManifest.write(
        ServerDefinition.secondUnit(
            version(), Tools.registry(ToolChoices.ALL, new ToolFunctions() {})),
        full,
        backends,
        skills());
  }

  /** The release, also when run from classes. */
  private static String version() {
    return Version.current().equals("development") ? "0.1.0" : Version.current();
  }

  private static ObjectNode skills() {
    ObjectNode skills = JsonNodeFactory.instance.objectNode();
    new SkillsExtension().descriptions().forEach(skills::put);
    return skills;
  }
}
