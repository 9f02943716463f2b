package dev.secondunit.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the packaged server beside its peers, prints a table and writes it with how each number
 * was measured. Asserts nothing about time: a busy machine is not a defect.
 *
 * <p>Arguments: the build's folder, the page to write ({@code -} for none), and the parts to run
 * ({@code starts}, {@code cheap}, {@code submits}, {@code renders}); without any, all of them.
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
    if (wanted(parts, "starts")) {
      new Starts(programs, ROUNDS).run(report);
    }
    if (wanted(parts, "cheap")) {
      new CheapCalls(programs).run(report);
    }
    if (wanted(parts, "submits")) {
      new Submits(programs, SUBMIT_ROUNDS).run(report);
    }
    if (wanted(parts, "renders")) {
      new Renders(programs).run(report);
    }
    if (!arguments[1].equals("-")) {
      Files.writeString(Path.of(arguments[1]), report.markdown(machine));
    }
  }

  private static boolean wanted(List<String> parts, String part) {
    return parts.isEmpty() || parts.contains(part);
  }
}
