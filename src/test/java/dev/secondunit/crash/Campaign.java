package dev.secondunit.crash;

import static dev.secondunit.Patience.await;

import dev.secondunit.simulate.Fault;
import dev.secondunit.simulate.FaultRule;
import dev.secondunit.simulate.Operation;
import dev.secondunit.simulate.SimulatorOptions;
import dev.secondunit.simulate.Vendor;
import dev.secondunit.simulate.VendorSimulators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One store, one set of simulated vendors, and many lives of the server: each life takes a few
 * orders and is ended by SIGKILL, at a named point or at a random moment; the last one, the product
 * as it is shipped, finishes what all of them left. What the agent got no answer for it orders
 * again under the same request key.
 */
final class Campaign implements AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofMinutes(5);
  private static final int IDS_PER_WAIT = 50;
  private static final String AT_RANDOM = "at random";

  /** Points that a server reaches only when this goes wrong for one of its orders. */
  private static final Map<String, String> PROVOKED_BY =
      Map.of("queued", "rate_limited=0.2", "failed", "failed", "submit_unknown", "lost_request");

  /**
   * @param orders how many are taken, besides four that later ones continue
   * @param randomKills how many lives end at a random moment, besides one for each named point
   */
  record Size(int orders, int randomKills, int rounds) {}

  private final String name;
  private final long seed;
  private final Size size;
  private final Random random;
  private final Path folder;
  private final VendorSimulators vendors;
  private final List<Order> ordered = new ArrayList<>();
  private final Map<String, String> killedInCreate = new HashMap<>();
  private final Map<String, Integer> kills = new LinkedHashMap<>();
  private final Deque<Order> unanswered = new ArrayDeque<>();

  Campaign(String name, long seed, Size size, Path folder) {
    this.name = name;
    this.seed = seed;
    this.size = size;
    this.random = new Random(seed);
    this.folder = folder;
    this.vendors = VendorSimulators.start(SimulatorOptions.defaults().withTrueSize(false));
  }

  VendorSimulators vendors() {
    return vendors;
  }

  Path home() {
    return folder.resolve("home");
  }

  Path media() {
    return folder.resolve("media");
  }

  Path database() {
    return home().resolve("jobs.db");
  }

  List<Order> ordered() {
    return List.copyOf(ordered);
  }

  /** Orders that were between "sent" and "recorded" when a server was killed, and where. */
  Map<String, String> killedInCreate() {
    return Map.copyOf(killedInCreate);
  }

  /** How many servers were killed where. */
  Map<String, Integer> kills() {
    return Collections.unmodifiableMap(kills);
  }

  void run() throws Exception {
    Orders orders = new Orders(seed, name, sources());
    List<String> ends = new ArrayList<>();
    for (int round = 0; round < size.rounds(); round++) {
      ends.addAll(KillPoints.all());
    }
    ends.addAll(Collections.nCopies(size.randomKills(), AT_RANDOM));
    Collections.shuffle(ends, random);
    int left = size.orders();
    for (int i = 0; i < ends.size(); i++) {
      int share = left / (ends.size() - i);
      left -= share;
      List<Order> slice = new ArrayList<>(orders.next(share));
      String provoked = PROVOKED_BY.get(ends.get(i).replaceFirst("before |after ", ""));
      if (provoked != null) {
        slice.add(orders.struck(provoked));
      }
      ordered.addAll(slice);
      unanswered.addAll(slice);
      live(ends.get(i));
    }
    finish();
    sweep();
  }

  private Map<String, String> environment() {
    return Calls.environment(vendors, folder);
  }

  /** What continuations start from is made first, by a server that nobody kills. */
  private Orders.Sources sources() throws Exception {
    List<Order> seeds = Orders.seeds(name);
    ordered.addAll(seeds);
    List<String> ids = new ArrayList<>();
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      for (Order order : seeds) {
        ids.add(accepted(order, server.call(order.tool(), order.arguments())));
      }
      List<String> sources = new ArrayList<>();
      for (JsonNode job : wait(server, ids).path("jobs")) {
        sources.add(job.at("/continuation/id").asString());
      }
      return new Orders.Sources(sources.get(0), sources.get(1), sources.get(2), sources.get(3));
    }
  }

  private static String accepted(Order order, JsonNode answer) {
    String id = answer.path("job_id").asString("");
    if (id.isEmpty()) {
      throw new IllegalStateException(order + " was not taken: " + answer);
    }
    return id;
  }

  /** Starts a server, orders, and kills it there. */
  private void live(String end) throws Exception {
    provokeVendors();
    boolean named = !end.equals(AT_RANDOM);
    int arrival = 1 + (random.nextInt(4) == 0 ? 1 : 0);
    Duration atMost = Duration.ofMillis(named ? 15_000 : 500 + random.nextInt(3_500));
    try (ServerProcess server =
        ServerProcess.start(
            environment(),
            "dev.secondunit.crash.CrashingServer",
            named ? end : "nowhere",
            String.valueOf(arrival))) {
      Killer killer = new Killer(server, atMost);
      killer.start();
      orderAll(server);
      killer.join();
      kills.merge(killer.reached ? end : AT_RANDOM, 1, Integer::sum);
    }
    for (Stored.Row row :
        database().toFile().exists() ? Stored.jobs(database()) : List.<Stored.Row>of()) {
      if (row.state().equals("submitting")) {
        killedInCreate.putIfAbsent(row.key(), end);
      }
    }
  }

  /** Vendors have bad days as well: now and then a poll, a list or a download goes wrong. */
  private void provokeVendors() {
    Vendor[] some = {Vendor.XAI, Vendor.GOOGLE, Vendor.OPENAI};
    Operation[] reads = {Operation.POLL, Operation.DOWNLOAD, Operation.LIST};
    Fault[] faults = {Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.RATE_LIMITED, Fault.BAD_GATEWAY};
    if (random.nextInt(3) == 0) {
      vendors.strike(
          FaultRule.next(
                  some[random.nextInt(some.length)],
                  reads[random.nextInt(reads.length)],
                  faults[random.nextInt(faults.length)])
              .withValue(0.5));
    }
    if (random.nextInt(12) == 0) {
      vendors.refuseConnections(0.3);
    }
  }

  private void orderAll(ServerProcess server) {
    int waiting = unanswered.size();
    for (int i = 0; i < waiting; i++) {
      Order order = unanswered.peekFirst();
      JsonNode answer;
      try {
        answer = server.call(order.tool(), order.arguments());
      } catch (IOException e) {
        return;
      }
      accepted(order, answer);
      unanswered.removeFirst();
    }
  }

  private static final class Killer extends Thread {
    private final ServerProcess server;
    private final Duration atMost;
    private boolean reached;

    Killer(ServerProcess server, Duration atMost) {
      super("killer");
      this.server = server;
      this.atMost = atMost;
    }

    @Override
    public void run() {
      reached = server.awaitLog(CrashingServer.REACHED, atMost).isPresent();
      try {
        server.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void finish() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      orderAll(server);
      if (!unanswered.isEmpty()) {
        throw new IOException("the last server takes no orders: " + server.log());
      }
      List<String> ids = Stored.jobs(database()).stream().map(Stored.Row::id).toList();
      for (int start = 0; start < ids.size(); start += IDS_PER_WAIT) {
        wait(server, ids.subList(start, Math.min(ids.size(), start + IDS_PER_WAIT)));
      }
      // A job's last step may still be removing what it left when its waiter is told.
      await("no step is scheduled").until(() -> Stored.scheduledSteps(database()) == 0);
    }
  }

  /** What a killed server left of a job that was over is removed by the next one that starts. */
  private void sweep() throws IOException {
    try (ServerProcess server =
        ServerProcess.start(environment(), "dev.secondunit.Main", "stdio")) {
      server.call("get_jobs", JsonNodeFactory.instance.objectNode());
      await("what jobs left that are over is removed")
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> Books.leftOver(home(), Stored.jobs(database())), List::isEmpty);
    }
  }

  private static JsonNode wait(ServerProcess server, List<String> ids) throws IOException {
    ObjectNode wait = Calls.waitFor(ids);
    long end = System.nanoTime() + LONGEST_END.toNanos();
    while (true) {
      JsonNode answer = server.call("wait_for_jobs", wait);
      if (answer.path("done").asBoolean()) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new IOException("not over after " + LONGEST_END + ": " + answer);
      }
    }
  }

  @Override
  public void close() {
    vendors.close();
  }
}
