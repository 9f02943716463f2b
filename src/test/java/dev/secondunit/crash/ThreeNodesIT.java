package dev.secondunit.crash;

import static dev.secondunit.Patience.await;
import static dev.secondunit.crash.Calls.clip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.artifact.s3.S3Bucket;
import dev.secondunit.artifact.s3.S3Server;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
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
        S3Server store = S3Server.start(folder.resolve("objects"));
        VendorSimulators vendors =
            VendorSimulators.start(
                SimulatorOptions.defaults()
                    .withTrueSize(false)
                    .withJobTime(Duration.ofSeconds(10)))) {
      try {
        startTogether(postgres, store, vendors);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
          ids.add(
              next().call("generate_media", clip("shot number " + i)).path("job_id").asString());
        }
        awaitAllAtWork(postgres);
        awaitRunning(postgres);

        nodes.remove(0).kill();
        assertAllSucceed(ids);

        assertEquals(JOBS, vendors.counters().of(Vendor.XAI).createsReceived());
        try (S3Bucket bucket = store.bucket("films")) {
          assertEquals(2 * JOBS, bucket.list("", 1_000).size(), "each clip and its sidecar once");
        }
        assertWorksAnywhere(ids.get(0));
        assertToldAtOnce();
      } finally {
        for (HttpNode node : nodes) {
          node.close();
        }
      }
    }
  }

  private void startTogether(EmbeddedPostgres postgres, S3Server store, VendorSimulators vendors)
      throws Exception {
    List<Future<HttpNode>> starting = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int i = 0; i < 3; i++) {
        Map<String, String> environment = new HashMap<>(vendors.environment());
        environment.put("SECOND_UNIT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"));
        environment.put("SECOND_UNIT_HOME", folder.resolve("home" + i).toString());
        environment.put("SECOND_UNIT_ARTIFACT_URL", store.url("films"));
        environment.putAll(S3Server.credentials());
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

  /** A kill between a create and its record is another test. */
  private static void awaitRunning(EmbeddedPostgres postgres) {
    String unsubmitted = "SELECT COUNT(*) FROM job WHERE state IN ('queued', 'submitting')";
    await("the jobs are submitted").until(() -> number(postgres, unsubmitted) == 0);
  }

  /** Until every node was seen with a step in its hands. */
  private void awaitAllAtWork(EmbeddedPostgres postgres) {
    Set<Long> idle = new HashSet<>();
    nodes.forEach(node -> idle.add(node.pid()));
    await("every node takes a step")
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              idle.removeAll(atWork(postgres));
              return idle.isEmpty();
            });
  }

  /** The process ids of those that have a step in their hands now. */
  private static Set<Long> atWork(EmbeddedPostgres postgres) throws SQLException {
    Set<Long> nodes = new HashSet<>();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT picked_by FROM scheduled_tasks WHERE picked_by IS NOT NULL")) {
      while (rows.next()) {
        nodes.add(Long.parseLong(rows.getString(1).split("\\|")[1]));
      }
    }
    return nodes;
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
      ObjectNode wait = Calls.waitFor(ids.subList(start, start + 20));
      JsonNode done = next().call("wait_for_jobs", wait);
      assertEquals(20, done.path("jobs").size());
      for (JsonNode job : done.path("jobs")) {
        assertEquals("succeeded", job.path("status").asString(), job.toString());
      }
    }
  }

  /** What one node made, another looks at, continues and links to. */
  private void assertWorksAnywhere(String jobId) throws Exception {
    for (int i = 0; i < nodes.size(); i++) {
      ObjectNode one = JsonNodeFactory.instance.objectNode();
      one.putArray("job_ids").add(jobId);
      JsonNode file = next().call("get_jobs", one).at("/jobs/0/files/0");
      assertTrue(
          file.path("location").asString().startsWith("s3://studio/films/"), file.toString());
      HttpResponse<byte[]> linked =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(file.path("url").asString())).build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(file.path("bytes").asInt(), linked.body().length);
      assertTrue(Instant.parse(file.path("url_expires_at").asString()).isAfter(Instant.now()));

      ObjectNode continued = JsonNodeFactory.instance.objectNode();
      continued.put("source", jobId).put("prompt", "and on").put("operation", "last_frame");
      JsonNode plan = next().call("continue_from", continued.put("dry_run", true));
      assertTrue(plan.path("ok").asBoolean(), plan.toString());
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
      ObjectNode wait = Calls.waitFor(List.of(id));
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
