package dev.secondunit.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Three server processes on one PostgreSQL database, behind a balancer that takes turns. */
@Timeout(180)
class ThreeNodesIT {
  private static final int JOBS = 60;

  @TempDir Path folder;

  private final List<HttpNode> nodes = new ArrayList<>();
  private int turn;

  private HttpNode next() {
    return nodes.get(turn++ % nodes.size());
  }

  @Test
  void nodeKilledWithJobsUnderWay_othersFinishThemWithOneCreateEach() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        VendorSimulators vendors =
            VendorSimulators.start(
                SimulatorOptions.defaults()
                    .withTrueSize(false)
                    .withJobTime(Duration.ofSeconds(10)))) {
      try {
        startTogether(postgres, vendors);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
          ids.add(
              next().call("generate_media", shot("shot number " + i)).path("job_id").asString());
        }
        awaitAllAtWork(postgres);
        awaitRunning(postgres);

        nodes.remove(0).kill();
        assertAllSucceed(ids);

        assertEquals(JOBS, vendors.counters().of(Vendor.XAI).createsReceived());
        assertEquals(2 * JOBS, mediaFiles(), "each clip and its sidecar once");
        assertToldAtOnce();
      } finally {
        for (HttpNode node : nodes) {
          node.close();
        }
      }
    }
  }

  private void startTogether(EmbeddedPostgres postgres, VendorSimulators vendors) throws Exception {
    List<Future<HttpNode>> starting = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int i = 0; i < 3; i++) {
        Map<String, String> environment = new HashMap<>(vendors.environment());
        environment.put("SECOND_UNIT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"));
        environment.put("SECOND_UNIT_HOME", folder.resolve("home" + i).toString());
        environment.put("SECOND_UNIT_OUTPUT_DIR", folder.resolve("media").toString());
        Path log = folder.resolve("node" + i + ".log");
        starting.add(threads.submit(() -> HttpNode.start(environment, log)));
      }
      for (Future<HttpNode> each : starting) {
        nodes.add(each.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static ObjectNode shot(String prompt) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mode", "video")
        .put("backend_type", "grok")
        .put("prompt", prompt)
        .put("duration", 2)
        .put("background", true);
  }

  /** A kill between a create and its record is another test. */
  private static void awaitRunning(EmbeddedPostgres postgres) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (number(postgres, "SELECT COUNT(*) FROM job WHERE state IN ('queued', 'submitting')")
        > 0) {
      assertTrue(System.nanoTime() < end, "the jobs were not submitted in time");
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Until every node was seen with a step in its hands. */
  private void awaitAllAtWork(EmbeddedPostgres postgres) throws Exception {
    Set<Long> idle = new HashSet<>();
    nodes.forEach(node -> idle.add(node.pid()));
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!idle.isEmpty()) {
      assertTrue(System.nanoTime() < end, "nodes that took no step: " + idle);
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT picked_by FROM scheduled_tasks WHERE picked_by IS NOT NULL")) {
        while (rows.next()) {
          idle.remove(Long.parseLong(rows.getString(1).split("\\|")[1]));
        }
      }
    }
  }

  private static long number(EmbeddedPostgres postgres, String query) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void assertAllSucceed(List<String> ids) {
    for (int start = 0; start < ids.size(); start += 20) {
      ObjectNode wait = JsonNodeFactory.instance.objectNode().put("wait_seconds", 45);
      ids.subList(start, start + 20).forEach(wait.withArray("job_ids")::add);
      JsonNode done = next().call("wait_for_jobs", wait);
      assertEquals(20, done.path("jobs").size());
      for (JsonNode job : done.path("jobs")) {
        assertEquals("succeeded", job.path("status").asString(), job.toString());
      }
    }
  }

  private long mediaFiles() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("media"))) {
      return files.count();
    }
  }

  /** One node is asked to wait, whichever takes the steps. */
  private void assertToldAtOnce() throws Exception {
    List<Long> late = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ObjectNode shot = JsonNodeFactory.instance.objectNode();
      shot.put("mode", "image").put("backend_type", "grok").put("prompt", "a picture " + i);
      String id =
          next().call("generate_media", shot.put("background", true)).path("job_id").asString();
      ObjectNode wait = JsonNodeFactory.instance.objectNode().put("wait_seconds", 45);
      wait.putArray("job_ids").add(id);
      JsonNode job = next().call("wait_for_jobs", wait).path("jobs").get(0);
      Instant told = Instant.now();
      Instant ended =
          Instant.parse(job.at("/timings/created_at").asString())
              .plusMillis(Math.round(job.at("/timings/total_seconds").asDouble() * 1_000));
      late.add(Duration.between(ended, told).toMillis());
    }
    Collections.sort(late);
    assertTrue(late.get(late.size() / 2) <= 100, "milliseconds: " + late);
  }
}
