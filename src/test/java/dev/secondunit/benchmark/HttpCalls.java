package dev.secondunit.benchmark;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** How many cheap calls a second a server answers to many clients over HTTP. */
final class HttpCalls {
  private static final int CONNECTIONS = 32;
  private static final double WARM_UP_SECONDS = 10;
  private static final double SECONDS = 2;

  private final Programs programs;
  private final int rounds;

  HttpCalls(Programs programs, int rounds) {
    this.programs = programs;
    this.rounds = rounds;
  }

  private record Server(String name, HttpServerProcess process, String tool, String arguments) {}

  void run(Report report) throws IOException, InterruptedException {
    try (HttpServerProcess ours = ours();
        HttpServerProcess peer = peer()) {
      List<Server> servers =
          List.of(
              new Server("second-unit", ours, "get_jobs", "{\"limit\":1}"),
              new Server("server-everything", peer, "echo", "{\"message\":\"1\"}"));
      Map<String, List<Double>> rates = new LinkedHashMap<>();
      for (Server server : servers) {
        rate(server, WARM_UP_SECONDS);
      }
      for (int round = 0; round < rounds; round++) {
        for (Server server : servers) {
          rates
              .computeIfAbsent(server.name(), name -> new ArrayList<>())
              .add(rate(server, SECONDS));
        }
      }
      report(report, median(rates.get("second-unit")), median(rates.get("server-everything")));
    }
  }

  private void report(Report report, double ours, double peer) {
    String how =
        CONNECTIONS
            + " kept connections with a session each, every one calling in sequence for "
            + Report.number(SECONDS)
            + " s; median of "
            + rounds
            + " in turns, after "
            + Report.number(WARM_UP_SECONDS)
            + " s unmeasured; the clients share the machine";
    report.add(
        "calls over HTTP at 32 connections",
        perSecond(ours) + " (" + Report.ratio(ours / peer) + " peer)",
        "≥ 3× peer",
        "`get_jobs` with `limit` 1 on an empty store; " + how);
    report.add(
        "calls over HTTP at 32 connections: server-everything",
        perSecond(peer),
        "",
        "`echo`, which reads no store; " + how);
  }

  private static String perSecond(double rate) {
    return String.format(Locale.ROOT, "%.0f/s", rate);
  }

  private static double median(List<Double> values) {
    return Samples.of(values.stream().mapToDouble(Double::doubleValue).toArray()).median();
  }

  private HttpServerProcess ours() throws IOException {
    List<String> command = new ArrayList<>(programs.jar(Programs.javas().get(0)));
    command.set(command.size() - 1, "http");
    int port = freePort();
    command.addAll(List.of("--port", Integer.toString(port)));
    return HttpServerProcess.start(
        programs, command, Map.of("SECOND_UNIT_HOME", programs.freshHome().toString()), port);
  }

  private HttpServerProcess peer() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(programs.everything());
    command.set(command.size() - 1, "streamableHttp");
    int port = freePort();
    return HttpServerProcess.start(programs, command, Map.of("PORT", Integer.toString(port)), port);
  }

  /** The peer cannot say which port it took, so it is told a free one. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Calls a second, over all connections, for about so long. */
  private static double rate(Server server, double seconds)
      throws IOException, InterruptedException {
    ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
    List<HttpPeer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        peers.add(HttpPeer.connect(server.process().port()));
      }
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      List<Future<Integer>> counts = new ArrayList<>();
      for (HttpPeer peer : peers) {
        counts.add(clients.submit(() -> callUntil(server, peer, end)));
      }
      int calls = 0;
      for (Future<Integer> count : counts) {
        calls += count.get();
      }
      return calls / ((System.nanoTime() - start) / 1e9);
    } catch (ExecutionException e) {
      throw new IOException(server.name() + " refused a call", e.getCause());
    } finally {
      clients.shutdownNow();
      for (HttpPeer peer : peers) {
        peer.close();
      }
      clients.awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private static int callUntil(Server server, HttpPeer peer, long end) throws IOException {
    int calls = 0;
    while (System.nanoTime() < end) {
      String answer = peer.exchange(peer.call(server.tool(), server.arguments()));
      if (!answer.contains("\"result\"") || answer.contains("\"isError\":true")) {
        throw new IOException(answer);
      }
      calls++;
    }
    return calls;
  }
}
