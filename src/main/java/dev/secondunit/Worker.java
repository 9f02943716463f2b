package dev.secondunit;

import dev.secondunit.assembly.Assembler;
import dev.secondunit.assembly.AssemblyJobs;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.generation.GenerationWork;
import dev.secondunit.generation.ScratchFolders;
import dev.secondunit.generation.ScratchSweep;
import dev.secondunit.job.Clocks;
import dev.secondunit.job.JobEngine;
import dev.secondunit.job.JobWork;
import dev.secondunit.job.LocalWork;
import dev.secondunit.job.SteadyClock;
import dev.secondunit.job.Turns;
import dev.secondunit.tool.function.Services;
import dev.secondunit.understanding.AnalysisWork;
import dev.secondunit.understanding.Evidence;
import dev.secondunit.understanding.SceneWork;
import dev.secondunit.understanding.ShownMedia;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What takes the steps of jobs in this process: one kind of work per kind of job. */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** Such a job mostly waits for its questions. */
  private static final int FILMS_AT_ONCE = 4;

  private final Foundation foundation;
  private final Stores stores;
  private final Vendors.Lazily vendors;

  Worker(Foundation foundation, Stores stores, Vendors.Lazily vendors) {
    this.foundation = foundation;
    this.stores = stores;
    this.vendors = vendors;
  }

  /** Begins, with what earlier runs left too. */
  void start(Services services) {
    ScratchFolders scratch = new ScratchFolders(foundation.folder("scratch"));
    LocalWork assembly = foundation.opened().add(Opened.Stage.WORK, assembly());
    LocalWork scenes = foundation.opened().add(Opened.Stage.WORK, scenes(services));
    List<JobWork> works = List.of(generation(scratch, services), analysis(), assembly, scenes);
    stores.start(
        new JobEngine(stores.jobs(), works, new Turns(Stores.STEPS_AT_ONCE), stores.calls()));
    int forgotten = stores.jobs().scheduleForgotten();
    if (forgotten > 0) {
      LOG.warn("{} jobs had no step scheduled and go on now", forgotten);
    }
    sweep(scratch);
  }

  private LocalWork assembly() {
    return new LocalWork(
        AssemblyJobs.KIND,
        stores.jobs(),
        new AssemblyJobs(new Assembler(foundation.ffmpeg().get()), stores.artifacts()),
        Runtime.getRuntime().availableProcessors());
  }

  private LocalWork scenes(Services services) {
    return new LocalWork(
        SceneWork.KIND,
        stores.jobs(),
        new SceneWork(services.analyses(), services.watch(), services.films()),
        FILMS_AT_ONCE);
  }

  private GenerationWork generation(ScratchFolders scratch, Services services) {
    return new GenerationWork(
        stores.jobs(),
        vendors.backends(),
        new GenerationWork.Media(stores.artifacts(), services.assets(), scratch),
        ToolServices.caps(foundation.settings()),
        new GenerationWork.Plans(this::deadline, services.generations()::planAnew),
        foundation.identifiers(),
        clocks());
  }

  private AnalysisWork analysis() {
    return new AnalysisWork(
        new AnalysisWork.Store(stores.jobs(), stores.documents(), foundation.identifiers()),
        vendors.mediaModels(),
        foundation.catalogue(),
        new ShownMedia(foundation.ffmpeg(), foundation.measurer(), foundation.folder("shown")),
        new Evidence(foundation.ffmpeg(), foundation.folder("evidence")),
        clocks());
  }

  private Clocks clocks() {
    return new Clocks(
        foundation.clock(), SteadyClock.stopwatch(foundation.clock(), System::nanoTime));
  }

  private Duration deadline(Plan plan) {
    return foundation.catalogue().polling(plan.backend(), plan.model()).deadline();
  }

  private void sweep(ScratchFolders scratch) {
    ScratchSweep sweep = new ScratchSweep(stores.jobs(), scratch, foundation.clock());
    Thread thread = new Thread(sweep::run, "scratch-sweep");
    thread.setDaemon(true);
    thread.start();
  }
}
