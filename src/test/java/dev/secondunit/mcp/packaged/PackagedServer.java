package dev.secondunit.mcp.packaged;

import static dev.secondunit.Patience.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged jar as users run it: a command for stdio, a process for HTTP. */
final class PackagedServer implements AutoCloseable {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final Process process;
  private final String url;

  private PackagedServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  static List<String> stdio() {
    return command("stdio");
  }

  private static List<String> command(String... arguments) {
    Path jar = Path.of(System.getProperty("second-unit.jar", "target/second-unit.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing; these tests run on the packaged jar");
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // A collection then takes caches that would go when memory is short, so that it can be
    // measured.
    command.add("-XX:SoftRefLRUPolicyMSPerMB=0");
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts the HTTP server on a free port, in a folder of its own. */
  static PackagedServer http(Map<String, String> environment, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command("http", "--port", "0"));
    builder.environment().putAll(environment);
    builder.redirectError(Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String url = output.readLine();
    if (url == null || !url.startsWith("http://")) {
      process.destroyForcibly();
      throw new IOException("no address: " + url + "\n" + Files.readString(log));
    }
    return new PackagedServer(process, url);
  }

  String url() {
    return url;
  }

  long processId() {
    return process.pid();
  }

  static String jcmd() {
    return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
  }

  /** What the threads of a Java process are doing. */
  static String threads(long processId) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(jcmd(), Long.toString(processId), "Thread.print")
            .redirectErrorStream(true)
            .start();
    String threads = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException(threads);
    }
    return threads;
  }

  /** Until nobody waits for a job in this process, though somebody might for longer. */
  static void awaitNobodyWaiting(long processId) {
    await("nobody waits for a job in process " + processId)
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !threads(processId).contains("JobWatch.await"));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(5, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
