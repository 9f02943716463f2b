package dev.secondunit.simulate;

import dev.secondunit.config.Settings;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.MediaProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All vendors, played by one HTTP server on the loopback address. They are steered through the
 * methods here or, from another process, over HTTP below {@link #controlUrl()}. Safe for many
 * threads; {@link #close()} ends the server and removes what it made.
 */
public final class VendorSimulators implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VendorSimulators.class);
  private static final int THREADS = 200;
  private static final long MAX_MEASURED_BYTES = 4L << 30;

  private final Server server;
  private final FrontDoor connector;
  private final Simulation simulation;
  private final ControlPlane controlPlane;
  private final Path folder;
  private final boolean temporary;
  private final int port;
  private final ExecutorService refusals =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "simulator-refusals");
            thread.setDaemon(true);
            return thread;
          });

  private VendorSimulators(SimulatorOptions options) throws Exception {
    temporary = options.folder().isEmpty();
    folder =
        temporary ? Files.createTempDirectory("vendor-simulators") : options.folder().orElseThrow();
    SimulatorClock clock = new SimulatorClock(options.clock());
    Ffmpeg ffmpeg = new Ffmpeg(new Settings(System.getenv(), Path.of("")));
    Studio studio =
        new Studio(ffmpeg, new MediaProbe(ffmpeg, MAX_MEASURED_BYTES), folder, options.trueSize());
    simulation =
        new Simulation(
            clock,
            Waiting.real(),
            new Jobs(Identifiers.system(), options.jobTime()),
            new Faults(),
            new Shelf(folder, studio),
            new RequestLog(),
            this::refuseConnections);
    controlPlane = new ControlPlane(simulation);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("simulator");
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(1 << 16);
    connector = new FrontDoor(server, new HttpConnectionFactory(http));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setPort(options.port());
    connector.setAcceptQueueSize(2048);
    server.addConnector(connector);
    server.setHandler(new Front(wires(), controlPlane, simulation));
    server.start();
    port = connector.getLocalPort();
  }

  /**
   * Starts them all.
   *
   * @throws UncheckedIOException when the port is taken or the folder cannot be used
   */
  public static VendorSimulators start(SimulatorOptions options) {
    try {
      return new VendorSimulators(options);
    } catch (IOException e) {
      throw new UncheckedIOException("the simulators cannot start: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the simulators cannot start: " + e.getMessage(), e);
    }
  }

  private Map<Dialect, Wire> wires() {
    Map<Dialect, Wire> wires = new EnumMap<>(Dialect.class);
    wires.put(Dialect.XAI, new XaiWire(simulation));
    wires.put(Dialect.GOOGLE, new GoogleWire(simulation, false));
    wires.put(Dialect.VERTEX, new VertexWire(simulation));
    wires.put(Dialect.GOOGLE_LEGACY, new GoogleWire(simulation, true));
    wires.put(Dialect.ELEVENLABS, new ElevenLabsWire(simulation));
    wires.put(Dialect.TWELVELABS, new TwelveLabsWire(simulation, false));
    wires.put(Dialect.TWELVELABS_LEGACY, new TwelveLabsWire(simulation, true));
    for (Dialect dialect : Dialect.values()) {
      if (dialect.vendor() == Vendor.OPENAI) {
        wires.put(dialect, new OpenAiWire(simulation, dialect));
      }
    }
    return wires;
  }

  public int port() {
    return port;
  }

  /** The base URL a client of this vendor is given, without a trailing slash. */
  public URI baseUrl(Dialect dialect) {
    return URI.create(origin() + dialect.basePath());
  }

  /**
   * The environment variables that send a client of every vendor here: base URLs, and keys that are
   * taken here and nowhere else.
   */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("XAI_BASE_URL", baseUrl(Dialect.XAI).toString());
    variables.put("GOOGLE_GEMINI_BASE_URL", baseUrl(Dialect.GOOGLE).toString());
    variables.put("GOOGLE_VERTEX_BASE_URL", baseUrl(Dialect.VERTEX).toString());
    variables.put("OPENAI_BASE_URL", baseUrl(Dialect.OPENAI_TODAY).toString());
    variables.put("ELEVENLABS_BASE_URL", baseUrl(Dialect.ELEVENLABS).toString());
    variables.put("TWELVELABS_BASE_URL", baseUrl(Dialect.TWELVELABS).toString());
    for (String vendor : List.of("XAI", "GOOGLE", "OPENAI", "ELEVENLABS", "TWELVELABS")) {
      variables.put(vendor + "_API_KEY", "simulated");
    }
    return variables;
  }

  /** Where the control plane answers, without a trailing slash. */
  public URI controlUrl() {
    return URI.create(origin() + "/_control");
  }

  /** Arms a fault; {@link Fault#CONNECTION_REFUSED} begins at once. */
  public void strike(FaultRule rule) {
    simulation.arm(rule);
  }

  /** Disarms all faults; what they struck stays as it is. */
  public void clearFaults() {
    simulation.faults().clear();
  }

  public Counters counters() {
    return simulation.jobs().counters(simulation.clock().instant());
  }

  /** Puts the simulators' clock forward. */
  public void advance(Duration time) {
    simulation.clock().advance(time);
  }

  /** Ends every running job now, each as it would have ended. */
  public void completeJobs() {
    simulation.jobs().all().forEach(job -> job.complete(simulation.clock().instant()));
  }

  /** How long jobs accepted from now on run. */
  public void setJobTime(Duration time) {
    simulation.jobs().setJobTime(time);
  }

  /** Forgets jobs, counters, faults and requests. */
  public void reset() {
    controlPlane.reset();
  }

  /** Nobody listens for so many seconds of real time; returns at once. */
  public void refuseConnections(double seconds) {
    refusals.execute(
        () -> {
          try {
            connector.stop();
            connector.setPort(port);
            simulation.waiting().seconds(seconds);
            connector.start();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Exception e) {
            LOG.error("The simulators cannot listen on port {} again", port, e);
          }
        });
  }

  /** Waits until they are ended from elsewhere. */
  public void join() throws InterruptedException {
    server.join();
  }

  @Override
  public void close() {
    refusals.shutdownNow();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The simulators did not stop in order", e);
    }
    if (temporary) {
      delete(folder);
    }
  }

  Studio studio() {
    return simulation.shelf().studio();
  }

  private String origin() {
    return "http://" + connector.getHost() + ":" + port;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove {}", folder, e);
    }
  }
}
