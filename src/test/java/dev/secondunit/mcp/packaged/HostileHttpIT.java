package dev.secondunit.mcp.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.secondunit.mcp.packaged.HostileRequests.Attack;
import dev.secondunit.mcp.packaged.HttpWire.Reply;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A hundred thousand malformed and hostile requests do not move the packaged HTTP server. */
class HostileHttpIT {
  private static final long SEED = 20261121;
  private static final int REQUESTS = Integer.getInteger("second-unit.hostile", 100_000);
  private static final int CLIENTS = 8;
  private static final int STALLED = 300;
  private static final int HUGE_INTRODUCTIONS = 20;
  private static final int HUGE = 4 << 20;
  private static final int LONGEST_BODY = 16 << 20;
  private static final long MOST_GROWTH = 16 << 20;
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

  @TempDir Path folder;
  private Path log;
  private PackagedServer server;
  private InetSocketAddress address;
  private final List<Socket> stalled = new ArrayList<>();
  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

  @BeforeEach
  void startServer() throws Exception {
    log = folder.resolve("log.txt");
    server =
        PackagedServer.http(Map.of("SECOND_UNIT_HOME", folder.resolve("home").toString()), log);
    URI url = URI.create(server.url());
    address = new InetSocketAddress(url.getHost(), url.getPort());
  }

  @AfterEach
  void stopServer() throws Exception {
    for (Socket socket : stalled) {
      socket.close();
    }
    server.close();
  }

  @Test
  void hostileRequests_areRefusedAndNothingGrows() throws Exception {
    for (int i = 0; i < STALLED; i++) {
      Socket socket = new Socket();
      socket.connect(address);
      socket.getOutputStream().write(HostileRequests.stalledBody());
      stalled.add(socket);
    }
    List<String> sessions = new ArrayList<>();
    List<String> lists = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      sessions.add(begin());
      lists.add(tools(sessions.get(i)));
    }
    attack(sessions, SEED, REQUESTS / 5);
    Vitals warm = Vitals.of(server.processId());
    try (HttpWire wire = new HttpWire(address)) {
      for (int i = 0; i < HUGE_INTRODUCTIONS; i++) {
        check("huge introduction", wire.exchange(HostileRequests.hugeIntroduction(HUGE)));
        wire.leave(HostileRequests.listening(sessions.get(i % CLIENTS)));
      }
      check("over-long body", wire.once(HostileRequests.overlong(LONGEST_BODY + 1)));
    }
    attack(sessions, -SEED, REQUESTS - REQUESTS / 5);
    for (int i = 0; i < CLIENTS; i++) {
      assertEquals(lists.get(i), tools(sessions.get(i)), "a client that behaves is served on");
    }
    Vitals after = Vitals.of(server.processId());
    System.err.printf(
        "%,d requests: %s; after a fifth: %s; at the end: %s%n", REQUESTS, statuses, warm, after);
    assertTrue(after.heapBytes() - warm.heapBytes() < MOST_GROWTH, warm + " then " + after);
    assertTrue(after.threads() <= warm.threads() + 16, warm + " then " + after);
    assertTrue(after.threads() <= 300 && after.workers() <= 64, after::toString);
    ServerLog.check(log);
  }

  private void attack(List<String> sessions, long seed, int requests) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        HostileRequests attacks = new HostileRequests(seed + i, sessions.get(i));
        all.add(
            clients.submit(
                () -> {
                  attack(attacks, requests / CLIENTS);
                  return null;
                }));
      }
      for (Future<?> client : all) {
        client.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private void attack(HostileRequests attacks, int requests) throws Exception {
    try (HttpWire wire = new HttpWire(address)) {
      for (int i = 0; i < requests; i++) {
        Attack attack = attacks.next();
        try {
          switch (attack.manner()) {
            case KEPT -> check(attack, wire.exchange(attack.bytes()));
            case ONCE -> check(attack, wire.once(attack.bytes()));
            case LEAVING -> wire.leave(attack.bytes());
          }
        } catch (SocketTimeoutException e) {
          throw new AssertionError("never answered: " + attack + "\n" + busyThreads(), e);
        }
      }
    }
  }

  /** Whatever came, the answer is the protocol's, and shows nothing of the program's insides. */
  private void check(Object attack, Reply reply) {
    statuses.merge(reply.status(), 1, Integer::sum);
    String seen = attack + "\n→ " + reply;
    boolean accepted = reply.status() == 200 || reply.status() == 202;
    assertTrue(accepted || refuses(reply.status()), seen);
    assertTrue(!reply.body().contains("Exception") && !reply.body().contains("\tat "), seen);
    if (reply.status() == 200 || reply.header("content-type").equals("application/json")) {
      try {
        String problem = StdoutCheck.problem(JsonMapper.shared().readTree(reply.json()));
        assertTrue(problem == null, problem + ": " + seen);
      } catch (JacksonException e) {
        throw new AssertionError("not JSON: " + seen, e);
      }
    }
  }

  /** The threads that are in our own code. */
  private String busyThreads() throws Exception {
    return Arrays.stream(PackagedServer.threads(server.processId()).split("\n\n"))
        .filter(thread -> thread.contains("at dev.secondunit"))
        .collect(Collectors.joining("\n\n"));
  }

  /** What may be said to a client that is wrong; 0 is closing the connection. */
  private static boolean refuses(int status) {
    return status == 0 || status >= 400 && status < 500 || status == 501 || status == 505;
  }

  private String begin() throws Exception {
    try (HttpWire wire = new HttpWire(address)) {
      Reply reply =
          wire.exchange(HostileRequests.legal(null, HostileExamples.initialize().toString()));
      assertEquals(200, reply.status(), reply::toString);
      return reply.header("mcp-session-id");
    }
  }

  private String tools(String session) throws Exception {
    try (HttpWire wire = new HttpWire(address)) {
      Reply reply = wire.exchange(HostileRequests.legal(session, LIST));
      assertEquals(200, reply.status(), reply::toString);
      assertTrue(reply.json().contains("generate_media"), reply::toString);
      return reply.json();
    }
  }
}
