package dev.secondunit.benchmark;

import dev.secondunit.benchmark.Programs.Java;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a client waits from starting a server to its first answer, and what it weighs then. */
final class Starts {
  private static final String PEER = "server-everything";

  private final Programs programs;
  private final int rounds;

  Starts(Programs programs, int rounds) {
    this.programs = programs;
    this.rounds = rounds;
  }

  private record Server(List<String> command, Map<String, String> environment) {}

  void run(Report report) throws IOException, InterruptedException {
    Map<String, Server> servers = new LinkedHashMap<>();
    servers.put(PEER, new Server(programs.everything(), Map.of()));
    Path home = programs.freshHome();
    for (Java java : Programs.javas()) {
      Map<String, String> environment =
          Map.of("SECOND_UNIT_HOME", home.toString(), "JAVA_HOME", java.home().toString());
      String suffix = ", JDK " + java.major();
      servers.put("bare SDK server" + suffix, new Server(programs.bare(java), environment));
      servers.put("java -jar" + suffix, new Server(programs.jar(java), environment));
      programs.makeArchive(java, home);
      servers.put("launcher" + suffix, new Server(programs.launcher(), environment));
    }
    for (Peers peer : Peers.values()) {
      servers.put(
          peer.word(),
          new Server(
              peer.command(programs), peer.environment("http://127.0.0.1:9", programs.scratch())));
    }
    Map<String, List<Double>> times = new LinkedHashMap<>();
    Map<String, List<Double>> sizes = new LinkedHashMap<>();
    Map<String, Integer> lists = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<String, Server> server : servers.entrySet()) {
        try (StdioPeer peer =
            programs.spawn(server.getValue().command(), server.getValue().environment())) {
          double time = peer.initialize();
          int bytes = peer.listTools().getBytes(StandardCharsets.UTF_8).length;
          if (round >= 0) {
            if (!ours(server.getKey())) {
              lists.put(server.getKey(), bytes);
            }
            times.computeIfAbsent(server.getKey(), key -> new ArrayList<>()).add(time);
            sizes
                .computeIfAbsent(server.getKey(), key -> new ArrayList<>())
                .add((double) peer.residentBytes());
          }
        }
      }
    }
    lists.forEach(
        (name, bytes) ->
            report.add("tools/list: " + name, bytes + " bytes", "", "the line that answers"));
    Map<String, Double> medians = medians(times);
    medians.forEach((name, median) -> report(report, name, median, medians));
    medians(sizes)
        .forEach(
            (name, bytes) ->
                report.add(
                    "resident memory, idle: " + name,
                    Math.round(bytes / 1e6) + " MB",
                    ours(name) ? "≤ 120 MB" : "",
                    "VmRSS after `tools/list` was answered, median of " + rounds));
  }

  private static boolean ours(String name) {
    return name.startsWith("java -jar") || name.startsWith("launcher");
  }

  private static Map<String, Double> medians(Map<String, List<Double>> samples) {
    Map<String, Double> medians = new LinkedHashMap<>();
    samples.forEach(
        (name, values) ->
            medians.put(
                name,
                Samples.of(values.stream().mapToDouble(Double::doubleValue).toArray()).median()));
    return medians;
  }

  private void report(Report report, String name, double median, Map<String, Double> medians) {
    String java = name.replaceFirst(".*, ", "");
    String value = Report.milliseconds(median);
    String goal = "";
    if (ours(name)) {
      value +=
          " ("
              + Report.ratio(median / medians.get("bare SDK server, " + java))
              + " bare, "
              + Report.ratio(median / medians.get(PEER))
              + " peer)";
      goal = java.equals("JDK 25") ? "≤ 1.2× bare, ≤ 0.85× peer" : "≤ 1.2× bare, ≤ 1.0× peer";
    }
    report.add(
        "spawn → initialize: " + name,
        value,
        goal,
        "process start to first answer over stdio, median of "
            + rounds
            + " in turns with the others"
            + (name.startsWith("launcher") ? ", class-data archive made before" : ""));
  }
}
