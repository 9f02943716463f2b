package dev.secondunit.mcp.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of {@code src/test/node/clients} with what its lock file names, and programs run in it.
 */
final class NodeProject {
  private static final Path SOURCE = Path.of("src/test/node/clients");

  private final Path folder;

  private NodeProject(Path folder) {
    this.folder = folder;
  }

  static NodeProject install(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    NodeProject project = new NodeProject(folder);
    Said installed =
        project
            .start(Map.of(), "npm", "ci", "--ignore-scripts", "--prefer-offline")
            .await(Duration.ofMinutes(5));
    assertEquals(0, installed.status(), installed::words);
    return project;
  }

  /**
   * How a program ended.
   *
   * @param output what it wrote to standard output
   * @param log what it wrote to standard error
   */
  record Said(int status, String output, String log) {
    String words() {
      return "status " + status + "\n" + output + "\n" + log;
    }
  }

  /** A program that has been started here. */
  record Running(String name, Process process, Path output, Path log) {
    Said await(Duration limit) throws IOException, InterruptedException {
      boolean ended;
      try {
        ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String said = Files.readString(output);
      String logged = Files.readString(log);
      assertTrue(ended, () -> name + " did not end within " + limit + ":\n" + said + logged);
      return new Said(process.exitValue(), said, logged);
    }
  }

  Running start(Map<String, String> environment, String... command) throws IOException {
    return start(environment, List.of(command));
  }

  Running start(Map<String, String> environment, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path log = Files.createTempFile(folder, "log", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectOutput(output.toFile()).redirectError(log.toFile());
    return new Running(command.get(0), builder.start(), output, log);
  }

  /** Starts the Inspector, which writes nothing outside this folder. */
  Running inspector(Map<String, String> environment, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", "node_modules/.bin/mcp-inspector"));
    command.addAll(arguments);
    Map<String, String> own = new java.util.HashMap<>(environment);
    own.put("MCP_CATALOG_PATH", folder.resolve("catalogue.json").toString());
    return start(own, command);
  }
}
