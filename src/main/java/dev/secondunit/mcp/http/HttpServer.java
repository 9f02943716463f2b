package dev.secondunit.mcp.http;

import dev.secondunit.mcp.Methods;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.Workers;
import dev.secondunit.mcp.legacy.LegacyHttpSessions;
import dev.secondunit.mcp.modern.ModernDispatcher;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Serves many clients over Streamable HTTP at {@code /mcp}. A client that closes the connection
 * cancels the wait, never a job that has been bought.
 */
public final class HttpServer implements AutoCloseable {
  /** Well below the 15 seconds after which proxies and clients begin to wonder. */
  private static final int KEEP_ALIVE_SECONDS = 5;

  /** Access tokens may be long. */
  private static final int LARGEST_HEADER_BYTES = 16 * 1_024;

  private static final int IDLE_MILLISECONDS = 120_000;

  /** Beyond so many the next ones wait, and those that say nothing are soon closed. */
  private static final int MOST_CONNECTIONS = 1_024;

  private static final int IDLE_MILLISECONDS_WHEN_FULL = 4 * KEEP_ALIVE_SECONDS * 1_000;

  private final Server server = new Server();
  private final ServerConnector connector;
  private final Workers workers = new Workers();
  private final ModernDispatcher modern;
  private final LegacyHttpSessions sessions;
  private final Set<HttpReply> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mcp-keep-alive");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param identifiers makes ids that nobody can guess, for sessions and for this run
   */
  public HttpServer(
      ServerDefinition definition, HttpOptions options, Supplier<String> identifiers, Clock clock) {
    this(definition, options, identifiers, clock, HttpMetrics.NONE);
  }

  /**
   * @param metrics counts requests; its page is for whoever runs the program, not for principals
   */
  public HttpServer(
      ServerDefinition definition,
      HttpOptions options,
      Supplier<String> identifiers,
      Clock clock,
      HttpMetrics metrics) {
    this(definition, options, identifiers, clock, metrics, McpEndpoint.LONGEST_BODY);
  }

  HttpServer(
      ServerDefinition definition,
      HttpOptions options,
      Supplier<String> identifiers,
      Clock clock,
      HttpMetrics metrics,
      int longestBody) {
    Methods methods = new Methods(definition);
    modern = new ModernDispatcher(definition, methods, workers);
    sessions = new LegacyHttpSessions(definition, methods, workers, identifiers, clock);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(LARGEST_HEADER_BYTES);
    connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE_MILLISECONDS);
    server.addConnector(connector);
    NetworkConnectionLimit connections = new NetworkConnectionLimit(MOST_CONNECTIONS, connector);
    connections.setEndPointIdleTimeout(IDLE_MILLISECONDS_WHEN_FULL);
    server.addBean(connections);
    server.setHandler(
        new McpHandler(
            new Guard(options, clock),
            new RequestRates(options.requestsPerMinute(), clock),
            new McpEndpoint(
                identifiers.get(),
                new ModernHeaders(definition),
                modern,
                sessions,
                this::opened,
                longestBody),
            metrics));
    server.setErrorHandler(new HttpErrors());
  }

  /** Begins to serve. @return the port that was bound */
  public int start() throws IOException {
    try {
      server.start();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the HTTP server did not start", e);
    }
    clockwork.scheduleWithFixedDelay(
        this::keepAlive, KEEP_ALIVE_SECONDS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    return connector.getLocalPort();
  }

  private void opened(HttpReply reply) {
    open.add(reply);
    reply.whenEnded(() -> open.remove(reply));
  }

  /** Writing may block on a slow client, so each reply gets a thread of the server for it. */
  void keepAlive() {
    for (HttpReply reply : open) {
      server.getThreadPool().execute(reply::keepAlive);
    }
  }

  /** Ends the streams and interrupts what is on its way. Durable jobs go on. */
  @Override
  public void close() throws IOException {
    clockwork.shutdownNow();
    modern.endSubscriptions();
    sessions.endAll();
    workers.close();
    try {
      server.stop();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the HTTP server did not stop", e);
    }
  }
}
