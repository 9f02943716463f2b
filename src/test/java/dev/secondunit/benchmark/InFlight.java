package dev.secondunit.benchmark;

import static dev.secondunit.Patience.await;

import dev.secondunit.simulate.Counters.OfVendor;
import dev.secondunit.simulate.Dialect;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Many jobs that one server process has under way at a vendor, and what they cost it. */
public final class InFlight {
  private static final int SHOTS_PER_CALL = 50;
  private static final Duration SAMPLE = Duration.ofMillis(100);

  private final List<String> command;
  private final Path home;
  private final Path log;
  private final Duration settle;
  private final Duration window;

  /**
   * @param home an empty data folder
   * @param settle how long to let a depth run before it is measured
   * @param window how long to measure
   */
  public InFlight(List<String> command, Path home, Path log, Duration settle, Duration window) {
    this.command = command;
    this.home = home;
    this.log = log;
    this.settle = settle;
    this.window = window;
  }

  /**
   * One depth.
   *
   * @param submitSeconds from the first call until the vendor had the last create of this depth
   * @param pollsPerSecond what the vendor saw
   * @param busy computing time of the server, in seconds for each second
   * @param lateMilliseconds how long the step that was due the longest had waited, sampled
   */
  public record Depth(
      int jobs,
      double submitSeconds,
      double pollsPerSecond,
      double busy,
      Samples lateMilliseconds,
      Resources resources) {
    /** The computing time that a poll adds to what the resting server takes, in milliseconds. */
    double cpuPerPoll(double resting) {
      return (busy - resting) * 1_000 / pollsPerSecond;
    }
  }

  /**
   * A server before it had any job, and then at each depth.
   *
   * @param resting computing time without jobs, in seconds for each second
   */
  public record Flight(double resting, List<Depth> depths) {}

  /** Fills one server up to each depth in turn and measures there. */
  public Flight measure(int... depths) throws IOException, InterruptedException, SQLException {
    List<Depth> measured = new ArrayList<>();
    try (VendorSimulators vendors =
            VendorSimulators.start(
                SimulatorOptions.defaults().withTrueSize(false).withJobTime(Duration.ofHours(4)));
        StdioPeer server = StdioPeer.spawn(command, environment(vendors), log)) {
      server.initialize();
      // Opens the database and starts what works on jobs.
      server.call("get_jobs", StdioPeer.object().put("limit", 1));
      double resting = window(0, 0, vendors, server).busy();
      int submitted = 0;
      for (int depth : depths) {
        long began = System.nanoTime();
        while (submitted < depth) {
          int shots = Math.min(SHOTS_PER_CALL, depth - submitted);
          server.call("generate_media", batch(submitted, shots));
          submitted += shots;
        }
        int wanted = depth;
        await("the vendor has " + wanted + " creates")
            .forever()
            .until(() -> xai(vendors).createsAccepted() >= wanted);
        double seconds = (System.nanoTime() - began) / 1e9;
        measured.add(window(depth, seconds, vendors, server));
      }
      return new Flight(resting, measured);
    }
  }

  private Map<String, String> environment(VendorSimulators vendors) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SECOND_UNIT_HOME", home.toString());
    environment.put("XAI_API_KEY", "benchmark");
    environment.put("XAI_BASE_URL", vendors.baseUrl(Dialect.XAI).toString());
    return environment;
  }

  private static OfVendor xai(VendorSimulators vendors) {
    return vendors.counters().of(Vendor.XAI);
  }

  private static ObjectNode batch(int from, int shots) {
    ObjectNode call = StdioPeer.object();
    call.put("mode", "video").put("backend_type", "grok").put("background", true);
    call.put("duration", 5);
    ArrayNode array = call.putArray("shots");
    for (int i = 0; i < shots; i++) {
      array.addObject().put("prompt", "Shot " + (from + i) + ": a slow dolly along a wet street");
    }
    return call;
  }

  private Depth window(int depth, double submitSeconds, VendorSimulators vendors, StdioPeer server)
      throws InterruptedException, SQLException {
    List<Double> late = new ArrayList<>();
    long begin = settle.toMillis();
    Callable<Sight> look = () -> Sight.now(vendors, server);
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("jobs.db"));
        Statement statement = connection.createStatement()) {
      Future<Sight> first = watch.schedule(look, begin, TimeUnit.MILLISECONDS);
      Future<?> samples =
          watch.scheduleWithFixedDelay(
              () -> late.add(late(statement)), begin, SAMPLE.toMillis(), TimeUnit.MILLISECONDS);
      Sight after = watch.schedule(look, begin + window.toMillis(), TimeUnit.MILLISECONDS).get();
      if (!samples.cancel(false)) {
        samples.get();
      }
      Sight before = first.get();
      double seconds = (after.nanoseconds() - before.nanoseconds()) / 1e9;
      return new Depth(
          depth,
          submitSeconds,
          (after.polls() - before.polls()) / seconds,
          (after.resources().cpuSeconds() - before.resources().cpuSeconds()) / seconds,
          Samples.of(late.stream().mapToDouble(Double::doubleValue).toArray()),
          after.resources());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the server could not be measured", e);
    } finally {
      watch.shutdownNow();
    }
  }

  /** What has been seen of the server at one moment. */
  private record Sight(long nanoseconds, long polls, Resources resources) {
    static Sight now(VendorSimulators vendors, StdioPeer server) throws Exception {
      return new Sight(
          System.nanoTime(),
          xai(vendors).received(Operation.POLL),
          Resources.of(server.processId()));
    }
  }

  private static double late(Statement statement) {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT MIN(execution_time) FROM scheduled_tasks WHERE NOT picked")) {
      rows.next();
      java.sql.Timestamp due = rows.getTimestamp(1);
      return due == null ? 0 : Math.max(0, System.currentTimeMillis() - due.getTime());
    } catch (SQLException e) {
      throw new IllegalStateException("the schedule cannot be read", e);
    }
  }

  /** The server from a class path, with the options that the launcher gives. */
  public static List<String> asTheLauncherStarts(String classPath) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xms32m",
        "-Xmx256m",
        "-cp",
        classPath,
        "dev.secondunit.Main",
        "stdio");
  }

  /** At one hundred, one thousand and ten thousand jobs. */
  static void run(Path scratch, Report report) throws IOException, InterruptedException {
    InFlight inFlight =
        new InFlight(
            asTheLauncherStarts(System.getProperty("java.class.path")),
            scratch.resolve("in-flight"),
            scratch.resolve("in-flight.log"),
            Duration.ofSeconds(10),
            Duration.ofSeconds(25));
    Flight flight;
    try {
      flight = inFlight.measure(100, 1_000, 10_000);
    } catch (SQLException e) {
      throw new IOException("the job database cannot be read", e);
    }
    for (Depth depth : flight.depths()) {
      report.add(
          depth.jobs() + " jobs in flight in one process",
          String.format(
              Locale.ROOT,
              "%d MB, %d threads, late p99 %.0f ms",
              depth.resources().residentBytes() / 1_000_000,
              depth.resources().threads(),
              depth.lateMilliseconds().percentile(99)),
          "≤ 350 MB, ≤ 64 threads, ≤ 1,000 ms",
          "clips at a simulated vendor that never finish; VmRSS and threads of the process, started"
              + " as the launcher starts it; late: how long the step due the longest had waited,"
              + " looked at ten times a second for 25 s");
      report.add(
          "the same, computing time for one question to the vendor",
          String.format(
              Locale.ROOT,
              "%.2f ms (%.0f questions/s, submitted %.0f/s)",
              depth.cpuPerPoll(flight.resting()),
              depth.pollsPerSecond(),
              depth.jobs() / depth.submitSeconds()),
          "flat ±20 %",
          String.format(
              Locale.ROOT,
              "user and system time of the process by questions the vendor saw, less the %.0f ms a"
                  + " second that it takes without jobs",
              flight.resting() * 1_000));
    }
  }

  /** Prints one line a depth. */
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    int[] depths =
        List.of(arguments).subList(1, arguments.length).stream()
            .mapToInt(Integer::parseInt)
            .toArray();
    List<String> command = asTheLauncherStarts(System.getProperty("java.class.path"));
    Flight flight =
        new InFlight(
                command,
                home,
                home.resolveSibling("in-flight.log"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(25))
            .measure(depths);
    for (Depth depth : flight.depths()) {
      System.out.printf(
          Locale.ROOT,
          "%d jobs: submitted in %.1f s (%.0f/s), %.0f polls/s, %.2f ms of CPU a poll, late p50"
              + " %.0f p99 %.0f max %.0f ms, %d MB, %d threads%n",
          depth.jobs(),
          depth.submitSeconds(),
          depth.jobs() / depth.submitSeconds(),
          depth.pollsPerSecond(),
          depth.cpuPerPoll(flight.resting()),
          depth.lateMilliseconds().median(),
          depth.lateMilliseconds().percentile(99),
          depth.lateMilliseconds().percentile(100),
          depth.resources().residentBytes() / 1_000_000,
          depth.resources().threads());
    }
  }
}
