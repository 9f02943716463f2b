package dev.secondunit.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process takes of this machine, as Linux tells it.
 *
 * @param residentBytes memory
 * @param threads all of them, the virtual machine's own included
 * @param cpuSeconds computing time since its start
 */
public record Resources(long residentBytes, int threads, double cpuSeconds) {
  private static final double TICKS_PER_SECOND = 100;

  /** Of a process that lives. */
  public static Resources of(long processId) throws IOException {
    Path process = Path.of("/proc", Long.toString(processId));
    String stat = Files.readString(process.resolve("stat"));
    // The name in the second field may hold spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
    String status = Files.readString(process.resolve("status"));
    return new Resources(
        number(status, "VmRSS:") * 1_024,
        (int) number(status, "Threads:"),
        ticks / TICKS_PER_SECOND);
  }

  private static long number(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
