package dev.secondunit.command;

import dev.secondunit.Version;
import dev.secondunit.Wiring;
import dev.secondunit.job.JobStatistics;
import dev.secondunit.job.Ledger;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.conformance.Fixtures;
import dev.secondunit.mcp.http.HttpMetrics;
import dev.secondunit.mcp.http.HttpOptions;
import dev.secondunit.mcp.http.HttpServer;
import dev.secondunit.metrics.PrometheusMetrics;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves agents over HTTP until the process is told to end. */
final class HttpCommand {
  private static final Logger LOG = LoggerFactory.getLogger(HttpCommand.class);

  private HttpCommand() {}

  /**
   * @param conformance whether to serve the fixtures of the official suite instead of the product
   */
  static int run(Wiring wiring, HttpOptions options, boolean conformance) throws Exception {
    ServerDefinition definition =
        conformance ? Fixtures.server(Version.current()) : wiring.definition();
    HttpMetrics metrics = conformance ? HttpMetrics.NONE : counting(wiring);
    CountDownLatch ended = new CountDownLatch(1);
    try (HttpServer server =
        new HttpServer(
            definition,
            options,
            () -> wiring.identifiers().next("session"),
            Clock.systemUTC(),
            metrics)) {
      if (!conformance) {
        StdioCommand.warn(wiring);
      }
      int port = server.start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    close(server);
                    wiring.close();
                    ended.countDown();
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

  /** No more calls come in while the last steps are taken. */
  private static void close(HttpServer server) {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("the HTTP server did not close: {}", e.getMessage());
    }
  }

  /** Counts what this process does, and reads the store once there is one. */
  private static HttpMetrics counting(Wiring wiring) {
    PrometheusMetrics metrics =
        new PrometheusMetrics(
            () -> wiring.hasStore() ? Optional.of(store(wiring)) : Optional.empty(),
            Clock.systemUTC());
    wiring.observedBy(metrics, metrics);
    return metrics;
  }

  private static PrometheusMetrics.Store store(Wiring wiring) {
    return new PrometheusMetrics.Store() {
      @Override
      public JobStatistics statistics() {
        return wiring.statistics();
      }

      @Override
      public Ledger ledger() {
        return wiring.services().ledger();
      }
    };
  }
}
