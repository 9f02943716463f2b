package dev.secondunit.command;

import dev.secondunit.Version;
import dev.secondunit.Wiring;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.conformance.Fixtures;
import dev.secondunit.mcp.http.HttpOptions;
import dev.secondunit.mcp.http.HttpServer;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** Serves agents over HTTP until the process is told to end. */
final class HttpCommand {
  private HttpCommand() {}

  /**
   * @param conformance whether to serve the fixtures of the official suite instead of the product
   */
  static int run(Wiring wiring, HttpOptions options, boolean conformance) throws Exception {
    ServerDefinition definition =
        conformance ? Fixtures.server(Version.current()) : wiring.definition();
    CountDownLatch ended = new CountDownLatch(1);
    try (HttpServer server =
        new HttpServer(
            definition, options, () -> wiring.identifiers().next("session"), Clock.systemUTC())) {
      int port = server.start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    ended.countDown();
                    wiring.close();
                  },
                  "shutdown"));
      System.out.println("http://" + options.host() + ":" + port + "/mcp");
      if (!conformance) {
        StdioCommand.resume(wiring);
      }
      ended.await();
    }
    return 0;
  }
}
