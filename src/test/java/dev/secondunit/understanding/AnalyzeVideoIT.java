package dev.secondunit.understanding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.secondunit.config.Settings;
import dev.secondunit.mcp.client.ToolClient;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.FfmpegCommand;
import dev.secondunit.simulate.Counters;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code analyze_video} by TwelveLabs on the packaged server, over real stdio. */
@Timeout(300)
class AnalyzeVideoIT {
  private static final String SCHEMA =
      "{'type':'object','properties':{'title':{'type':'string'},"
          + "'at':{'type':'timestamp','format':'seconds'}},'required':['title','at']}";

  @TempDir Path folder;

  @BeforeEach
  void make() throws Exception {
    new Ffmpeg(new Settings(Map.of(), folder))
        .run(
            FfmpegCommand.create()
                .generated("testsrc2=s=480x480:d=6:r=10")
                .output(folder.resolve("film.mp4")));
  }

  private ToolClient server(String baseUrl, Consumer<String> progress) {
    Path jar = Path.of(System.getProperty("second-unit.jar", "target/second-unit.jar"));
    assertTrue(Files.isRegularFile(jar), jar + " is missing; this runs on the packaged jar");
    Map<String, String> environment = new HashMap<>();
    environment.put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    environment.put("SECOND_UNIT_READ_ROOTS", folder.toString());
    environment.put("TWELVELABS_API_KEY", "simulated");
    environment.put("TWELVELABS_BASE_URL", baseUrl);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return ToolClient.start(
        List.of(java, "-XX:TieredStopAtLevel=1", "-jar", jar.toAbsolutePath().toString(), "stdio"),
        environment,
        line -> {},
        progress);
  }

  private ObjectNode ask(String more) {
    String call =
        "{'video':'" + folder.resolve("film.mp4") + "','prompt':'What is seen?'," + more + "}";
    return json(call);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
  }

  @Test
  void question_overStdio_isAnsweredOnceAndSurvivesTheServersEnd() {
    try (VendorSimulators vendors =
        VendorSimulators.start(SimulatorOptions.defaults().withJobTime(Duration.ofMillis(200)))) {
      String base = vendors.environment().get("TWELVELABS_BASE_URL");
      ObjectNode schema = ask("'wait_seconds':45,'response_format':" + SCHEMA);
      String later;
      try (ToolClient server = server(base, words -> {})) {
        ObjectNode answer = server.call("analyze_video", schema);
        assertEquals("succeeded", answer.path("status").asString(), answer.toString());
        assertEquals("twelvelabs", answer.path("backend").asString());
        assertEquals("pegasus1.5", answer.path("model").asString());
        assertTrue(answer.at("/data/title").isString(), answer.toString());
        assertEquals(1.5, answer.at("/moments/0/start").asDouble(), answer.toString());
        assertTrue(
            Files.isRegularFile(Path.of(answer.at("/moments/0/evidence_frame").asString())),
            answer.toString());
        assertTrue(answer.at("/cost/actual_usd").asDouble() > 0, answer.toString());

        ObjectNode again = server.call("analyze_video", schema);
        assertTrue(again.path("deduplicated").asBoolean(), again.toString());
        assertEquals(answer.path("data"), again.path("data"));
        assertEquals(1, seen(vendors).createsReceived());

        vendors.setJobTime(Duration.ofHours(1));
        later = server.call("analyze_video", ask("'wait_seconds':0")).path("job_id").asString();
        server.call("wait_for_jobs", json("{'job_ids':['" + later + "'],'wait_seconds':3}"));
      }
      vendors.completeJobs();
      try (ToolClient server = server(base, words -> {})) {
        ObjectNode ended =
            server.call("wait_for_jobs", json("{'job_ids':['" + later + "'],'wait_seconds':45}"));
        assertEquals("succeeded", ended.at("/jobs/0/status").asString(), ended.toString());
        assertFalse(ended.at("/jobs/0/text").asString().isBlank());
      }
      assertEquals(2, seen(vendors).createsReceived());
      assertEquals(1, seen(vendors).received(Operation.UPLOAD), "the film travelled once");
    }
  }

  private static Counters.OfVendor seen(VendorSimulators vendors) {
    return vendors.counters().of(Vendor.TWELVELABS);
  }

  @Test
  void stream_overStdio_tellsTheTextBeforeItIsWhole() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    HttpServer vendor =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vendor.setExecutor(Executors.newCachedThreadPool());
    vendor.createContext("/assets", exchange -> answer(exchange, "{'_id':'a1','status':'ready'}"));
    vendor.createContext("/analyze", exchange -> stream(exchange, heard));
    vendor.start();
    try (ToolClient server =
        server(
            "http://127.0.0.1:" + vendor.getAddress().getPort(),
            words -> {
              if (words.equals("A man opens ")) {
                heard.countDown();
              }
            })) {
      ObjectNode answer = server.call("analyze_video", ask("'stream':true,'wait_seconds':45"));

      assertEquals("succeeded", answer.path("status").asString(), answer.toString());
      assertEquals("A man opens a door.", answer.path("text").asString());
      assertEquals(7, answer.at("/usage/output_tokens").asInt());
    } finally {
      vendor.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** The rest of the text is sent only after somebody heard its beginning. */
  private static void stream(HttpExchange exchange, CountDownLatch heard) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/x-ndjson");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream lines = exchange.getResponseBody()) {
      line(lines, "{'event_type':'stream_start','metadata':{'generation_id':'g'}}");
      line(lines, "{'event_type':'text_generation','text':'A man opens '}");
      if (!heard.await(40, TimeUnit.SECONDS)) {
        return;
      }
      line(lines, "{'event_type':'text_generation','text':'a door.'}");
      line(
          lines,
          "{'event_type':'stream_end','finish_reason':'stop',"
              + "'metadata':{'usage':{'output_tokens':7}}}");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void line(OutputStream lines, String text) throws IOException {
    lines.write((text.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
    lines.flush();
  }
}
