package dev.secondunit;

import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.LocalArtifactStore;
import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.backend.Backend;
import dev.secondunit.backend.http.CallListener;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.Assets;
import dev.secondunit.generation.FallbackSetting;
import dev.secondunit.job.JobStatistics;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.Pruning;
import dev.secondunit.job.SteadyClock;
import dev.secondunit.job.StepListener;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.product.JobChanges;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.ToolRegistry;
import dev.secondunit.tool.function.Services;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The door to everything that is put together here, and the keeper of what is open. The parts
 * behind it name the concrete types: {@link Vendors} and {@link Web}, {@link Stores}, {@link
 * ToolServices}, {@link Worker}, {@link ProductDefinition}.
 *
 * <p>Nothing is opened before it is asked for: a server can answer which tools it has without a
 * database, an HTTP client or ffmpeg. Each thing is opened once, under the lock of this object; the
 * parts open what they are told to and remember nothing else that changes. Safe for many threads.
 */
public class Wiring implements AutoCloseable {
  private final Foundation foundation;
  private final Vendors vendors;
  private final boolean takesSteps;
  private final JobChanges changes = new JobChanges(this::newestAsset);
  private CallListener calls = CallListener.NONE;
  private StepListener steps = StepListener.NONE;
  private Ffmpeg ffmpeg;
  private HttpLayer wayToVendors;
  private Map<String, Backend> backends;
  private Map<String, MediaModel> mediaModels;
  private Stores stores;
  private volatile Services services;
  private volatile boolean closed;

  /**
   * @param takesSteps whether this process works on jobs, or only looks at them
   */
  public Wiring(Settings settings, Clock clock, boolean takesSteps) {
    this.takesSteps = takesSteps;
    this.foundation =
        new Foundation(
            settings,
            new SteadyClock(clock, System::nanoTime),
            Identifiers.system(),
            Catalogue.load(
                settings
                    .path(Setting.SECOND_UNIT_CATALOGUE)
                    .orElseGet(() -> settings.home().resolve("catalogue"))),
            this::ffmpeg,
            new Opened());
    this.vendors = new Vendors(foundation);
  }

  /** Says who counts calls to vendors and steps of jobs. To be said before anything is opened. */
  public Wiring observedBy(CallListener callListener, StepListener stepListener) {
    calls = callListener;
    steps = stepListener;
    return this;
  }

  /** The tools, over services that are opened by the first call. */
  public ToolRegistry tools() {
    return product().tools();
  }

  /** Everything a client can see, whatever the transport. */
  public ServerDefinition definition() {
    return product().server(changes);
  }

  private ProductDefinition product() {
    return new ProductDefinition(foundation, vendors.enabled(), this::services, this::hasStore);
  }

  /** Opens nothing: before the first call nothing can have been made here. */
  private String newestAsset(Supplier<Caller> caller) {
    Services open = services;
    if (open == null || closed) {
      return "";
    }
    return open.seenBy(caller.get()).assets().list(null, 1).stream()
        .map(Assets.Asset::id)
        .findFirst()
        .orElse("");
  }

  public Settings settings() {
    return foundation.settings();
  }

  public Catalogue catalogue() {
    return foundation.catalogue();
  }

  /** Where shots may be made instead, as it is set. */
  public FallbackSetting fallback() {
    return new FallbackSetting(settings());
  }

  /** What is wrong with that, a line each. Reads nothing but the catalogue, and only if need be. */
  public List<String> fallbackProblems() {
    return fallback().problems(catalogue(), foundation.clock().instant());
  }

  /** What is wrong with the limits on money, or empty; nothing can be done before it is right. */
  public Optional<String> moneyProblem() {
    try {
      ToolServices.caps(settings());
      return Optional.empty();
    } catch (FailureException e) {
      return Optional.of(e.failure().message() + " Every call fails until it is right.");
    }
  }

  public Identifiers identifiers() {
    return foundation.identifiers();
  }

  public synchronized Ffmpeg ffmpeg() {
    if (ffmpeg == null) {
      ffmpeg =
          foundation
              .opened()
              .add(Opened.Stage.OUTSIDE, Ffmpeg.endedByItsOwner(foundation.settings()));
    }
    return ffmpeg;
  }

  /** Every backend that makes media, usable or not. */
  public synchronized Map<String, Backend> backends() {
    if (backends == null) {
      backends = vendors.backends(wayToVendors());
    }
    return backends;
  }

  /** Every vendor whose models answer questions about media, usable or not. */
  public synchronized Map<String, MediaModel> mediaModels() {
    if (mediaModels == null) {
      mediaModels = vendors.mediaModels(wayToVendors());
    }
    return mediaModels;
  }

  /** One for all, so that what one call learns of a vendor's limits holds for the next one. */
  private HttpLayer wayToVendors() {
    if (wayToVendors == null) {
      wayToVendors = new Web(foundation, calls).forVendors();
    }
    return wayToVendors;
  }

  /** Opens the database and starts the worker, once. */
  public synchronized Services services() {
    if (closed) {
      throw Failure.of(ErrorCode.OVERLOADED, "The server is shutting down.")
          .withRetryAfter(5)
          .asException();
    }
    if (services == null) {
      services = open();
    }
    return services;
  }

  /** What removes old jobs when a person asks for it. */
  public synchronized Pruning pruning() {
    services();
    return stores.pruning();
  }

  /** How much there is of what; opens the database like {@link #services()}. */
  public synchronized JobStatistics statistics() {
    services();
    return stores.statistics();
  }

  /** The services as one caller may see them. */
  public Services services(Caller caller) {
    return services().seenBy(caller);
  }

  private Services open() {
    Vendors.Lazily lazily = new Vendors.Lazily(this::backends, this::mediaModels);
    stores = new Stores(foundation, new Stores.Between(this::watched, this::files), steps);
    InputResolver.UrlFetcher fetcher = new Web(foundation, calls).fetcher();
    foundation.opened().add(Opened.Stage.STORES, changes).of(stores.jobs());
    Services opening = new ToolServices(foundation, stores, lazily).services(fetcher);
    if (takesSteps) {
      new Worker(foundation, stores, lazily).start(opening);
    }
    return opening;
  }

  /** A place for tests to stand between the store and everybody who uses it. */
  protected JobStore watched(JobStore jobs) {
    return jobs;
  }

  /** The store of files on this machine; a place for tests to stand between it and its disk. */
  protected ArtifactStore files(MediaMeasurer measurer) {
    return new LocalArtifactStore(measurer, program());
  }

  /** Name and version of this program, as sidecars have it. */
  protected static String program() {
    return "second-unit " + Version.current();
  }

  /** Whether there may be jobs that wait to be taken up again. */
  public boolean hasStore() {
    return Stores.exist(foundation.settings());
  }

  /**
   * Takes no more calls, lets what is at a vendor come back for up to 30 seconds, and closes what
   * was opened, in the order of {@link Opened.Stage}. Steps that have not begun are left to the
   * next start.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    foundation.opened().close();
  }
}
