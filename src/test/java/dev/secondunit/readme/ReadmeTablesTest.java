package dev.secondunit.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.config.Setting;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolDefinition;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The tables in {@code README.md} come from the tools and the settings themselves. Run with {@code
 * -Dsecond-unit.update=true} to write them anew.
 */
class ReadmeTablesTest {
  private static final Path README = Path.of("README.md");
  private static final String END = "<!-- /generated -->";

  @Test
  void tools_areThoseClientsSee() throws Exception {
    StringBuilder table = new StringBuilder("| Tool | Purpose | Arguments |\n|---|---|---|\n");
    for (ToolDefinition tool : Tools.registry(ToolChoices.ALL, new ToolFunctions() {}).all()) {
      row(table, "`" + tool.name() + "`", keySentence(tool), arguments(tool));
    }
    assertCurrent("tools", table.toString());
  }

  @Test
  void settings_areThoseThatAreRead() throws Exception {
    StringBuilder table = new StringBuilder("| Variable | Default | Meaning |\n|---|---|---|\n");
    for (Setting setting : Setting.values()) {
      row(table, "`" + setting.name() + "`", setting.defaultInWords(), setting.purpose());
    }
    assertCurrent("settings", table.toString());
  }

  private static String keySentence(ToolDefinition tool) {
    String description = tool.description();
    int end = description.indexOf(". ");
    return end < 0 ? description : description.substring(0, end + 1);
  }

  /** All arguments in the order of the schema, the required ones in bold. */
  private static String arguments(ToolDefinition tool) {
    Set<String> required = new HashSet<>();
    for (JsonNode name : tool.inputSchema().path("required")) {
      required.add(name.stringValue());
    }
    Iterable<String> names = tool.inputSchema().path("properties").propertyNames();
    return StreamSupport.stream(names.spliterator(), false)
        .map(name -> required.contains(name) ? "**`" + name + "`**" : "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  private static void row(StringBuilder table, String... cells) {
    for (String cell : cells) {
      table.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    table.append("|\n");
  }

  private static void assertCurrent(String name, String wanted) throws IOException {
    String start = "<!-- generated:" + name + " -->\n";
    String page = Files.readString(README);
    int from = page.indexOf(start) + start.length();
    int to = page.indexOf(END, from);
    assertTrue(from >= start.length() && to >= from, "no markers for " + name);
    if (Boolean.getBoolean("second-unit.update")) {
      page = page.substring(0, from) + wanted + page.substring(to);
      Files.writeString(README, page);
      to = page.indexOf(END, from);
    }
    assertEquals(wanted, page.substring(from, to), "run with -Dsecond-unit.update=true");
  }
}
