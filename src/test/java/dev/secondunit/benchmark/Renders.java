package dev.secondunit.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Many free jobs queued while few render: nothing lost, and the machine not flooded. */
final class Renders {
  private static final int JOBS = 200;

  private final Programs programs;

  Renders(Programs programs) {
    this.programs = programs;
  }

  void run(Report report) throws IOException, InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    Path home = programs.freshHome();
    Path output = Files.createDirectory(home.resolve("finished"));
    try (StdioPeer server =
        programs.spawn(
            programs.jar(Programs.javas().get(0)),
            Map.of(
                "SECOND_UNIT_HOME",
                home.toString(),
                "SECOND_UNIT_OUTPUT_DIR",
                output.toString()))) {
      server.initialize();
      List<ObjectNode> shots = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        shots.add(shot(i));
      }
      Watch watch = new Watch(server.processId());
      long start = System.nanoTime();
      double seconds;
      try (watch) {
        watch.start();
        seconds = server.callMany("generate_media", shots, 50);
        awaitAll(server);
      }
      double all = (System.nanoTime() - start) / 1e9;
      long files;
      try (Stream<Path> found = Files.walk(output)) {
        files = found.filter(file -> file.toString().endsWith(".png")).count();
      }
      report.add(
          JOBS + " previz jobs accepted while they render",
          String.format(Locale.ROOT, "%.1f s", seconds),
          "",
          "`generate_media` images of 320x180, 50 calls at once");
      report.add(
          "renders at once, at most",
          watch.most() + " on " + cores + " cores",
          "≤ " + cores,
          "ffmpeg processes of the server that write a file, counted every 5 ms; those that only check a finished file are not counted");
      report.add(
          JOBS + " previz jobs finished",
          files + " files in " + String.format(Locale.ROOT, "%.0f s", all),
          JOBS + " files",
          "first call to last job over; files counted on disk");
    }
  }

  private static void awaitAll(StdioPeer server) throws IOException {
    for (String state : List.of("queued", "submitting", "running", "downloading")) {
      while (true) {
        ObjectNode filter = StdioPeer.object().put("limit", 50);
        filter.putArray("status").add(state);
        JsonNode jobs = server.call("get_jobs", filter).path("jobs");
        if (jobs.isEmpty()) {
          break;
        }
        ObjectNode wait = StdioPeer.object().put("until", "all").put("wait_seconds", 45);
        jobs.forEach(job -> wait.withArray("job_ids").add(job.path("job_id").asString()));
        server.call("wait_for_jobs", wait);
      }
    }
  }

  private static ObjectNode shot(int number) {
    return StdioPeer.object()
        .put("prompt", "Frame " + number + ": a lighthouse in the rain")
        .put("mode", "image")
        .put("backend_type", "previz")
        .put("size", "320x180")
        .put("background", true);
  }

  /** Counts the child processes of a process until it is closed. */
  private static final class Watch implements AutoCloseable {
    private final AtomicInteger most = new AtomicInteger();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    private final ProcessHandle server;

    Watch(long processId) {
      server = ProcessHandle.of(processId).orElseThrow();
    }

    /** A render is an ffmpeg that writes something; those that write nothing check a file. */
    private static long renders(ProcessHandle server) {
      return server
          .children()
          .map(ProcessHandle::info)
          .filter(child -> child.command().orElse("").endsWith("ffmpeg"))
          .filter(child -> !List.of(child.arguments().orElse(new String[0])).contains("null"))
          .count();
    }

    void start() {
      looks.scheduleWithFixedDelay(
          () -> most.accumulateAndGet((int) renders(server), Math::max),
          0,
          5,
          TimeUnit.MILLISECONDS);
    }

    int most() {
      return most.get();
    }

    @Override
    public void close() {
      looks.shutdownNow();
    }
  }
}
