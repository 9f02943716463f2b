package dev.secondunit.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.LocalArtifactStore;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.backend.Backend;
import dev.secondunit.backend.Rehearsal;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.ConditionalSchemas;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.Polling;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Clocks;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobState;
import dev.secondunit.job.JobWork.Next;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.job.sql.Database;
import dev.secondunit.job.sql.DurableSchedule;
import dev.secondunit.job.sql.SqlDocuments;
import dev.secondunit.job.sql.SqlJobStore;
import dev.secondunit.job.sql.SqlLedger;
import dev.secondunit.job.sql.TestClock;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.media.ffmpeg.Ffmpeg;
import dev.secondunit.media.ffmpeg.MediaProbe;
import dev.secondunit.simulate.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shots planned, accepted, bought from a simulated vendor and stored as in production, on a real
 * database, with the engine cranked by hand and time that costs nothing.
 */
final class VendorJobs implements AutoCloseable {
  private static final int MOST_STEPS = 120;

  final TestClock clock;
  final SqlJobStore store;
  final SqlLedger ledger;
  final Assets assets;
  private final LocalArtifactStore artifacts;
  private Rehearsal rehearsal;
  private final Path folder;
  private final Map<String, String> environment;
  private final Database database;
  private final DurableSchedule schedule;
  private final Ffmpeg ffmpeg;
  private Map<String, Backend> backends = Map.of();

  /**
   * @param environment the settings that plans are made with
   */
  VendorJobs(TestClock clock, Path folder, Map<String, String> environment) {
    this.clock = clock;
    this.folder = folder;
    this.environment = environment;
    database = Database.sqlite(folder.resolve("jobs.db"));
    schedule = new DurableSchedule(database, clock, 1);
    store = new SqlJobStore(database, schedule, clock);
    ledger = new SqlLedger(database);
    ffmpeg = new Ffmpeg(new Settings(Map.of(), folder));
    artifacts = new LocalArtifactStore(probe()::measure, "second-unit test");
    assets = new Assets(new SqlDocuments(database), store, artifacts);
  }

  /** Talks to these from now on, over the layer of the present test. */
  void vendors(Rehearsal stage, Dialect... dialects) throws Exception {
    rehearsal = stage;
    Map<String, Backend> opened = new HashMap<>();
    for (Dialect dialect : dialects) {
      Backend backend = rehearsal.backend(dialect, folder);
      opened.put(backend.name(), backend);
    }
    backends = opened;
  }

  /** Talks to these alone, over the layer of the present test. */
  void backends(Rehearsal stage, Backend... opened) {
    rehearsal = stage;
    backends = new HashMap<>();
    for (Backend backend : opened) {
      backends.put(backend.name(), backend);
    }
  }

  Map<String, Backend> backends() {
    return backends;
  }

  private MediaProbe probe() {
    return new MediaProbe(ffmpeg, 1L << 30);
  }

  Generations generations(SpendingCaps caps) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SECOND_UNIT_HOME", folder.resolve("home").toString());
    all.put("SECOND_UNIT_OUTPUT_DIR", folder.resolve("media").toString());
    Settings settings = new Settings(all, folder);
    PathGuard guard = new PathGuard(List.of(folder), List.of(folder), folder);
    InputResolver inputs =
        new InputResolver(
            guard,
            probe()::measure,
            assets::path,
            (url, field) -> {
              throw new AssertionError("no address is fetched here");
            },
            folder.resolve("inputs"));
    return new Generations(
        new Generations.Planning(
            settings,
            Catalogue.builtIn(),
            new ConditionalSchemas(Catalogue.builtIn()),
            () -> backends),
        new Generations.Files(
            inputs,
            guard,
            assets,
            new LastFrames(ffmpeg, probe()::measure, folder.resolve("frames")),
            folder.resolve("media"),
            artifacts),
        store,
        caps,
        Identifiers.system(),
        clock);
  }

  private JobEngine engine() {
    return new JobEngine(
        store,
        List.of(
            new GenerationWork(
                store,
                () -> backends,
                new GenerationWork.Media(
                    artifacts, assets, new ScratchFolders(folder.resolve("scratch"))),
                SpendingCaps.NONE,
                new GenerationWork.Plans(
                    VendorJobs::deadline, generations(SpendingCaps.NONE)::planAnew),
                Identifiers.system(),
                new Clocks(clock, clock))));
  }

  private static Duration deadline(Plan plan) {
    return Catalogue.builtIn()
        .model(plan.backend(), plan.model())
        .map(dev.secondunit.catalogue.Model::polling)
        .orElse(Polling.USUAL)
        .deadline();
  }

  /** Accepts a shot as a call with a limit would. */
  Job accept(ShotRequest request, UsdAmount maxCost) throws InterruptedException {
    return accept(request, maxCost, 0);
  }

  /** Accepts one take of a shot, in a call of its own. */
  Job accept(ShotRequest request, UsdAmount maxCost, int take) throws InterruptedException {
    return accept(request, maxCost, take, 1);
  }

  /** Accepts the takes of a shot as one call with a limit would. */
  List<Job> acceptTakes(ShotRequest request, UsdAmount maxCost, int takes)
      throws InterruptedException {
    List<Job> accepted = new ArrayList<>();
    for (int take = 0; take < takes; take++) {
      accepted.add(accept(request, maxCost, take, takes));
    }
    return accepted;
  }

  private Job accept(ShotRequest request, UsdAmount maxCost, int take, int takes)
      throws InterruptedException {
    Generations generations = generations(SpendingCaps.NONE);
    PlannedShot planned = generations.plan(request);
    Allowance allowance =
        generations.allowance(new CallCost(List.of(planned), takes), maxCost, null);
    PricedJob job =
        generations.job(planned, new Generations.Run("local", "session", null, allowance), take, 0);
    generations.checkCost(List.of(job), maxCost, null);
    return generations.accept(job, null, 0).job();
  }

  /** Takes steps until the job is over, and lets what runs at the vendor end. */
  Job toItsEnd(Job job) {
    return toItsEnd(job, () -> rehearsal.simulators().completeJobs(), Duration.ofMinutes(1));
  }

  /** Takes steps until the job is over, while the vendor goes on for ever. */
  Job toItsEndWithoutTheVendor(Job job, Duration betweenPolls) {
    return toItsEnd(job, () -> {}, betweenPolls);
  }

  private Job toItsEnd(Job job, Runnable meanwhile, Duration betweenPolls) {
    JobEngine engine = engine();
    Job current = job;
    for (int i = 0; i < MOST_STEPS && !current.state().terminal(); i++) {
      Next next = engine.step(job.id());
      current = store.find(job.id()).orElseThrow();
      if (current.state() == JobState.RUNNING) {
        meanwhile.run();
        clock.advance(betweenPolls);
      }
      clock.advance(next.after() == null ? Duration.ZERO : next.after());
    }
    if (!current.state().terminal()) {
      throw new AssertionError("not over after " + MOST_STEPS + " steps: " + current);
    }
    return current;
  }

  /** One process, which remembers what it has seen of its jobs. */
  final class Process {
    private final JobEngine engine = engine();

    /** Takes one step and lets no time pass. */
    Next once(Job job) {
      return engine.step(job.id());
    }

    /** Takes one step, and lets the time pass until the next one is due. */
    Job step(Job job) {
      Next next = once(job);
      clock.advance(next.after() == null ? Duration.ZERO : next.after());
      return store.find(job.id()).orElseThrow();
    }

    /** Takes steps until the job stands somewhere. */
    Job until(Job job, JobState state) {
      Job current = job;
      for (int i = 0; i < MOST_STEPS && current.state() != state; i++) {
        current = step(current);
      }
      assertEquals(state, current.state(), String.valueOf(current));
      return current;
    }
  }

  Process process() {
    return new Process();
  }

  /** What counts as spent for one job. */
  UsdAmount counted(Job job) {
    UsdAmount sum = UsdAmount.ZERO;
    for (Ledger.Entry entry : ledger.entries(null, null)) {
      if (entry.jobId().equals(job.id())) {
        sum = sum.plus(entry.settled() == null ? entry.reserved() : entry.settled());
      }
    }
    return sum;
  }

  @Override
  public void close() {
    schedule.close();
    database.close();
  }
}
