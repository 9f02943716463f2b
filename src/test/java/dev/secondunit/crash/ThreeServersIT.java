package dev.secondunit.crash;

import static dev.secondunit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Three server processes on one store, as three agents on one laptop have it. */
class ThreeServersIT {
  private static final int EACH = 8;

  @TempDir Path folder;
  private VendorSimulators vendors;
  private final List<ServerProcess> servers = new ArrayList<>();
  private final ExecutorService agents = Executors.newCachedThreadPool();

  @BeforeEach
  void start() throws Exception {
    vendors =
        VendorSimulators.start(
            SimulatorOptions.defaults().withTrueSize(false).withJobTime(Duration.ofSeconds(6)));
    for (int i = 0; i < 3; i++) {
      servers.add(ServerProcess.start(environment(), "dev.secondunit.Main", "stdio"));
    }
  }

  @AfterEach
  void stop() throws Exception {
    agents.shutdownNow();
    for (ServerProcess server : servers) {
      server.close();
    }
    vendors.close();
  }

  private Map<String, String> environment() {
    return Calls.environment(vendors, folder);
  }

  private static ObjectNode batch(String name) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    arguments.put("mode", "video").put("backend_type", "grok").put("background", true);
    arguments.put("duration", 1);
    ArrayNode shots = arguments.putArray("shots");
    for (int i = 0; i < EACH; i++) {
      shots.addObject().put("prompt", "a boat [[mark:" + name + "-" + i + "]]");
    }
    return arguments;
  }

  private static JsonNode waitFor(ServerProcess server, String batchId) throws Exception {
    ObjectNode wait = JsonNodeFactory.instance.objectNode().put("wait_seconds", 45);
    return server.call("wait_for_jobs", wait.put("batch_id", batchId));
  }

  @Test
  void oneOfThreeKilled_allJobsAreDoneOnceAndEveryWaiterIsTold() throws Exception {
    List<String> batches = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      JsonNode answer = servers.get(i).call("generate_media", batch("agent" + i));
      batches.add(answer.path("batch_id").asString());
    }
    awaitCreatesAnswered(3 * EACH);
    // Each of the two that live waits for what the other ordered, and for the dead one's.
    Future<JsonNode> second = agents.submit(() -> waitFor(servers.get(1), batches.get(2)));
    Future<JsonNode> third = agents.submit(() -> waitFor(servers.get(2), batches.get(1)));
    servers.get(0).kill();
    long killed = System.nanoTime();

    for (JsonNode told : List.of(second.get(), third.get())) {
      assertTrue(told.path("done").asBoolean(), told.toString());
    }
    JsonNode orphans = waitFor(servers.get(1), batches.get(0));
    double seconds = (System.nanoTime() - killed) / 1e9;
    Set<String> files = new HashSet<>();
    for (JsonNode told : List.of(second.get(), third.get(), orphans)) {
      assertEquals(EACH, told.path("jobs").size());
      for (JsonNode job : told.path("jobs")) {
        assertEquals("succeeded", job.path("status").asString(), job.toString());
        files.add(job.at("/files/0/path").asString());
      }
    }
    assertEquals(3 * EACH, files.size());
    assertEquals(3 * EACH, vendors.counters().of(Vendor.XAI).createsReceived());
    vendors
        .counters()
        .acceptedByMark()
        .forEach((mark, times) -> assertEquals(1, times, mark + " was bought again"));
    assertTrue(seconds < 30, "the last waiter was told after " + seconds + " s");
    System.err.printf("one of three killed: all told after %.1f s%n", seconds);
  }

  @Test
  void finishedByAnother_isToldWithinAFractionOfASecond() throws Exception {
    JsonNode answer = servers.get(1).call("generate_media", batch("told"));
    JsonNode told;
    Instant now;
    try (ServerProcess waiter =
        ServerProcess.start(environment(), "dev.secondunit.crash.WatchingServer")) {
      told = waitFor(waiter, answer.path("batch_id").asString());
      now = Instant.now();
    }
    Instant last = Instant.MIN;
    for (JsonNode job : told.path("jobs")) {
      assertEquals("succeeded", job.path("status").asString(), job.toString());
      Instant created = Instant.parse(job.at("/timings/created_at").asString());
      long total = (long) (job.at("/timings/total_seconds").asDouble() * 1_000);
      Instant finished = created.plusMillis(total);
      last = finished.isAfter(last) ? finished : last;
    }
    long late = Duration.between(last, now).toMillis();
    assertTrue(late < 2_000, "told " + late + " ms after the last file was stored");
    System.err.printf("finished by another process, told after %d ms%n", late);
  }

  /** Until the vendor's answers can have been recorded; a kill before that is another test. */
  private void awaitCreatesAnswered(int wanted) {
    Path database = folder.resolve("home/jobs.db");
    await(wanted + " creates are answered")
        .until(
            () ->
                Stored.jobs(database).stream()
                        .filter(row -> !List.of("queued", "submitting").contains(row.state()))
                        .count()
                    >= wanted);
  }
}
