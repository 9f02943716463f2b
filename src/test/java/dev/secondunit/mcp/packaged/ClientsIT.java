package dev.secondunit.mcp.packaged;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.packaged.NodeProject.Running;
import dev.secondunit.mcp.packaged.NodeProject.Said;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clients that nobody of this project wrote use the packaged jar: the protocol's TypeScript clients
 * of both generations, its Java client, and its Inspector; over both transports, in the revisions
 * that each can speak.
 */
class ClientsIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String OLDER = "2025-11-25";
  private static final String MODERN = "2026-07-28";

  @TempDir static Path folder;
  private static VendorSimulators vendors;
  private static NodeProject node;
  private static PackagedServer http;

  @BeforeAll
  static void startWhatAllUse() throws Exception {
    node = NodeProject.install(folder.resolve("node"));
    vendors = VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
    Map<String, String> environment = environment("http");
    environment.put("SECOND_UNIT_FALLBACK", "gogle");
    http = PackagedServer.http(environment, folder.resolve("http.log"));
  }

  @AfterAll
  static void stopWhatAllUse() {
    if (http != null) {
      http.close();
    }
    if (vendors != null) {
      vendors.close();
    }
  }

  /** A server's own folder, and simulated vendors to buy from. */
  private static Map<String, String> environment(String name) {
    Map<String, String> environment = new HashMap<>(vendors.environment());
    environment.put("SECOND_UNIT_HOME", folder.resolve("home-" + name).toString());
    return environment;
  }

  @Test
  void httpServer_atItsStart_namesWhatIsMisspelt() throws Exception {
    String first = Files.readAllLines(folder.resolve("http.log")).get(0);

    assertEquals(
        "warning: SECOND_UNIT_FALLBACK names \"gogle\", which is no backend; the nearest one is"
            + " google.",
        first);
  }

  private record TypeScript(String version, String era, String revision, boolean stdio) {
    String name() {
      return version + "-" + era + (stdio ? "-stdio" : "-http");
    }
  }

  private static List<TypeScript> typeScriptClients() {
    List<TypeScript> clients = new ArrayList<>();
    for (boolean stdio : new boolean[] {true, false}) {
      clients.add(new TypeScript("v1", "legacy", OLDER, stdio));
      clients.add(new TypeScript("v2", "legacy", OLDER, stdio));
      clients.add(new TypeScript("v2", "auto", MODERN, stdio));
      clients.add(new TypeScript("v2", "modern", MODERN, stdio));
    }
    return clients;
  }

  @Test
  void typeScriptClients_listCallFollowCancelPromptAndRead() throws Exception {
    Map<TypeScript, Running> running = new HashMap<>();
    for (TypeScript client : typeScriptClients()) {
      running.put(
          client,
          node.start(
              Map.of(),
              "node",
              "main.mjs",
              client.version(),
              client.era(),
              target(client).toString(),
              client.name(),
              PackagedServer.jcmd()));
    }
    List<Executable> checks = new ArrayList<>();
    for (Map.Entry<TypeScript, Running> each : running.entrySet()) {
      TypeScript client = each.getKey();
      Said said = each.getValue().await(LIMIT);
      checks.add(
          () -> {
            assertEquals(0, said.status(), client.name() + " " + said.words());
            JsonNode seen = JsonMapper.shared().readTree(said.output());
            new Seen(client.name(), seen).check(client.revision(), client.name());
          });
    }
    assertAll(checks);
    PackagedServer.awaitNobodyWaiting(http.processId());
  }

  private ObjectNode target(TypeScript client) {
    ObjectNode target = JsonNodeFactory.instance.objectNode();
    if (!client.stdio()) {
      return target.put("url", http.url());
    }
    List<String> command = PackagedServer.stdio();
    target.put("command", command.get(0));
    command.subList(1, command.size()).forEach(target.putArray("args")::add);
    environment(client.name()).forEach(target.putObject("env")::put);
    return target;
  }

  @Test
  void javaClientOverStdio_listsCallsFollowsCancelsPromptsAndReads() throws Exception {
    JavaConversation.overStdio("java-stdio", PackagedServer.stdio(), environment("java"))
        .check(OLDER, "java-stdio");
  }

  @Test
  void javaClientOverHttp_listsCallsFollowsCancelsPromptsAndReads() throws Exception {
    JavaConversation.overHttp("java-http", http.url(), http.processId()).check(OLDER, "java-http");
  }

  private record Inspection(boolean stdio, String era) {
    @Override
    public String toString() {
      return "Inspector, " + (stdio ? "stdio, " : "HTTP, ") + era;
    }
  }

  private Running inspect(Inspection inspection, String... request) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--cli", "--protocol-era", inspection.era()));
    if (inspection.stdio()) {
      arguments.addAll(PackagedServer.stdio());
    } else {
      arguments.addAll(List.of(http.url(), "--transport", "http"));
    }
    arguments.addAll(List.of(request));
    arguments.addAll(List.of("--format", "json"));
    return node.inspector(environment("inspector"), arguments);
  }

  @Test
  void inspector_findsTheServerOnBothTransportsInEveryEra() throws Exception {
    List<Executable> checks = new ArrayList<>();
    for (boolean stdio : new boolean[] {true, false}) {
      for (String era : List.of("legacy", "auto", "modern")) {
        Inspection inspection = new Inspection(stdio, era);
        // Together, for each spends most of its time starting.
        Running hello = inspect(inspection, "--method", "initialize");
        Running list = inspect(inspection, "--method", "tools/list", "--strict");
        Running call =
            inspect(
                inspection,
                "--method",
                "tools/call",
                "--tool-name",
                "generate_media",
                "--tool-args-json",
                "{\"prompt\":\"a pier\",\"mode\":\"image\",\"backend_type\":\"previz\","
                    + "\"dry_run\":true}");
        Said introduced = hello.await(LIMIT);
        Said listed = list.await(LIMIT);
        Said called = call.await(LIMIT);
        checks.add(() -> checkIntroduction(inspection, introduced));
        checks.add(() -> checkList(inspection, listed));
        checks.add(() -> checkCall(inspection, called));
      }
    }
    assertAll(checks);
  }

  private static void checkIntroduction(Inspection inspection, Said said) {
    JsonNode result = result(inspection, said);
    assertEquals("second-unit", result.at("/serverInfo/name").asString(), inspection::toString);
    String revision = inspection.era().equals("legacy") ? OLDER : MODERN;
    assertEquals(revision, result.path("protocolVersion").asString(), inspection::toString);
    for (String capability : List.of("tools", "resources", "prompts", "completions")) {
      assertTrue(result.path("capabilities").has(capability), inspection + ": " + said.output());
    }
  }

  /** The Inspector's own check of schemas has found nothing: no error and no warning. */
  private static void checkList(Inspection inspection, Said said) {
    List<String> names = new ArrayList<>();
    result(inspection, said).path("tools").forEach(tool -> names.add(tool.at("/name").asString()));
    assertTrue(names.containsAll(Seen.TOOLS), inspection + ": " + names);
    JsonNode findings = JsonMapper.shared().readTree(said.output()).path("schemaFindings");
    assertTrue(findings.isEmpty(), inspection + ": " + findings);
  }

  private static void checkCall(Inspection inspection, Said said) {
    JsonNode result = result(inspection, said);
    JsonNode data = result.path("structuredContent");
    assertTrue(data.path("dry_run").asBoolean(false), inspection + ": " + said.output());
    assertEquals("previz", data.path("backend").asString(), inspection + ": " + said.output());
    assertEquals(
        data,
        JsonMapper.shared().readTree(result.at("/content/0/text").asString()),
        inspection::toString);
  }

  private static JsonNode result(Inspection inspection, Said said) {
    assertEquals(0, said.status(), inspection + ": " + said.words());
    return JsonMapper.shared().readTree(said.output()).path("result");
  }

  @Test
  void inspector_isToldOfFailures() throws Exception {
    Inspection inspection = new Inspection(false, "modern");
    Running unknown = inspect(inspection, "--method", "tools/call", "--tool-name", "no_such_tool");
    Running refused =
        inspect(
            inspection,
            "--method",
            "tools/call",
            "--tool-name",
            "get_jobs",
            "--tool-args-json",
            "{\"limit\":-1}");
    Said unknownSaid = unknown.await(LIMIT);
    Said refusedSaid = refused.await(LIMIT);
    assertEquals(5, unknownSaid.status(), unknownSaid::words);
    assertEquals(5, refusedSaid.status(), refusedSaid::words);
    assertTrue(refusedSaid.words().contains("limit"), refusedSaid::words);
  }
}
