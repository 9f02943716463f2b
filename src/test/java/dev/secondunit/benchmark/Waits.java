package dev.secondunit.benchmark;

import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How soon a client that waits for a clip hears that it is there. */
final class Waits {
  private static final int ROUNDS = 9;

  /** Of grok's videos, once a job is some seconds old. */
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  private final Programs programs;

  Waits(Programs programs) {
    this.programs = programs;
  }

  void run(Report report) throws IOException, InterruptedException {
    double[] afterDone = new double[ROUNDS];
    double[] afterPoll = new double[ROUNDS];
    ScheduledExecutorService vendor = Executors.newSingleThreadScheduledExecutor();
    try (VendorSimulators vendors =
            VendorSimulators.start(
                SimulatorOptions.defaults().withTrueSize(false).withJobTime(Duration.ofHours(1)));
        StdioPeer server = programs.spawnWithGrok(vendors, programs.freshHome())) {
      server.initialize();
      for (int round = -1; round < ROUNDS; round++) {
        String id = server.call("generate_media", shot(round)).path("job_id").asString();
        long phase = POLL_INTERVAL.toMillis() * (round + 1) / ROUNDS;
        Future<Instant> done =
            vendor.schedule(
                () -> complete(vendors),
                2 * POLL_INTERVAL.toMillis() + phase,
                TimeUnit.MILLISECONDS);
        ObjectNode wait = StdioPeer.object().put("timeout_seconds", 45);
        wait.putArray("job_ids").add(id);
        JsonNode answer = server.call("wait_for_jobs", wait);
        Instant told = Instant.now();
        if (!answer.at("/jobs/0/status").asString().equals("succeeded")) {
          throw new IOException("not stored: " + answer);
        }
        if (round >= 0) {
          afterDone[round] = milliseconds(done.get(), told);
          afterPoll[round] = milliseconds(lastPoll(vendors), told);
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      vendor.shutdownNow();
    }
    report(report, Samples.of(afterDone), Samples.of(afterPoll));
  }

  private static ObjectNode shot(int round) {
    return StdioPeer.object()
        .put("mode", "video")
        .put("backend_type", "grok")
        .put("duration", 1)
        .put("background", true)
        .put("prompt", "boat " + round);
  }

  private static Instant complete(VendorSimulators vendors) {
    vendors.completeJobs();
    return Instant.now();
  }

  private static double milliseconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  /** When the vendor was asked for the last time; it answered that the clip is there. */
  private static Instant lastPoll(VendorSimulators vendors) throws IOException {
    URI polls = URI.create(vendors.controlUrl() + "/requests?vendor=xai&operation=poll");
    try (InputStream in = polls.toURL().openStream()) {
      JsonNode requests = JsonMapper.shared().readTree(in).path("requests");
      return Instant.parse(requests.get(requests.size() - 1).path("at").asString());
    }
  }

  private static void report(Report report, Samples afterDone, Samples afterPoll) {
    String how =
        "clips of 1 s; the vendor is done at "
            + ROUNDS
            + " moments spread over the poll interval, `wait_for_jobs` waits meanwhile; fetched,"
            + " measured and stored in between";
    report.add(
        "vendor done → waiter told, the longest",
        String.format(
            Locale.ROOT,
            "%.0f ms, poll interval %d ms",
            afterDone.percentile(100),
            POLL_INTERVAL.toMillis()),
        "≤ poll interval + 100 ms",
        how);
    report.add(
        "vendor says so → waiter told, median",
        Report.milliseconds(afterPoll.median()),
        "",
        "the same, from the poll that sees it");
  }
}
