package dev.secondunit.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the packaged server beside its peers, prints a table and writes it with how each number
 * was measured. Asserts nothing about time: a busy machine is not a defect. A part that fails says
 * so in the table and does not keep the others from being measured.
 *
 * <p>Arguments: the build's folder, the page to write ({@code -} for none), and the parts to run
 * ({@code starts}, {@code cheap}, {@code http}, {@code submits}, {@code renders}, {@code looks},
 * {@code flight}, {@code nodes}, {@code download}); without any, all of them.
 */
public final class Benchmarks {
  private static final int ROUNDS = 9;
  private static final int SUBMIT_ROUNDS = 5;

  private Benchmarks() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path target = Path.of(arguments[0]).toAbsolutePath();
    List<String> parts = List.of(arguments).subList(2, arguments.length);
    Programs programs = new Programs(target, Files.createTempDirectory(target, "benchmark-"));
    Report report = new Report();
    String machine = Programs.machine();
    System.out.println(machine);
    Map<String, Part> all = new LinkedHashMap<>();
    all.put("starts", new Starts(programs, ROUNDS)::run);
    all.put("cheap", new CheapCalls(programs, ROUNDS)::run);
    all.put("http", new HttpCalls(programs, ROUNDS)::run);
    all.put("submits", new Submits(programs, SUBMIT_ROUNDS)::run);
    all.put("faults", new Faults(programs)::run);
    all.put("waits", new Waits(programs)::run);
    all.put("renders", new Renders(programs)::run);
    all.put("looks", new Looks(programs, ROUNDS)::run);
    all.put("flight", measured -> InFlight.run(programs.scratch(), measured));
    all.put("nodes", new Nodes(programs.scratch())::run);
    all.put("download", new BigDownload(programs.scratch())::run);
    for (Map.Entry<String, Part> part : all.entrySet()) {
      if (parts.isEmpty() || parts.contains(part.getKey())) {
        measure(part.getKey(), part.getValue(), report);
        if (!arguments[1].equals("-")) {
          // After each part, so that stopping a long run keeps what was measured.
          Files.writeString(Path.of(arguments[1]), report.markdown(machine));
        }
      }
    }
  }

  private interface Part {
    void run(Report report) throws IOException, InterruptedException;
  }

  private static void measure(String name, Part part, Report report) throws InterruptedException {
    try {
      part.run(report);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      report.failed(name, e);
    }
  }
}
