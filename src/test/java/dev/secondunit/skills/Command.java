package dev.secondunit.skills;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs that the examples name: npm, node, bash, apt-get. */
final class Command {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * How a program ended.
   *
   * @param output everything it wrote to both streams
   */
  record Ended(int exitCode, String output) {
    String orFail() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + "\n" + output);
      }
      return output;
    }
  }

  private Command() {}

  static Ended run(Path folder, String... line) throws InterruptedException {
    return run(folder, Map.of(), line);
  }

  static Ended run(Path folder, Map<String, String> environment, String... line)
      throws InterruptedException {
    try {
      Path output = Files.createTempFile("command", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(List.of(line))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError(
              String.join(" ", line) + " takes more than " + LIMIT + "\n" + text(output));
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String text = text(output);
      Files.delete(output);
      return new Ended(process.exitValue(), text);
    } catch (IOException e) {
      throw new AssertionError(String.join(" ", line), e);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
