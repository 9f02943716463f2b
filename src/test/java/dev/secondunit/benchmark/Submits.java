package dev.secondunit.benchmark;

import static dev.secondunit.Patience.await;

import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.VendorSimulators;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast a server makes durable jobs of calls. The jobs are for a vendor played on this machine,
 * whose work lasts longer than the run: so nothing renders, while submitting and polling go on
 * beside the calls as they do in earnest.
 */
final class Submits {
  private static final int WARM_UP = 300;
  private static final int SEQUENTIAL = 300;
  private static final int BURST = 500;

  private final Programs programs;
  private final int rounds;
  private int prompts;

  Submits(Programs programs, int rounds) {
    this.programs = programs;
    this.rounds = rounds;
  }

  /** How the server is started. */
  private record Start(String name, List<String> command, Path archiveOf) {}

  void run(Report report) throws IOException {
    Programs.Java java = Programs.javas().get(0);
    Path home = programs.freshHome();
    programs.makeArchive(java, home);
    for (Start start :
        List.of(
            new Start("launcher", programs.launcher(), home),
            new Start("java -jar", programs.jar(java), null))) {
      first(report, start);
      sequential(report, start);
      for (int atOnce : new int[] {1, 50, BURST}) {
        burst(report, start, atOnce);
      }
    }
  }

  private interface Measuring {
    double[] on(StdioPeer server) throws IOException;
  }

  /** Each measurement has a store, a server and a vendor of its own. */
  private double[] fresh(Start start, int warmUp, Measuring measuring) throws IOException {
    prompts = 0;
    Path home =
        start.archiveOf() == null ? programs.freshHome() : programs.freshHome(start.archiveOf());
    try (VendorSimulators vendors =
            VendorSimulators.start(SimulatorOptions.defaults().withJobTime(Duration.ofHours(2)));
        StdioPeer server =
            programs.spawn(
                start.command(),
                Map.of(
                    "JAVA_HOME",
                    Programs.javas().get(0).home().toString(),
                    "SECOND_UNIT_HOME",
                    home.toString(),
                    "XAI_API_KEY",
                    "benchmark",
                    "XAI_BASE_URL",
                    vendors.baseUrl(Dialect.XAI).toString()))) {
      server.initialize();
      if (warmUp > 0) {
        server.callMany("generate_media", shots(warmUp), 50);
        await("the vendor has the jobs of the warm-up").until(() -> sent(server));
      }
      double[] measured = measuring.on(server);
      checkNothingIsLost(server);
      return measured;
    }
  }

  /** No job waits to be sent: what is measured next begins on a server that only polls. */
  private static boolean sent(StdioPeer server) throws IOException {
    for (String state : List.of("queued", "submitting")) {
      ObjectNode waiting = StdioPeer.object().put("limit", 1).put("status", state);
      if (!server.call("get_jobs", waiting).path("jobs").isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private void first(Report report, Start start) throws IOException {
    double[] times = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      times[round] =
          fresh(
              start,
              0,
              server -> new double[] {server.timedCall("generate_media", shot()).milliseconds()})[
              0];
    }
    report.add(
        "first durable submit of a process, " + start.name(),
        Report.milliseconds(Samples.of(times).median()),
        "",
        "opens and migrates a new database, loads the HTTP client; median of " + rounds);
  }

  private void sequential(Report report, Start start) throws IOException {
    Samples paid = Samples.of(fresh(start, WARM_UP, server -> sequence(server, this::shot)));
    report.add(
        "durable submit over stdio, sequential, p50, " + start.name(),
        Report.milliseconds(paid.median()),
        "≤ 3 ms",
        "`generate_media` with `background` for a paid backend, request written to answer read, "
            + SEQUENTIAL
            + " without a pause, after "
            + WARM_UP
            + " unmeasured that the vendor has; answered once it is on disk; the worker polls the"
            + " jobs meanwhile, and sends one every 25 ms, each at most a second after its call");
    report.add(
        "durable submit over stdio, sequential, p99, " + start.name(),
        Report.milliseconds(paid.percentile(99)),
        "",
        "same calls");
    Samples free = Samples.of(fresh(start, WARM_UP, server -> sequence(server, this::frame)));
    report.add(
        "durable submit of a previz image over stdio, sequential, p50, " + start.name(),
        Report.milliseconds(free.median()),
        "≤ 3 ms",
        "same calls for previz; frames of 320x180 render meanwhile on the same cores");
  }

  private static double[] sequence(StdioPeer server, Supplier<ObjectNode> each) throws IOException {
    double[] times = new double[SEQUENTIAL];
    for (int i = 0; i < SEQUENTIAL; i++) {
      times[i] = server.timedCall("generate_media", each.get()).milliseconds();
    }
    return times;
  }

  private void burst(Report report, Start start, int atOnce) throws IOException {
    double[] rates = new double[rounds];
    int calls = atOnce == 1 ? BURST / 5 : BURST;
    for (int round = 0; round < rounds; round++) {
      rates[round] =
          fresh(
              start,
              WARM_UP,
              server ->
                  new double[] {calls / server.callMany("generate_media", shots(calls), atOnce)})[
              0];
    }
    report.add(
        "durable submits, " + atOnce + " at once, " + start.name(),
        String.format(Locale.ROOT, "%.0f/s", Samples.of(rates).median()),
        atOnce == BURST ? "≥ 700/s" : "",
        calls
            + " calls on one connection, first written to last answered, after "
            + WARM_UP
            + " unmeasured that the vendor has; median of "
            + rounds
            + "; then every job is found with `get_jobs`");
  }

  /** Every call was answered with a job of its own, so as many jobs must be there. */
  private void checkNothingIsLost(StdioPeer server) throws IOException {
    int found = 0;
    String cursor = null;
    do {
      ObjectNode arguments = StdioPeer.object().put("limit", 50);
      if (cursor != null) {
        arguments.put("cursor", cursor);
      }
      JsonNode page = server.call("get_jobs", arguments);
      found += page.path("jobs").size();
      cursor = page.path("next_cursor").asString(null);
    } while (cursor != null);
    if (found != prompts) {
      throw new IllegalStateException(prompts + " were accepted and " + found + " are there");
    }
  }

  private List<ObjectNode> shots(int count) {
    List<ObjectNode> shots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shots.add(shot());
    }
    return shots;
  }

  private ObjectNode shot() {
    return StdioPeer.object()
        .put("prompt", "Shot " + ++prompts + ": a slow dolly along a wet street at night")
        .put("mode", "video")
        .put("backend_type", "grok")
        .put("duration", 5)
        .put("background", true);
  }

  private ObjectNode frame() {
    return StdioPeer.object()
        .put("prompt", "Frame " + ++prompts + ": a lighthouse in the rain")
        .put("mode", "image")
        .put("backend_type", "previz")
        .put("size", "320x180")
        .put("background", true);
  }
}
