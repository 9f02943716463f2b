package dev.secondunit.command;

import dev.secondunit.Wiring;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.stdio.StdioServer;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one agent over standard input and output until the input ends. */
public final class StdioCommand {
  private StdioCommand() {}

  /** Returns the exit code. */
  public static int run(Wiring wiring) throws Exception {
    OutputStream out = StdioServer.claimStandardOutput();
    Runtime.getRuntime().addShutdownHook(new Thread(wiring::close, "shutdown"));
    ServerDefinition definition = wiring.definition();
    warn(wiring);
    try (StdioServer server =
        new StdioServer(definition, () -> wiring.identifiers().next("session"), System.in, out)) {
      resume(wiring);
      server.run();
    }
    return 0;
  }

  /** Serves a short conversation from memory, so that everything a start needs has been loaded. */
  static int warmUp(Wiring wiring) throws Exception {
    String conversation =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
        "capabilities":{},"clientInfo":{"name":"warm-up","version":"1"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        {"jsonrpc":"2.0","id":2,"method":"tools/list"}
        {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"get_jobs","arguments":{"limit":0}}}
        """;
    ServerDefinition definition = wiring.definition();
    try (StdioServer server =
        new StdioServer(
            definition,
            () -> "warm-up",
            new ByteArrayInputStream(conversation.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream())) {
      server.run();
    }
    return 0;
  }

  /** Says on standard error what is set and cannot work, where nobody asks the doctor. */
  static void warn(Wiring wiring) {
    wiring.moneyProblem().ifPresent(problem -> System.err.println("warning: " + problem));
    wiring.fallbackProblems().forEach(problem -> System.err.println("warning: " + problem));
  }

  /** Takes up jobs that an earlier run left, without keeping the client waiting for its answers. */
  static void resume(Wiring wiring) {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(1_500);
                if (wiring.hasStore()) {
                  wiring.services();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                Logger log = LoggerFactory.getLogger(StdioCommand.class);
                log.warn("jobs of an earlier run cannot be taken up: {}", e.getMessage());
              }
            },
            "resume");
    thread.setDaemon(true);
    thread.start();
  }
}
