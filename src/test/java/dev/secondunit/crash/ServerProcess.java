package dev.secondunit.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A real server process and the raw protocol to it, for tests that kill it or flood it. */
final class ServerProcess implements AutoCloseable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Process process;
  private final OutputStream in;
  private final BufferedReader out;
  private final BufferedReader log;
  private int lastId = 1;

  private ServerProcess(Process process) {
    this.process = process;
    this.in = process.getOutputStream();
    this.out = reader(process.getInputStream());
    this.log = reader(process.getErrorStream());
  }

  private static BufferedReader reader(java.io.InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** Starts a main class of this project and shakes hands with it. */
  static ServerProcess start(Map<String, String> environment, String main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(command(main));
    command.addAll(List.of(arguments));
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
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        main);
  }

  private ObjectNode request(String method) {
    ObjectNode request = JSON.objectNode().put("jsonrpc", "2.0").put("method", method);
    request.put("id", lastId++);
    return request;
  }

  private void write(ObjectNode message) throws IOException {
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
      String line = out.readLine();
      if (line == null) {
        throw new IOException("the server ended");
      }
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

  ObjectNode call(String tool, ObjectNode arguments) throws IOException {
    send(tool, arguments);
    return nextAnswer();
  }

  /** Reads the log until a line says so. */
  void awaitLog(String wanted) throws IOException {
    List<String> seen = new ArrayList<>();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.equals(wanted)) {
        return;
      }
      seen.add(line);
    }
    throw new IOException("the server ended without \"" + wanted + "\": " + seen);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    in.close();
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
