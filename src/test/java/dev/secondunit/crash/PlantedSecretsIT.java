package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.backend.http.FakeServer;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secrets in keys, in addresses inside prompts, in addresses of inputs and in what vendors answer:
 * after a run with many faults and the loudest log, none of them is in any byte that was written.
 */
class PlantedSecretsIT {
  private static final String XAI_KEY = "xai-plantedkey-7b1d0c5a9e";
  private static final String GOOGLE_KEY = "planted-google-key-55aa19";
  private static final String OPENAI_KEY = "sk-plantedkey-openai-0c77e1";
  private static final String ELEVENLABS_KEY = "planted-eleven-key-90ef12";
  private static final String PROMPT_SIGNATURE = "plantedPromptSignature4711";
  private static final String PROMPT_PASSWORD = "plantedPromptPassword0815";
  private static final String INPUT_TOKEN = "plantedInputToken2342";
  private static final String ANSWER_SIGNATURE = "plantedAnswerSignature9911";
  private static final String ANSWER_TOKEN = "plantedAnswerToken8822";
  private static final List<String> SECRETS =
      List.of(
          XAI_KEY,
          GOOGLE_KEY,
          OPENAI_KEY,
          ELEVENLABS_KEY,
          PROMPT_SIGNATURE,
          PROMPT_PASSWORD,
          INPUT_TOKEN,
          ANSWER_SIGNATURE,
          ANSWER_TOKEN);

  private static final String PROMPT =
      "a paper boat as in https://bucket.example/ref.mp4?X-Amz-Expires=60&X-Amz-Signature="
          + PROMPT_SIGNATURE
          + " and http://me:"
          + PROMPT_PASSWORD
          + "@files.example/boat.png ";

  @TempDir Path folder;
  private VendorSimulators vendors;
  private FakeServer talkative;
  private Process process;
  private BufferedReader out;
  private OutputStream in;
  private int lastId;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    vendors = VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
    talkative = new FakeServer();
    talkative.answerJson(
        400,
        "{\"detail\":{\"status\":\"invalid\",\"message\":\"the key "
            + ELEVENLABS_KEY
            + " was sent as Bearer "
            + ANSWER_TOKEN
            + " to https://cdn.example/voice.mp3?signature="
            + ANSWER_SIGNATURE
            + "\"}}");
    Map<String, String> environment = new HashMap<>(vendors.environment());
    environment.put("XAI_API_KEY", XAI_KEY);
    environment.put("GOOGLE_API_KEY", GOOGLE_KEY);
    environment.put("OPENAI_API_KEY", OPENAI_KEY);
    environment.put("ELEVENLABS_API_KEY", ELEVENLABS_KEY);
    environment.put("ELEVENLABS_BASE_URL", talkative.uri("").toString());
    environment.put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    environment.put("SECOND_UNIT_OUTPUT_DIR", folder.resolve("media").toString());
    environment.put("SECOND_UNIT_LOG_LEVEL", "debug");
    List<String> command = new ArrayList<>(ServerProcess.command("dev.secondunit.Main"));
    command.add("stdio");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(folder.resolve("stderr.txt").toFile());
    process = builder.start();
    in = process.getOutputStream();
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    ObjectNode hello = JsonNodeFactory.instance.objectNode();
    hello.put("protocolVersion", "2025-11-25").putObject("capabilities");
    hello.putObject("clientInfo").put("name", "test").put("version", "1");
    request("initialize", hello);
  }

  @AfterEach
  void stop() throws Exception {
    process.destroyForcibly().waitFor();
    talkative.close();
    vendors.close();
  }

  private JsonNode request(String method, ObjectNode parameters) throws IOException {
    ObjectNode request =
        JsonNodeFactory.instance
            .objectNode()
            .put("jsonrpc", "2.0")
            .put("id", ++lastId)
            .put("method", method);
    request.set("params", parameters);
    in.write((request + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    while (true) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException("the server ended");
      }
      said.add(line);
      JsonNode message = JsonMapper.shared().readTree(line);
      if (message.path("id").asInt(0) == lastId) {
        return message;
      }
    }
  }

  private JsonNode call(String tool, ObjectNode arguments) throws IOException {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("name", tool);
    parameters.set("arguments", arguments);
    JsonNode answer = request("tools/call", parameters);
    return JsonMapper.shared().readTree(answer.at("/result/content/0/text").asString());
  }

  private JsonNode shot(String backend, String mode, String fault) throws IOException {
    ObjectNode arguments =
        JsonNodeFactory.instance
            .objectNode()
            .put("prompt", PROMPT + (fault.isEmpty() ? "" : "[[fault:" + fault + "]]"))
            .put("backend_type", backend)
            .put("mode", mode)
            .put("background", true);
    if (mode.equals("video")) {
      arguments.put("duration", backend.equals("grok") ? 2 : 4);
    }
    return call("generate_media", arguments);
  }

  @Test
  void runWithFaults_leavesNoSecretAnywhere() throws Exception {
    List<String> jobs = new ArrayList<>();
    for (String fault :
        List.of("", "lost_reply", "server_error", "html_answer", "moderated", "rate_limited=0.1")) {
      jobs.add(shot("grok", "video", fault).path("job_id").asString());
    }
    for (String fault : List.of("", "quota_exceeded", "malformed_json", "bad_gateway")) {
      jobs.add(shot("google", "video", fault).path("job_id").asString());
      jobs.add(shot("openai", "image", fault).path("job_id").asString());
    }
    JsonNode speech =
        call(
            "generate_media",
            JsonNodeFactory.instance
                .objectNode()
                .put("prompt", "hello")
                .put("mode", "audio")
                .put("voice", "21m00Tcm4TlvDq8ikWAM")
                .put("backend_type", "elevenlabs")
                .put("background", true));
    jobs.add(speech.path("job_id").asString());
    ObjectNode fromAddress =
        JsonNodeFactory.instance
            .objectNode()
            .put("prompt", "it moves")
            .put("mode", "video")
            .put("backend_type", "grok");
    fromAddress
        .putArray("input_images")
        .add("http://192.168.3.4/frame.png?token=" + INPUT_TOKEN + "&x=1");
    JsonNode denied = call("generate_media", fromAddress);
    assertEquals("url_denied", denied.path("code").asString(), denied.toString());

    JsonNode ended = awaitAll(jobs);
    List<String> states = new ArrayList<>();
    ended.forEach(job -> states.add(job.path("status").asString()));
    assertTrue(states.contains("succeeded"), states.toString());
    assertTrue(states.contains("failed"), states.toString());
    assertTrue(states.contains("submit_unknown"), states.toString());
    assertTrue(
        ended.get(0).path("adjustments").toString().contains("(without credentials)"),
        "what was taken out is told");
    readAllResources();
    call("describe_backends", JsonNodeFactory.instance.objectNode());
    process.destroyForcibly().waitFor();

    assertTrue(Files.size(folder.resolve("stderr.txt")) > 0, "a log to look at");
    assertEquals(List.of(), found());
  }

  private JsonNode awaitAll(List<String> jobs) throws IOException {
    ObjectNode wait = JsonNodeFactory.instance.objectNode().put("wait_seconds", 45);
    jobs.forEach(wait.putArray("job_ids")::add);
    JsonNode answer = call("wait_for_jobs", wait);
    for (int i = 0; i < 3 && !answer.path("done").asBoolean(); i++) {
      answer = call("wait_for_jobs", wait);
    }
    assertTrue(answer.path("done").asBoolean(), answer.toString());
    return answer.path("jobs");
  }

  private void readAllResources() throws IOException {
    JsonNode list = request("resources/list", JsonNodeFactory.instance.objectNode());
    for (JsonNode resource : list.at("/result/resources")) {
      ObjectNode read = JsonNodeFactory.instance.objectNode();
      request("resources/read", read.put("uri", resource.path("uri").asString()));
    }
  }

  /** Which secret is in which file, or in what the server said. */
  private List<String> found() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        look(bytes, folder.relativize(file).toString(), found);
      }
    }
    for (String line : said) {
      look(line, "stdout: " + line.substring(0, Math.min(300, line.length())), found);
    }
    return found;
  }

  private static void look(String text, String where, List<String> found) {
    for (String secret : SECRETS) {
      int at = text.indexOf(secret);
      if (at >= 0) {
        found.add(secret + " in " + where + " after: " + text.substring(Math.max(0, at - 80), at));
      }
    }
  }
}
