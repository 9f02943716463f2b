package dev.secondunit.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What a call costs that does next to nothing, and what the list of tools weighs. */
final class CheapCalls {
  private static final int WARM_UP = 2_000;
  private static final int CALLS = 2_000;

  private final Programs programs;

  CheapCalls(Programs programs) {
    this.programs = programs;
  }

  void run(Report report) throws IOException, InterruptedException {
    Map<String, String> environment = Map.of("SECOND_UNIT_HOME", programs.freshHome().toString());
    String how =
        CALLS + " in sequence after " + WARM_UP + " unmeasured, request written to answer read";
    try (StdioPeer server = programs.spawn(programs.jar(Programs.javas().get(0)), environment)) {
      server.initialize();
      report.add(
          "tools/list",
          server.listTools().getBytes(StandardCharsets.UTF_8).length + " bytes",
          "≤ 20 kB",
          "the line that answers, revision 2025-11-25, no key set");
      Samples samples = calls(server, "get_jobs", StdioPeer.object().put("limit", 1));
      report.add(
          "cheap call over stdio, p50",
          Report.milliseconds(samples.median()),
          "≤ 0.3 ms",
          "`get_jobs` with `limit` 1 on an empty store; " + how);
    }
    try (StdioPeer peer = programs.spawn(programs.everything(), Map.of())) {
      peer.initialize();
      Samples samples = calls(peer, "echo", StdioPeer.object().put("message", "1"));
      report.add(
          "cheap call over stdio, p50: server-everything",
          Report.milliseconds(samples.median()),
          "",
          "`echo`, which reads no store; " + how);
    }
  }

  private static Samples calls(StdioPeer server, String tool, ObjectNode arguments)
      throws IOException {
    double[] times = new double[CALLS];
    for (int i = -WARM_UP; i < CALLS; i++) {
      double time = server.timedCall(tool, arguments).milliseconds();
      if (i >= 0) {
        times[i] = time;
      }
    }
    return Samples.of(times);
  }
}
