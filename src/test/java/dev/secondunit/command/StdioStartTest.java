package dev.secondunit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent's first questions are answered by a real process that has loaded little for it. */
class StdioStartTest {
  private static final List<String> NOT_FOR_THE_FIRST_ANSWERS =
      List.of(
          "io.micrometer.",
          "io.prometheus.",
          "com.nimbusds.",
          "org.sqlite.",
          "org.postgresql.",
          "com.zaxxer.hikari.",
          "org.flywaydb.",
          "com.github.kagkarlsson.",
          "org.eclipse.jetty.",
          "org.bytedeco.",
          "picocli.");

  @TempDir Path folder;

  @Test
  @Timeout(60)
  void firstAnswers_loadNeitherDatabaseNorHttpNorMetrics() throws Exception {
    Path classes = folder.resolve("classes.txt");
    Path answers = folder.resolve("answers.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load=info:file=" + classes,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.secondunit.Main",
            "stdio");
    builder.environment().put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    builder.environment().put("SECOND_UNIT_MAX_USD_DAY", "1");
    builder.environment().put("SECOND_UNIT_FALLBACK", "gogle");
    builder.environment().put("SECOND_UNIT_MAX_USD_TOTAL", "abc");
    Path warnings = folder.resolve("warnings.txt");
    Process process =
        builder.redirectOutput(answers.toFile()).redirectError(warnings.toFile()).start();
    ask(process);

    assertTrue(process.waitFor(40, TimeUnit.SECONDS));
    assertEquals(3, Files.readAllLines(answers).size());
    assertTrue(
        Files.readString(warnings)
            .contains(
                "SECOND_UNIT_MAX_USD_DAY is no setting and has no effect; the nearest one is"
                    + " SECOND_UNIT_MAX_USD_PER_DAY."),
        Files.readString(warnings));
    assertEquals(
        1,
        Files.readAllLines(warnings).stream()
            .filter(
                line ->
                    line.equals(
                        "warning: SECOND_UNIT_FALLBACK names \"gogle\", which is no backend; the"
                            + " nearest one is google."))
            .count(),
        Files.readString(warnings));
    assertTrue(
        Files.readString(warnings)
            .contains(
                "warning: SECOND_UNIT_MAX_USD_TOTAL: \"abc\" is not an amount in USD such as 2.50."
                    + " Every call fails until it is right."),
        Files.readString(warnings));
    List<String> loaded = Files.readAllLines(classes);
    assertTrue(
        loaded.stream().anyMatch(line -> line.contains(" dev.secondunit.mcp.Methods ")),
        "the list of classes is one");
    List<String> needless =
        loaded.stream()
            .filter(line -> NOT_FOR_THE_FIRST_ANSWERS.stream().anyMatch(line::contains))
            .filter(line -> !line.contains("source: jrt:"))
            .limit(5)
            .toList();
    assertEquals(List.of(), needless);
  }

  private static void ask(Process process) throws IOException {
    String modern =
        "\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}\n";
    try (OutputStream in = process.getOutputStream()) {
      for (String line :
          List.of(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
                  + "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                  + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}\n",
              "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"server/discover\"," + modern,
              "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"," + modern)) {
        in.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
