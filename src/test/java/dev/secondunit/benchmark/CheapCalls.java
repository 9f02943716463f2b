package dev.secondunit.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What a call costs that does next to nothing, and what the list of tools weighs. */
final class CheapCalls {
  private static final int WARM_UP = 2_000;
  private static final int CALLS = 500;

  private final Programs programs;
  private final int rounds;

  CheapCalls(Programs programs, int rounds) {
    this.programs = programs;
    this.rounds = rounds;
  }

  void run(Report report) throws IOException, InterruptedException {
    Map<String, String> environment = Map.of("SECOND_UNIT_HOME", programs.freshHome().toString());
    ObjectNode page = StdioPeer.object().put("limit", 1);
    ObjectNode word = StdioPeer.object().put("message", "1");
    double[] own = new double[rounds];
    double[] others = new double[rounds];
    try (StdioPeer server = programs.spawn(programs.jar(Programs.javas().get(0)), environment);
        StdioPeer peer = programs.spawn(programs.everything(), Map.of())) {
      server.initialize();
      peer.initialize();
      report.add(
          "tools/list",
          server.listTools().getBytes(StandardCharsets.UTF_8).length + " bytes",
          "≤ 20 kB",
          "the line that answers, revision 2025-11-25, no key set");
      medianOf(server, "get_jobs", page, WARM_UP);
      medianOf(peer, "echo", word, WARM_UP);
      for (int round = 0; round < rounds; round++) {
        own[round] = medianOf(server, "get_jobs", page, CALLS);
        others[round] = medianOf(peer, "echo", word, CALLS);
      }
    }
    String how =
        "request written to answer read; median of "
            + rounds
            + " medians of "
            + CALLS
            + " in sequence, in turns, after "
            + WARM_UP
            + " unmeasured";
    report.add(
        "cheap call over stdio, p50",
        Report.milliseconds(Samples.of(own).median()),
        "≤ 0.3 ms",
        "`get_jobs` with `limit` 1 on an empty store; " + how);
    report.add(
        "cheap call over stdio, p50: server-everything",
        Report.milliseconds(Samples.of(others).median()),
        "",
        "`echo`, which reads no store; " + how);
  }

  private static double medianOf(StdioPeer server, String tool, ObjectNode arguments, int calls)
      throws IOException {
    double[] times = new double[calls];
    for (int i = 0; i < calls; i++) {
      times[i] = server.timedCall(tool, arguments).milliseconds();
    }
    return Samples.of(times).median();
  }
}
