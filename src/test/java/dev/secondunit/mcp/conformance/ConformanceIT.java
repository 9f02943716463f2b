package dev.secondunit.mcp.conformance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.Json;
import dev.secondunit.mcp.http.HttpOptions;
import dev.secondunit.mcp.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The official suite of the protocol finds what both revisions require. */
class ConformanceIT {
  private static final Path PROJECT = Path.of("src/test/node/conformance");
  private static final String SUMMARY = "=== SUMMARY ===";

  @TempDir Path folder;

  @Test
  void officialSuite_findsWhatBothRevisionsRequire() throws Exception {
    try (Stream<Path> files = Files.list(PROJECT)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Run install = run(Duration.ofMinutes(5), "npm", "ci", "--ignore-scripts", "--prefer-offline");
    assertEquals(0, install.status(), install.said());
    Run node = run(Duration.ofMinutes(5), "npm", "run", "prepare-node");
    assertEquals(0, node.status(), node.said());
    try (HttpServer server =
        new HttpServer(
            Fixtures.server("test"),
            HttpOptions.loopback(0),
            () -> UUID.randomUUID().toString(),
            Clock.systemUTC())) {
      String url = "http://localhost:" + server.start() + "/mcp";
      Run older = suite(url, "2025-11-25", "--requirements", "2025-11-25");
      Run modern = suite(url, "2026-07-28", "--requirements", "2026-07-28");
      assertAll(
          () -> assertEquals(0, older.status(), older.said()),
          () -> assertEquals(0, modern.status(), modern.said()),
          () -> assertEquals(List.of(), notGreen("2025-11-25"), older.said()),
          () -> assertEquals(List.of(), notGreen("2026-07-28"), modern.said()));
      assertTrue(modern.said().contains("✓ tasks-lifecycle"), modern.said());
      for (String scenario : List.of("enumeration", "manifest", "directory")) {
        // Which revision's set holds an extension is not settled, so these are named.
        String name = "sep-2640-skills-" + scenario;
        Run skills =
            suite(url, name, "--scenario", name, "--spec-version", "2026-07-28", "--force");
        assertEquals(0, skills.status(), skills.said());
        assertEquals(List.of(), notGreen(name), skills.said());
      }
    }
  }

  /** What went wrong in any scenario, scored or not: extensions and later additions are not. */
  private List<String> notGreen(String results) throws IOException {
    List<String> notGreen = new ArrayList<>();
    int green = 0;
    try (Stream<Path> files = Files.walk(folder.resolve("results-" + results))) {
      for (Path file : files.filter(file -> file.endsWith("checks.json")).toList()) {
        for (JsonNode check : Json.MAPPER.readTree(file.toFile())) {
          String status = check.path("status").asString();
          green += status.equals("SUCCESS") ? 1 : 0;
          if (status.equals("FAILURE") || status.equals("WARNING")) {
            notGreen.add(check.path("id").asString() + ": " + check.path("errorMessage"));
          }
        }
      }
    }
    assertTrue(green > 1, results + " checked nothing");
    return notGreen;
  }

  private Run suite(String url, String results, String... which)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("node_modules/node/bin/node").toString());
    command.add("node_modules/@modelcontextprotocol/conformance/dist/index.js");
    command.addAll(List.of("server", "--url", url, "-o", "results-" + results));
    command.addAll(List.of(which));
    Run run = run(Duration.ofMinutes(2), command.toArray(String[]::new));
    int summary = Math.max(run.said().indexOf(SUMMARY), run.said().indexOf("Test Results:"));
    System.err.println(results + " " + run.said().substring(Math.max(summary, 0)));
    return run;
  }

  private record Run(int status, String said) {}

  private Run run(Duration limit, String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "said", ".txt");
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    assertTrue(ended, command[0] + " did not end within " + limit + ":\n" + said);
    return new Run(process.exitValue(), said);
  }
}
