package dev.secondunit.benchmark;

import static dev.secondunit.Patience.await;

import dev.secondunit.crash.HttpNode;
import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Several server processes on one PostgreSQL database, against one. */
public final class Nodes {
  private static final int NODES = 3;
  private static final int BATCHES = 2;
  private static final int SHOTS = 24;
  private static final int TAKES = 4;
  private static final int JOBS = BATCHES * SHOTS * TAKES;
  private static final double VENDOR_SECONDS = 4;
  private static final int WAITS = 20;

  private final Path scratch;

  /**
   * @param scratch a folder for data folders and logs
   */
  public Nodes(Path scratch) {
    this.scratch = scratch;
  }

  void run(Report report) throws IOException, InterruptedException {
    try {
      double one = jobsPerSecond(1);
      double three = jobsPerSecond(NODES);
      report.add(
          NODES + " nodes on PostgreSQL, jobs taken to the vendor",
          String.format(Locale.ROOT, "%.1f/s, one node %.1f/s: %.2f×", three, one, three / one),
          "≥ 2.2×",
          JOBS
              + " creates that the vendor answers after "
              + Math.round(VENDOR_SECONDS)
              + " s, first call to last answer recorded; bounded by the vendor's time and the"
              + " workers that wait for it, not by the cores, which the nodes, the database and the"
              + " vendor share here");
      Samples told = told();
      report.add(
          "job ended on any of " + NODES + " nodes → waiter on another told, p50",
          Report.milliseconds(told.median()),
          "≤ 100 ms",
          "end in the row to answer read by the client, "
              + WAITS
              + " clips, clocks of one machine");
      report.add(
          "the same, worst of " + WAITS,
          Report.milliseconds(told.percentile(100)),
          "",
          "same calls");
    } catch (SQLException e) {
      throw new IOException("the database failed", e);
    }
  }

  /** Starts so many nodes, does something with them, and ends them. */
  private interface Doing<T> {
    T with(List<HttpNode> nodes, EmbeddedPostgres postgres, VendorSimulators vendors)
        throws IOException, InterruptedException, SQLException;
  }

  private <T> T on(int count, Duration jobTime, Doing<T> doing)
      throws IOException, InterruptedException, SQLException {
    List<HttpNode> nodes = new ArrayList<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        VendorSimulators vendors =
            VendorSimulators.start(
                SimulatorOptions.defaults().withTrueSize(false).withJobTime(jobTime))) {
      for (int i = 0; i < count; i++) {
        Map<String, String> environment = new HashMap<>(vendors.environment());
        Path home = java.nio.file.Files.createTempDirectory(scratch, "node");
        environment.put("SECOND_UNIT_DB_URL", postgres.getJdbcUrl("postgres", "postgres"));
        environment.put("SECOND_UNIT_HOME", home.toString());
        environment.put("SECOND_UNIT_OUTPUT_DIR", scratch.resolve("media").toString());
        nodes.add(HttpNode.start(environment, home.resolve("log")));
      }
      return doing.with(nodes, postgres, vendors);
    } finally {
      nodes.forEach(HttpNode::close);
    }
  }

  private double jobsPerSecond(int count) throws IOException, InterruptedException, SQLException {
    return on(
        count,
        Duration.ofHours(2),
        (nodes, postgres, vendors) -> {
          warmUp(nodes, postgres);
          vendors.strike(
              FaultRule.next(Vendor.XAI, Operation.CREATE, Fault.SLOW_ACCEPT)
                  .withTimes(JOBS)
                  .withValue(VENDOR_SECONDS));
          long before = running(postgres);
          long began = System.nanoTime();
          for (int i = 0; i < BATCHES; i++) {
            submitBatch(nodes.get(0), i);
          }
          await("every create is answered")
              .forever()
              .until(() -> running(postgres) >= before + JOBS);
          return JOBS / ((System.nanoTime() - began) / 1e9);
        });
  }

  private static void submitBatch(HttpNode node, int number) throws IOException {
    ObjectNode batch = shot("shot of a batch").put("takes", TAKES);
    batch.remove("prompt");
    for (int i = 0; i < SHOTS; i++) {
      batch.withArray("shots").addObject().put("prompt", "shot " + i + " of batch " + number);
    }
    JsonNode answer = node.call("generate_media", batch);
    if (!answer.has("batch_id")) {
      throw new IOException("the batch was not accepted: " + answer);
    }
  }

  private static void warmUp(List<HttpNode> nodes, EmbeddedPostgres postgres)
      throws InterruptedException, SQLException {
    int shots = 0;
    for (HttpNode node : nodes) {
      for (int i = 0; i < 8; i++) {
        node.call("generate_media", shot("warming up " + shots++));
      }
    }
    int wanted = shots;
    await("every node is warm").until(() -> running(postgres) >= wanted);
  }

  private static long running(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT COUNT(*) FROM job WHERE state = 'running'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static ObjectNode shot(String prompt) {
    return StdioPeer.object()
        .put("mode", "video")
        .put("backend_type", "grok")
        .put("prompt", prompt)
        .put("duration", 2)
        .put("background", true);
  }

  /** From the end in the row to the answer in the hands of whoever waits on another node. */
  private Samples told() throws IOException, InterruptedException, SQLException {
    return on(
        NODES,
        Duration.ofMillis(500),
        (nodes, postgres, vendors) -> {
          double[] late = new double[WAITS];
          for (int i = 0; i < WAITS; i++) {
            HttpNode asked = nodes.get(i % NODES);
            HttpNode waited = nodes.get((i + 1) % NODES);
            ObjectNode wait = StdioPeer.object().put("wait_seconds", 45);
            wait.putArray("job_ids")
                .add(asked.call("generate_media", shot("clip " + i)).path("job_id").asString());
            JsonNode job = waited.call("wait_for_jobs", wait).path("jobs").get(0);
            Instant told = Instant.now();
            Instant ended =
                Instant.parse(job.at("/timings/created_at").asString())
                    .plusMillis(Math.round(job.at("/timings/total_seconds").asDouble() * 1_000));
            late[i] = Duration.between(ended, told).toMillis();
          }
          return Samples.of(late);
        });
  }

  /** Prints the rows. */
  public static void main(String[] arguments) throws Exception {
    Report report = new Report();
    new Nodes(Path.of(arguments[0])).run(report);
    System.out.println(report.markdown(Programs.machine()));
  }
}
