package dev.secondunit;

import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.BucketArtifactStore;
import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.LocalArtifactStore;
import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.artifact.RoutedArtifactStore;
import dev.secondunit.artifact.s3.BucketAddress;
import dev.secondunit.artifact.s3.S3Bucket;
import dev.secondunit.assembly.Assembler;
import dev.secondunit.assembly.AssemblyJobs;
import dev.secondunit.backend.Backend;
import dev.secondunit.backend.elevenlabs.ElevenLabsBackend;
import dev.secondunit.backend.google.GoogleBackend;
import dev.secondunit.backend.google.GoogleQuestions;
import dev.secondunit.backend.grok.GrokBackend;
import dev.secondunit.backend.grok.GrokQuestions;
import dev.secondunit.backend.http.AddressPolicy;
import dev.secondunit.backend.http.CallListener;
import dev.secondunit.backend.http.HttpLayer;
import dev.secondunit.backend.http.HttpLimits;
import dev.secondunit.backend.http.Proxies;
import dev.secondunit.backend.http.UserUrls;
import dev.secondunit.backend.openai.OpenAiBackend;
import dev.secondunit.backend.openai.OpenAiQuestions;
import dev.secondunit.backend.previz.PrevizBackend;
import dev.secondunit.backend.question.MediaModel;
import dev.secondunit.backend.twelvelabs.TwelveLabsClient;
import dev.secondunit.backend.twelvelabs.TwelveLabsQuestions;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.ConditionalSchemas;
import dev.secondunit.catalogue.FullSchemas;
import dev.secondunit.catalogue.Model;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.Polling;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.failure.ErrorCode;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.Assets;
import dev.secondunit.generation.GenerationWork;
import dev.secondunit.generation.Generations;
import dev.secondunit.generation.LastFrames;
import dev.secondunit.generation.ScratchFolders;
import dev.secondunit.generation.ScratchSweep;
import dev.secondunit.job.Documents;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobStatistics;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWatch;
import dev.secondunit.job.LocalWork;
import dev.secondunit.job.Pruning;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.SteadyClock;
import dev.secondunit.job.StepListener;
import dev.secondunit.job.Turns;
import dev.secondunit.job.sql.Database;
import dev.secondunit.job.sql.DurableSchedule;
import dev.secondunit.job.sql.SqlDocuments;
import dev.secondunit.job.sql.SqlJobStore;
import dev.secondunit.job.sql.SqlLedger;
import dev.secondunit.job.sql.SqlPruning;
import dev.secondunit.job.sql.SqlStatistics;
import dev.secondunit.mcp.ServedResource;
import dev.secondunit.mcp.ServerDefinition;
import dev.secondunit.mcp.approval.AskedApprovals;
import dev.secondunit.mcp.product.JobChanges;
import dev.secondunit.mcp.product.ProductPrompts;
import dev.secondunit.mcp.product.ProductResources;
import dev.secondunit.mcp.skills.SkillsExtension;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.MediaProbe;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.ToolChoices;
import dev.secondunit.tool.ToolRegistry;
import dev.secondunit.tool.Tools;
import dev.secondunit.tool.function.FollowedJobs;
import dev.secondunit.tool.function.Services;
import dev.secondunit.tool.function.ToolSet;
import dev.secondunit.understanding.Analyses;
import dev.secondunit.understanding.AnalysisWork;
import dev.secondunit.understanding.Analysts;
import dev.secondunit.understanding.Evidence;
import dev.secondunit.understanding.SceneWork;
import dev.secondunit.understanding.ShownMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that names concrete types and puts them together. Nothing is opened before it is
 * asked for: a server can answer which tools it has without a database, an HTTP client or ffmpeg.
 */
public class Wiring implements AutoCloseable {
  private static final String DATABASE_FILE = "jobs.db";
  private static final int STEPS_AT_ONCE = 20;
  private static final List<String> SCHEMA_PROFILES = List.of("portable", "full");

  /** Such a job mostly waits for its questions. */
  private static final int FILMS_AT_ONCE = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  private final Settings settings;
  private final Clock clock;
  private final Identifiers identifiers = Identifiers.system();
  private final Catalogue catalogue;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Map<String, Backend> backends;
  private Map<String, MediaModel> mediaModels;
  private Ffmpeg ffmpeg;
  private volatile Services services;
  private volatile boolean closed;
  private final JobChanges changes = new JobChanges(this::newestAsset);
  private Pruning pruning;
  private JobStatistics statistics;
  private CallListener calls = CallListener.NONE;
  private StepListener steps = StepListener.NONE;
  private final boolean takesSteps;

  /**
   * @param takesSteps whether this process works on jobs, or only looks at them
   */
  public Wiring(Settings settings, Clock clock, boolean takesSteps) {
    this.settings = settings;
    this.clock = new SteadyClock(clock, System::nanoTime);
    this.takesSteps = takesSteps;
    this.catalogue =
        Catalogue.load(
            settings
                .path(Setting.SECOND_UNIT_CATALOGUE)
                .orElseGet(() -> settings.home().resolve("catalogue")));
  }

  /** Says who counts calls to vendors and steps of jobs. To be said before anything is opened. */
  public Wiring observedBy(CallListener callListener, StepListener stepListener) {
    calls = callListener;
    steps = stepListener;
    return this;
  }

  /** The tools, over services that are opened by the first call. */
  public ToolRegistry tools() {
    ToolChoices choices = choices();
    ToolRegistry tools =
        Tools.registry(choices, new ToolSet(this::services, this::ffmpeg, identifiers));
    if (settings.word(Setting.SECOND_UNIT_SCHEMA_PROFILE, SCHEMA_PROFILES).equals("portable")) {
      return tools;
    }
    FullSchemas full = new FullSchemas(new ConditionalSchemas(catalogue));
    return tools.withInputSchemas(
        (name, portable) -> full.of(name, portable, choices.generationBackends()));
  }

  /** Everything a client can see, whatever the transport. */
  public ServerDefinition definition() {
    SkillsExtension skills = new SkillsExtension();
    ProductResources resources =
        new ProductResources(
            caller -> services(caller).assets(),
            (caller, most) -> hasStore() ? services(caller).assets().list(null, most) : List.of(),
            catalogue,
            () -> services().generations().context());
    return ServerDefinition.secondUnit(
            Version.current(),
            tools(),
            new ServerDefinition.Support(
                new FollowedJobs(this::services),
                new AskedApprovals(clock, SecureRandom::new),
                List.of(skills.served())))
        .with(
            withSkills(resources.all(ToolChoices.ALL.generationBackends()), skills),
            ProductPrompts.all(),
            this::completions)
        .with(changes);
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

  private static List<ServedResource> withSkills(
      List<ServedResource> resources, SkillsExtension skills) {
    List<ServedResource> all = new ArrayList<>(resources);
    all.add(skills.files());
    return all;
  }

  private List<String> completions(String reference, String argument, String begun, Caller caller) {
    if (argument.equals("asset_id") || argument.equals("source") || argument.equals("clip")) {
      return services(caller).assets().list(null, 100).stream()
          .map(Assets.Asset::id)
          .filter(id -> id.startsWith(begun))
          .toList();
    }
    return proposals(argument).filter(value -> value.startsWith(begun)).toList();
  }

  /** What the catalogue knows; nothing is opened for it. */
  private Stream<String> proposals(String argument) {
    return switch (argument) {
      case "backend" -> choices().generationBackends().stream();
      case "model" ->
          choices().generationBackends().stream()
              .flatMap(name -> catalogue.backend(name).stream())
              .flatMap(backend -> backend.models().stream())
              .map(Model::id);
      default -> Stream.empty();
    };
  }

  /** What is enabled by keys alone, so that schemas need no I/O. */
  private ToolChoices choices() {
    List<String> generation = new ArrayList<>();
    List<String> analysis = new ArrayList<>();
    for (String name : ToolChoices.ALL.generationBackends()) {
      if (enabled(name)) {
        generation.add(name);
      }
    }
    for (String name : ToolChoices.ALL.analysisBackends()) {
      if (enabled(name)) {
        analysis.add(name);
      }
    }
    return new ToolChoices(generation, analysis);
  }

  private boolean enabled(String backend) {
    return switch (backend) {
      case "previz" -> true;
      case "grok" -> settings.isSet(Setting.XAI_API_KEY);
      case "google" ->
          settings.isSet(Setting.GOOGLE_API_KEY)
              || settings.isSet(Setting.GEMINI_API_KEY)
              || settings.isSet(Setting.GOOGLE_CLOUD_PROJECT);
      case "openai" ->
          settings.isSet(Setting.OPENAI_API_KEY) || settings.isSet(Setting.OPENAI_BASE_URL);
      case "elevenlabs" -> settings.isSet(Setting.ELEVENLABS_API_KEY);
      case "twelvelabs" -> settings.isSet(Setting.TWELVELABS_API_KEY);
      default -> false;
    };
  }

  public Settings settings() {
    return settings;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public Identifiers identifiers() {
    return identifiers;
  }

  public synchronized Ffmpeg ffmpeg() {
    if (ffmpeg == null) {
      ffmpeg = new Ffmpeg(settings);
    }
    return ffmpeg;
  }

  /** Every backend that makes media, usable or not. */
  public synchronized Map<String, Backend> backends() {
    if (backends == null) {
      Map<String, Backend> all = new LinkedHashMap<>();
      PrevizBackend previz =
          new PrevizBackend(
              ffmpeg(),
              settings.home().resolve("previz"),
              clock,
              Runtime.getRuntime().availableProcessors());
      opened.add(previz);
      HttpLayer http = httpLayer(addressesInAnswers());
      List.of(
              new GrokBackend(settings, http),
              new GoogleBackend(settings, http),
              new OpenAiBackend(settings, http),
              new ElevenLabsBackend(settings, http),
              previz)
          .forEach(backend -> all.put(backend.name(), backend));
      backends = Collections.unmodifiableMap(all);
    }
    return backends;
  }

  /** Every vendor whose models answer questions about media, usable or not. */
  public synchronized Map<String, MediaModel> mediaModels() {
    if (mediaModels == null) {
      HttpLayer http = httpLayer(addressesInAnswers());
      Map<String, MediaModel> all = new LinkedHashMap<>();
      List.<MediaModel>of(
              new GoogleQuestions(settings, http),
              new OpenAiQuestions(settings, http),
              new GrokQuestions(settings, http),
              new TwelveLabsQuestions(new TwelveLabsClient(settings, http)))
          .forEach(model -> all.put(model.name(), model));
      mediaModels = Collections.unmodifiableMap(all);
    }
    return mediaModels;
  }

  /** A vendor on this machine, such as a simulator, may name files on this machine; others not. */
  private AddressPolicy addressesInAnswers() {
    boolean local =
        Arrays.stream(Setting.values())
            .filter(setting -> setting.name().endsWith("_BASE_URL"))
            .filter(settings::isSet)
            .flatMap(setting -> settings.baseUrl(setting).stream())
            .anyMatch(url -> url.getHost().matches("localhost|127\\..*|\\[::1]"));
    return local ? AddressPolicy.PUBLIC_AND_LOOPBACK : AddressPolicy.PUBLIC_ONLY;
  }

  private HttpLayer httpLayer(AddressPolicy policy) {
    HttpLayer layer =
        HttpLayer.system(
            HttpLimits.withFileBytes(settings.wholeNumber(Setting.SECOND_UNIT_MAX_FILE_BYTES)),
            policy,
            Proxies.of(
                settings.text(Setting.HTTP_PROXY).orElse(null),
                settings.text(Setting.HTTPS_PROXY).orElse(null),
                settings.text(Setting.NO_PROXY).orElse(null)),
            calls);
    opened.add(layer);
    return layer;
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
    return pruning;
  }

  /** How much there is of what; opens the database like {@link #services()}. */
  public synchronized JobStatistics statistics() {
    services();
    return statistics;
  }

  /** The services as one caller may see them. */
  public Services services(Caller caller) {
    return services().seenBy(caller);
  }

  private Services open() {
    Database database = database();
    opened.add(database);
    pruning = new SqlPruning(database);
    DurableSchedule schedule = new DurableSchedule(database, clock, STEPS_AT_ONCE);
    schedule.observedBy(steps);
    statistics = new SqlStatistics(database, clock);
    JobStore jobs = watched(new SqlJobStore(database, schedule, clock));
    SpendingCaps caps = caps();
    MediaMeasurer measurer = measurer();
    ArtifactStore artifacts = artifacts(measurer);
    Assets assets = new Assets(new SqlDocuments(database), jobs, artifacts);
    PathGuard guard =
        new PathGuard(settings.readableRoots(), settings.writableRoots(), settings.currentFolder());
    InputResolver inputs =
        new InputResolver(
            guard, measurer, assets::path, fetcher(), settings.home().resolve("inputs"));
    opened.add(changes);
    changes.of(jobs);
    Services opening =
        new Services(
            jobs,
            new JobWatch(jobs, database.lookEvery()),
            new Retries(jobs, caps),
            new SqlLedger(database),
            caps,
            generations(jobs, assets, caps, measurer, inputs, guard),
            new Analyses(
                new Analysts(catalogue, this::mediaModels, clock),
                inputs,
                jobs,
                caps,
                settings,
                identifiers),
            assets,
            inputs,
            guard,
            outputFolder(),
            settings,
            clock);
    if (takesSteps) {
      work(opening, new SqlDocuments(database), schedule, artifacts);
    }
    return opening;
  }

  private ArtifactStore artifacts(MediaMeasurer measurer) {
    ArtifactStore here = files(measurer);
    Optional<String> url = settings.text(Setting.SECOND_UNIT_ARTIFACT_URL);
    if (url.isEmpty()) {
      return here;
    }
    BucketAddress address = BucketAddress.read(Setting.SECOND_UNIT_ARTIFACT_URL.name(), url.get());
    S3Bucket bucket = new S3Bucket(address);
    opened.add(bucket);
    Path scratch = settings.home().resolve("bucket");
    return new RoutedArtifactStore(
        here,
        new BucketArtifactStore(bucket, address.linksHold(), measurer, program(), scratch, clock));
  }

  /** Where files go that are sent nowhere else: relative means into the bucket. */
  private Path outputFolder() {
    return settings.isSet(Setting.SECOND_UNIT_ARTIFACT_URL) ? Path.of("") : settings.outputFolder();
  }

  private void work(
      Services open, Documents documents, DurableSchedule schedule, ArtifactStore artifacts) {
    JobStore jobs = open.jobs();
    LocalWork assembly =
        new LocalWork(
            AssemblyJobs.KIND,
            jobs,
            new AssemblyJobs(new Assembler(ffmpeg()), artifacts),
            Runtime.getRuntime().availableProcessors());
    opened.add(assembly);
    ScratchFolders scratch = new ScratchFolders(settings.home().resolve("scratch"));
    LocalWork scenes =
        new LocalWork(
            SceneWork.KIND,
            jobs,
            new SceneWork(
                open.analyses(),
                open.watch(),
                this::ffmpeg,
                measurer(),
                settings.home().resolve("scenes")),
            FILMS_AT_ONCE);
    opened.add(scenes);
    JobEngine engine =
        new JobEngine(
            jobs,
            List.of(
                generationWork(jobs, artifacts, scratch),
                analysisWork(jobs, documents),
                assembly,
                scenes),
            new Turns(STEPS_AT_ONCE),
            schedule::hurry);
    schedule.start(engine);
    opened.add(schedule);
    int forgotten = jobs.scheduleForgotten();
    if (forgotten > 0) {
      LOG.warn("{} jobs had no step scheduled and go on now", forgotten);
    }
    Thread sweep = new Thread(new ScratchSweep(jobs, scratch, clock)::run, "scratch-sweep");
    sweep.setDaemon(true);
    sweep.start();
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

  private Database database() {
    return settings
        .text(Setting.SECOND_UNIT_DB_URL)
        .map(Database::postgresql)
        .orElseGet(() -> Database.sqlite(settings.home().resolve(DATABASE_FILE)));
  }

  private SpendingCaps caps() {
    return new SpendingCaps(
        settings.usd(Setting.SECOND_UNIT_MAX_USD_PER_CALL).orElse(null),
        settings.usd(Setting.SECOND_UNIT_MAX_USD_PER_SESSION).orElse(null),
        settings.usd(Setting.SECOND_UNIT_MAX_USD_PER_DAY).orElse(null),
        settings.usd(Setting.SECOND_UNIT_MAX_USD_TOTAL).orElse(null));
  }

  private Generations generations(
      JobStore jobs,
      Assets assets,
      SpendingCaps caps,
      MediaMeasurer measurer,
      InputResolver inputs,
      PathGuard guard) {
    return new Generations(
        new Generations.Planning(settings, catalogue, this::backends),
        new Generations.Files(
            inputs,
            guard,
            assets,
            new LastFrames(ffmpeg(), measurer, settings.home().resolve("frames")),
            outputFolder()),
        jobs,
        caps,
        identifiers,
        clock);
  }

  /** Files from the web are kept by a name that says nothing of the address. */
  private InputResolver.UrlFetcher fetcher() {
    UserUrls urls = new UserUrls(httpLayer(AddressPolicy.PUBLIC_ONLY));
    Path folder = settings.home().resolve("inputs");
    return (url, field) -> {
      try {
        Path target = Files.createDirectories(folder).resolve(identifiers.next("url"));
        urls.fetch(
            url.toString(), target, settings.wholeNumber(Setting.SECOND_UNIT_MAX_FILE_BYTES));
        return target;
      } catch (IOException e) {
        throw new FailureException(
            Failure.of(ErrorCode.STORAGE_FAILED, "The folder " + folder + " cannot be written.")
                .withField(field, null),
            e);
      }
    };
  }

  private MediaMeasurer measurer() {
    return new MediaProbe(ffmpeg(), settings.wholeNumber(Setting.SECOND_UNIT_MAX_FILE_BYTES))
        ::measure;
  }

  private GenerationWork generationWork(
      JobStore jobs, ArtifactStore artifacts, ScratchFolders scratch) {
    return new GenerationWork(
        jobs,
        this::backends,
        artifacts,
        scratch,
        this::deadline,
        identifiers,
        new GenerationWork.Clocks(clock, SteadyClock.stopwatch(clock, System::nanoTime)));
  }

  private AnalysisWork analysisWork(JobStore jobs, Documents documents) {
    return new AnalysisWork(
        new AnalysisWork.Store(jobs, documents, identifiers),
        this::mediaModels,
        catalogue,
        new ShownMedia(this::ffmpeg, measurer(), settings.home().resolve("shown")),
        new Evidence(this::ffmpeg, settings.home().resolve("evidence")),
        clock);
  }

  private Duration deadline(Plan plan) {
    return catalogue
        .model(plan.backend(), plan.model())
        .map(Model::polling)
        .orElse(Polling.USUAL)
        .deadline();
  }

  /** Whether there may be jobs that wait to be taken up again. */
  public boolean hasStore() {
    return settings.isSet(Setting.SECOND_UNIT_DB_URL)
        || Files.exists(settings.home().resolve(DATABASE_FILE));
  }

  @Override
  public void close() {
    List<AutoCloseable> closing;
    synchronized (this) {
      closed = true;
      closing = new ArrayList<>(opened);
      opened.clear();
    }
    for (int i = closing.size() - 1; i >= 0; i--) {
      try {
        closing.get(i).close();
      } catch (Exception e) {
        LOG.warn("closing failed", e);
      }
    }
  }
}
