package dev.secondunit.skills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.client.ToolClient;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every tool call that the pages show is sent to a real server over stdio.
 *
 * <p>What makes something is sent twice: as written, as a dry run on a server that has every key,
 * so that the catalogue judges it; and for real on a server without keys, where previz stands in
 * for the backend that the example names. What asks a model is answered by the vendor simulators.
 */
class ToolExamplesIT {
  private static final Path WORK = Documents.ROOT.resolve("target/tool-examples");
  private static final Set<String> MAKING = Set.of("generate_media", "continue_from");
  private static final Pattern PLACEHOLDER = Pattern.compile("<([a-z_]+)>");
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final int MOST_WAITS = 6;

  private static VendorSimulators vendors;
  private static ToolClient free;
  private static ToolClient keyed;

  @BeforeAll
  static void startServers() throws Exception {
    NodeProject.delete(WORK);
    ExampleMedia.make(Files.createDirectories(WORK.resolve("media")));
    vendors = VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
    free = server("free", Map.of());
    keyed =
        server(
            "keyed",
            Map.of(
                "XAI_API_KEY",
                "test",
                "XAI_BASE_URL",
                address(Dialect.XAI),
                "GOOGLE_API_KEY",
                "test",
                "GOOGLE_GEMINI_BASE_URL",
                address(Dialect.GOOGLE),
                "OPENAI_API_KEY",
                "test",
                "OPENAI_BASE_URL",
                address(Dialect.OPENAI),
                "ELEVENLABS_API_KEY",
                "test",
                "ELEVENLABS_BASE_URL",
                address(Dialect.ELEVENLABS)));
  }

  @AfterAll
  static void stopServers() {
    free.close();
    keyed.close();
    vendors.close();
  }

  @Test
  void examples_allAnswered() {
    Map<Path, List<ToolExample>> pages =
        ToolExample.all().stream()
            .filter(example -> !copied(example))
            .collect(Collectors.groupingBy(example -> example.fence().page()));
    int found = pages.values().stream().mapToInt(List::size).sum();
    List<String> problems = new ArrayList<>();
    for (List<ToolExample> page : pages.values()) {
      Map<String, String> earlier = new HashMap<>();
      for (ToolExample example : page) {
        try {
          dryRun(example);
          forReal(example, earlier);
        } catch (RuntimeException | AssertionError e) {
          problems.add(example.fence().place() + ": " + e.getMessage());
        }
      }
    }
    assertEquals("", String.join("\n", problems));
    assertTrue(found > 25, "found " + found);
    System.err.println("Tool calls found " + found + " = run " + found);
  }

  private static boolean copied(ToolExample example) {
    return example.fence().page().startsWith(Documents.SKILLS)
        && example.fence().page().getParent().endsWith("references");
  }

  private static void dryRun(ToolExample example) {
    if (!example.tool().equals("generate_media")) {
      return;
    }
    ObjectNode arguments = example.arguments().deepCopy().put("dry_run", true);
    JsonNode plan = keyed.call(example.tool(), arguments);
    assertTrue(plan.path("ok").asBoolean(), plan.toString());
  }

  private static void forReal(ToolExample example, Map<String, String> earlier) {
    ObjectNode arguments = filledIn(example.arguments(), earlier);
    if (arguments.has("backend_type") && MAKING.contains(example.tool())) {
      arguments.put("backend_type", "previz").remove("model");
    }
    boolean asksModel = arguments.has("prompt") && !MAKING.contains(example.tool());
    ToolClient server = asksModel ? keyed : free;
    if (example.tool().equals("read_media")) {
      ToolClient.Shown shown = server.show(example.tool(), arguments);
      assertTrue(!shown.text().isBlank());
      return;
    }
    JsonNode answer = server.call(example.tool(), arguments);
    if (asksModel) {
      assertTrue(answer.path("ok").asBoolean(), answer.toString());
      return;
    }
    if (!arguments.path("dry_run").asBoolean()) {
      remember(finished(answer), earlier);
    }
  }

  /** Waits for whatever the answer left under way and gives the last state of it. */
  private static JsonNode finished(JsonNode answer) {
    ObjectNode wait = JsonNodeFactory.instance.objectNode().put("until", "all");
    if (answer.path("batch_id").isString()) {
      wait.put("batch_id", answer.path("batch_id").stringValue());
    } else if (answer.path("job_id").isString()) {
      wait.putArray("job_ids").add(answer.path("job_id").stringValue());
    } else {
      return answer;
    }
    JsonNode waited = free.call("wait_for_jobs", wait);
    for (int waits = 1; waits < MOST_WAITS && !waited.path("done").asBoolean(); waits++) {
      waited = free.call("wait_for_jobs", wait);
    }
    for (JsonNode job : waited.path("jobs")) {
      assertEquals("succeeded", job.path("status").asString(), job.toString());
    }
    return waited;
  }

  private static void remember(JsonNode answer, Map<String, String> earlier) {
    put(earlier, "batch_id", answer.path("batch_id"));
    JsonNode job = answer.at("/jobs/0");
    put(earlier, "job_id", job.path("job_id"));
    put(earlier, "continuation_id", job.at("/continuation/id"));
    put(earlier, "asset_id", job.at("/files/0/asset_id"));
    put(earlier, "path", job.at("/files/0/path"));
  }

  private static void put(Map<String, String> earlier, String name, JsonNode value) {
    if (value.isString()) {
      earlier.put(name, value.stringValue());
    }
  }

  private static ObjectNode filledIn(ObjectNode arguments, Map<String, String> earlier) {
    Matcher placeholders = PLACEHOLDER.matcher(arguments.toString());
    String text =
        placeholders.replaceAll(
            placeholder -> {
              String value = earlier.get(placeholder.group(1));
              assertTrue(value != null, "no earlier result has a " + placeholder.group(1));
              return Matcher.quoteReplacement(value);
            });
    return (ObjectNode) JSON.readTree(text);
  }

  private static String address(Dialect dialect) {
    return vendors.baseUrl(dialect).toString();
  }

  private static ToolClient server(String name, Map<String, String> keys) {
    Map<String, String> environment = new HashMap<>(keys);
    environment.put("SECOND_UNIT_HOME", WORK.resolve(name).toString());
    return ToolClient.start(
        List.of(
            "bash",
            "-c",
            "cd '"
                + WORK
                + "' && exec java -jar '"
                + System.getProperty("second-unit.jar")
                + "' stdio"),
        environment,
        line -> {},
        words -> {});
  }
}
