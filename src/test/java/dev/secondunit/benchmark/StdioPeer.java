package dev.secondunit.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server process and its client in the plainest form: lines written, lines read, so that little
 * of what is measured is the client's own. For one thread. What the server says on standard error
 * goes to a file.
 */
final class StdioPeer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Process process;
  private final OutputStream in;
  private final BufferedReader out;
  private final long startedAt;
  private int lastId;

  private StdioPeer(Process process, long startedAt) {
    this.process = process;
    this.startedAt = startedAt;
    this.in = process.getOutputStream();
    this.out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 1 << 16);
  }

  static StdioPeer spawn(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = builder(command, environment);
    builder.redirectError(Redirect.appendTo(log.toFile()));
    long start = System.nanoTime();
    return new StdioPeer(builder.start(), start);
  }

  /** With these settings, and none of whoever runs the benchmarks. */
  static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(StdioPeer::decidesWhatServersDo);
    builder.environment().putAll(environment);
    return builder;
  }

  private static boolean decidesWhatServersDo(String variable) {
    return variable.endsWith("_API_KEY")
        || variable.endsWith("_BASE_URL")
        || variable.startsWith("SECOND_UNIT_")
        || variable.equals("JAVA_TOOL_OPTIONS");
  }

  /** Shakes hands and returns the milliseconds from the start of the process to the answer. */
  double initialize() throws IOException {
    ObjectNode parameters = object();
    parameters.put("protocolVersion", "2025-11-25");
    parameters.putObject("capabilities");
    parameters.putObject("clientInfo").put("name", "benchmark").put("version", "1");
    write(request("initialize", parameters));
    readLine();
    double milliseconds = (System.nanoTime() - startedAt) / 1e6;
    ObjectNode initialized = object();
    initialized.put("jsonrpc", "2.0").put("method", "notifications/initialized");
    write(initialized);
    return milliseconds;
  }

  /** The line that answers {@code tools/list}. */
  String listTools() throws IOException {
    write(request("tools/list", object()));
    return answerTo(lastId).line();
  }

  /** Calls a tool, waits for its answer and returns the structured content. */
  JsonNode call(String tool, ObjectNode arguments) throws IOException {
    Answer answer = timedCall(tool, arguments);
    return answer.json().path("result").path("structuredContent");
  }

  /** An answer, and the milliseconds from writing the request to having its line. */
  record Answer(String line, double milliseconds) {
    JsonNode json() {
      return JSON.readTree(line);
    }
  }

  Answer timedCall(String tool, ObjectNode arguments) throws IOException {
    byte[] line = bytes(request("tools/call", call(lastId + 1, tool, arguments)));
    long start = System.nanoTime();
    in.write(line);
    in.flush();
    String answered = answerTo(lastId).line();
    return checked(new Answer(answered, (System.nanoTime() - start) / 1e6));
  }

  /**
   * Calls a tool many times, keeping so many calls on their way, and returns the seconds that it
   * took until the last was answered. Fails when one was refused.
   */
  double callMany(String tool, List<ObjectNode> each, int atOnce) throws IOException {
    List<byte[]> lines = lines(tool, each);
    long start = System.nanoTime();
    Set<String> answers = answersTo(lines, atOnce);
    double seconds = (System.nanoTime() - start) / 1e9;
    answers.forEach(line -> checked(new Answer(line, 0)));
    return seconds;
  }

  /** The same, with the answers whatever they say, in any order. */
  List<JsonNode> answerMany(String tool, List<ObjectNode> each, int atOnce) throws IOException {
    return answersTo(lines(tool, each), atOnce).stream().map(JSON::readTree).toList();
  }

  private List<byte[]> lines(String tool, List<ObjectNode> each) {
    return each.stream()
        .map(arguments -> bytes(request("tools/call", call(lastId + 1, tool, arguments))))
        .toList();
  }

  private Set<String> answersTo(List<byte[]> lines, int atOnce) throws IOException {
    Set<String> answers = new HashSet<>();
    int written = 0;
    while (answers.size() < lines.size()) {
      while (written < lines.size() && written - answers.size() < atOnce) {
        in.write(lines.get(written++));
      }
      in.flush();
      String line = readLine();
      if (line.contains("\"result\"") || line.contains("\"error\"")) {
        answers.add(line);
      }
    }
    return answers;
  }

  private static ObjectNode call(int id, String tool, ObjectNode arguments) {
    ObjectNode parameters = object();
    parameters.put("name", tool);
    parameters.set("arguments", arguments);
    return parameters;
  }

  private static Answer checked(Answer answer) {
    JsonNode json = answer.json();
    if (json.has("error") || json.path("result").path("isError").asBoolean(false)) {
      throw new IllegalStateException("refused: " + answer.line());
    }
    return answer;
  }

  private Answer answerTo(int id) throws IOException {
    while (true) {
      String line = readLine();
      // Notifications may come between; they have a method and no answer's id.
      if (!line.contains("\"method\"") || JSON.readTree(line).path("id").asInt(-1) == id) {
        return new Answer(line, 0);
      }
    }
  }

  private String readLine() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the server ended: " + process.info().commandLine().orElse("?"));
    }
    return line;
  }

  private ObjectNode request(String method, ObjectNode parameters) {
    ObjectNode request = object();
    request.put("jsonrpc", "2.0").put("id", ++lastId).put("method", method);
    request.set("params", parameters);
    return request;
  }

  private void write(ObjectNode message) throws IOException {
    in.write(bytes(message));
    in.flush();
  }

  private static byte[] bytes(ObjectNode message) {
    return (JSON.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  long processId() {
    return process.pid();
  }

  /** Resident memory in bytes, or -1 where the system does not tell. */
  long residentBytes() {
    Path status = Path.of("/proc/" + processId() + "/status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the server by ending its input, and by force when that does not do. */
  @Override
  public void close() throws IOException {
    in.close();
    try {
      if (process.waitFor(1, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
