package dev.secondunit.mcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.Wiring;
import dev.secondunit.config.Settings;
import dev.secondunit.job.JobStatistics;
import dev.secondunit.job.Ledger;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.metrics.PrometheusMetrics;
import dev.secondunit.simulate.Counters.OfVendor;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import dev.secondunit.tool.GenerateMediaArguments;
import dev.secondunit.tool.GetJobsArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolFunctions;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.Tools;
import dev.secondunit.tool.WaitForJobsArguments;
import dev.secondunit.tool.function.ToolSet;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client that leaves ends its wait. What it bought is made, paid once, and found again. */
@Timeout(90)
class PaidJobOverHttpTest {
  private static final String SHOT =
      "{\"prompt\":\"a boat\",\"mode\":\"video\",\"backend_type\":\"grok\",\"duration\":2,"
          + "\"wait_seconds\":45}";

  @TempDir Path folder;
  private final CountDownLatch waitEnded = new CountDownLatch(1);
  private VendorSimulators vendors;
  private Wiring wiring;
  private HttpServer server;
  private HttpTestClient client;
  private int port;

  @BeforeEach
  void start() throws IOException {
    vendors =
        VendorSimulators.start(
            SimulatorOptions.defaults().withTrueSize(false).withJobTime(Duration.ofHours(1)));
    Map<String, String> environment = new HashMap<>(vendors.environment());
    environment.put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    wiring = new Wiring(new Settings(environment, folder), Clock.systemUTC(), true);
    PrometheusMetrics metrics =
        new PrometheusMetrics(() -> Optional.of(store()), Clock.systemUTC());
    wiring.observedBy(metrics, metrics);
    ToolSet tools = new ToolSet(wiring::services, wiring::ffmpeg, wiring.identifiers());
    server =
        new HttpServer(
            ServerDefinition.secondUnit("1", Tools.registry(ToolChoices.ALL, watched(tools))),
            HttpOptions.loopback(0),
            () -> wiring.identifiers().next("session"),
            Clock.systemUTC(),
            metrics);
    port = server.start();
    client = new HttpTestClient(port);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    wiring.close();
    vendors.close();
  }

  private PrometheusMetrics.Store store() {
    return new PrometheusMetrics.Store() {
      @Override
      public JobStatistics statistics() {
        return wiring.statistics();
      }

      @Override
      public Ledger ledger() {
        return wiring.services().ledger();
      }
    };
  }

  /** The real tools; the end of an interrupted wait is noted. */
  private ToolFunctions watched(ToolSet tools) {
    return new ToolFunctions() {
      @Override
      public ToolResult generateMedia(GenerateMediaArguments arguments, ToolCall call)
          throws InterruptedException {
        try {
          return tools.generateMedia(arguments, call);
        } catch (InterruptedException e) {
          waitEnded.countDown();
          throw e;
        }
      }

      @Override
      public ToolResult getJobs(GetJobsArguments arguments, ToolCall call) {
        return tools.getJobs(arguments, call);
      }

      @Override
      public ToolResult waitForJobs(WaitForJobsArguments arguments, ToolCall call)
          throws InterruptedException {
        return tools.waitForJobs(arguments, call);
      }
    };
  }

  private OfVendor xai() {
    return vendors.counters().of(Vendor.XAI);
  }

  private JsonNode structured(String tool, String arguments) throws Exception {
    HttpResponse<String> answer = client.call(tool, arguments);
    return HttpTestClient.json(answer).at("/result/structuredContent");
  }

  /** Waits by asking, since only the worker knows when the vendor has accepted. */
  private JsonNode jobThatRuns() throws Exception {
    while (true) {
      JsonNode jobs = structured("get_jobs", "{}").path("jobs");
      if (jobs.size() == 1 && jobs.get(0).path("status").asString().equals("running")) {
        return jobs.get(0);
      }
      waitEnded.await(20, TimeUnit.MILLISECONDS);
    }
  }

  private Socket send(String body, String... headers) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoLinger(true, 0);
    String head =
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Accept: application/json, text/event-stream\r\n"
            + String.join("\r\n", headers)
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private String session() throws Exception {
    return client
        .post(HttpTestClient.INITIALIZE)
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow();
  }

  private static String olderCall() {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":"
        + "\"generate_media\",\"arguments\":"
        + SHOT
        + "}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaves", "leaves, older revision", "says so, older revision"})
  void clientThatGoes_endsItsWait_andNeverThePaidJob(String how) throws Exception {
    String session = how.contains("older") ? session() : null;
    Socket socket =
        session == null
            ? send(
                HttpTestClient.modernCall("generate_media", SHOT),
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: tools/call",
                "Mcp-Name: generate_media")
            : send(olderCall(), "Mcp-Session-Id: " + session);
    String jobId = jobThatRuns().path("job_id").asString();
    if (how.startsWith("says so")) {
      String cancelled =
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":"
              + "{\"requestId\":7}}";
      assertEquals(202, client.post(cancelled, "Mcp-Session-Id", session).statusCode());
    } else {
      socket.close();
    }
    while (!waitEnded.await(100, TimeUnit.MILLISECONDS)) {
      server.keepAlive();
    }
    socket.close();

    JsonNode after = structured("get_jobs", "{\"job_ids\":[\"" + jobId + "\"]}").at("/jobs/0");
    assertEquals("running", after.path("status").asString());
    assertFalse(wiring.services().jobs().find(jobId).orElseThrow().cancelRequested());
    vendors.completeJobs();
    JsonNode done =
        structured("wait_for_jobs", "{\"job_ids\":[\"" + jobId + "\"],\"wait_seconds\":45}");
    assertEquals("succeeded", done.at("/jobs/0/status").asString(), done.toString());
    assertEquals(1, done.at("/jobs/0/files").size());
    assertEquals(1, xai().createsReceived());
    String again = session();
    ObjectNode found =
        HttpTestClient.json(
            client.post(
                olderCall().replace("generate_media", "get_jobs").replace(SHOT, "{}"),
                "Mcp-Session-Id",
                again));
    assertEquals(jobId, found.at("/result/structuredContent/jobs/0/job_id").asString());
  }

  @Test
  void metrics_tellOfCallsJobsAndMoney() throws Exception {
    assertFalse(client.get("/metrics").body().contains("second_unit_vendor_calls"));
    structured("generate_media", SHOT.replace("45", "0"));
    jobThatRuns();
    client.call("no_such_tool", "{}");
    client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"made/up/0815\"}");
    HttpResponse<String> page = client.get("/metrics");

    assertEquals(200, page.statusCode());
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        page.headers().firstValue("Content-Type").orElse(""));
    for (String expected :
        List.of(
            "second_unit_vendor_calls_seconds_count{kind=\"create\",outcome=\"ok\",vendor=\"grok\"} 1",
            "second_unit_http_requests_seconds_count{method=\"tools/call\",status=\"200\"} ",
            "second_unit_http_requests_seconds_count{method=\"other\",status=\"400\"} 1",
            "second_unit_step_lateness_seconds_bucket{le=\"30.0\"} ",
            "second_unit_queue_scheduled ",
            "second_unit_queue_due ")) {
      assertTrue(page.body().contains("\n" + expected), expected + "\n" + page.body());
    }
    assertFalse(page.body().contains("0815"), "what clients make up is no label");
  }
}
