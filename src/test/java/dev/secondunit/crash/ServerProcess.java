package dev.secondunit.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A real server process and the raw protocol to it, for tests that kill it or flood it. Both of its
 * outputs are always read, so it never stands still because nobody listens. Calls are made by one
 * thread at a time.
 */
final class ServerProcess implements AutoCloseable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int KEPT_LINES = 400;

  /** What the reader of the output says when there is no more. */
  private static final String ENDED = "";

  private final Process process;
  private final OutputStream in;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Deque<String> log = new ArrayDeque<>();
  private boolean logEnded;
  private int lastId = 1;

  private ServerProcess(Process process) {
    this.process = process;
    this.in = process.getOutputStream();
    read(process.getInputStream(), answers::add, () -> answers.add(ENDED));
    read(process.getErrorStream(), this::logged, this::endLog);
  }

  private static void read(
      InputStream stream, java.util.function.Consumer<String> each, Runnable end) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().forEach(each);
              } catch (IOException | UncheckedIOException e) {
                // The process was killed.
              } finally {
                end.run();
              }
            },
            "server-output");
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void logged(String line) {
    if (log.size() == KEPT_LINES) {
      log.removeFirst();
    }
    log.addLast(line);
    notifyAll();
  }

  private synchronized void endLog() {
    logEnded = true;
    notifyAll();
  }

  /** Starts a main class of this project and shakes hands with it. */
  static ServerProcess start(Map<String, String> environment, String main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(command(main));
    command.addAll(List.of(arguments));
    return start(environment, command);
  }

  /** Starts a command that is, in the end, a server and shakes hands with it. */
  static ServerProcess start(Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    ServerProcess server = new ServerProcess(builder.start());
    ObjectNode hello = server.request("initialize");
    ObjectNode parameters = hello.putObject("params");
    parameters.put("protocolVersion", "2025-11-25").putObject("capabilities");
    parameters.putObject("clientInfo").put("name", "test").put("version", "1");
    server.write(hello);
    server.write(
        JSON.objectNode().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    return server;
  }

  static List<String> command(String main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        main);
  }

  long pid() {
    return process.pid();
  }

  private ObjectNode request(String method) {
    ObjectNode request = JSON.objectNode().put("jsonrpc", "2.0").put("method", method);
    request.put("id", lastId++);
    return request;
  }

  private synchronized void write(ObjectNode message) throws IOException {
    in.write((message + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Sends a call without waiting for its answer. */
  void send(String tool, ObjectNode arguments) throws IOException {
    ObjectNode call = request("tools/call");
    call.putObject("params").put("name", tool).set("arguments", arguments);
    write(call);
  }

  /** The next answer to a call, as the JSON in its text. */
  ObjectNode nextAnswer() throws IOException {
    while (true) {
      String line = nextLine();
      JsonNode message = JsonMapper.shared().readTree(line);
      if (message.at("/result/content").isArray()) {
        return (ObjectNode)
            JsonMapper.shared().readTree(message.at("/result/content/0/text").asString());
      }
      if (message.has("error")) {
        throw new IOException(line);
      }
    }
  }

  private String nextLine() throws IOException {
    try {
      String line = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw new IOException("no answer within " + PATIENCE + "; the log: " + log());
      }
      if (line.equals(ENDED)) {
        answers.add(ENDED);
        throw new IOException("the server ended; its log: " + log());
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  ObjectNode call(String tool, ObjectNode arguments) throws IOException {
    send(tool, arguments);
    return nextAnswer();
  }

  /** The last lines of the log. */
  synchronized List<String> log() {
    return List.copyOf(log);
  }

  /** Waits until a line of the log begins so. */
  void awaitLog(String wanted) throws IOException {
    if (awaitLog(wanted, PATIENCE).isEmpty()) {
      throw notLogged(wanted);
    }
  }

  /** Waits until a line of the log holds these words. */
  void awaitLogWith(String words) throws IOException {
    if (awaitLog(line -> line.contains(words), PATIENCE).isEmpty()) {
      throw notLogged(words);
    }
  }

  private IOException notLogged(String wanted) {
    return new IOException("no \"" + wanted + "\" in the log: " + log());
  }

  /** Waits until a line of the log begins so, and takes it out; empty when none came in time. */
  Optional<String> awaitLog(String beginning, Duration atMost) {
    return awaitLog(line -> line.startsWith(beginning), atMost);
  }

  private synchronized Optional<String> awaitLog(Predicate<String> wanted, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      for (String line : log) {
        if (wanted.test(line)) {
          log.remove(line);
          return Optional.of(line);
        }
      }
      long left = end - System.nanoTime();
      if (logEnded || left <= 0) {
        return Optional.empty();
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  /** Closes its standard input, as a host does that needs it no more. */
  void endInput() throws IOException {
    in.close();
  }

  /** SIGTERM; its streams stay open. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Waits until it has ended by itself, and gives back its exit code. */
  int awaitEnd() throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("it does not end; its log: " + log());
    }
    return process.exitValue();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
