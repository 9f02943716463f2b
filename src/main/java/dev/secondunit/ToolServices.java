package dev.secondunit;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.MediaMeasurer;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.assembly.AssemblyJobs;
import dev.secondunit.catalogue.ConditionalSchemas;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.generation.Assets;
import dev.secondunit.generation.GenerationWork;
import dev.secondunit.generation.Generations;
import dev.secondunit.generation.JobReport;
import dev.secondunit.generation.LastFrames;
import dev.secondunit.generation.LostCreates;
import dev.secondunit.generation.NotedAnswers;
import dev.secondunit.generation.ScratchFolders;
import dev.secondunit.job.Job;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.tool.function.Services;
import dev.secondunit.understanding.Analyses;
import dev.secondunit.understanding.Analysts;
import dev.secondunit.understanding.FilmScenes;

/** Puts together what the tools work with, over stores that are open. */
final class ToolServices {
  private final Foundation foundation;
  private final Stores stores;
  private final Vendors.Lazily vendors;

  ToolServices(Foundation foundation, Stores stores, Vendors.Lazily vendors) {
    this.foundation = foundation;
    this.stores = stores;
    this.vendors = vendors;
  }

  /**
   * @param fetcher brings files from the web
   */
  Services services(InputResolver.UrlFetcher fetcher) {
    Settings settings = foundation.settings();
    SpendingCaps caps = caps(settings);
    MediaMeasurer measurer = foundation.measurer();
    Assets assets = new Assets(stores.documents(), stores.jobs(), stores.artifacts());
    PathGuard guard =
        new PathGuard(settings.readableRoots(), settings.writableRoots(), settings.currentFolder());
    InputResolver inputs =
        new InputResolver(guard, measurer, assets::path, fetcher, foundation.folder("inputs"));
    LastFrames lastFrames =
        new LastFrames(foundation.ffmpeg().get(), measurer, foundation.folder("frames"));
    return new Services(
        stores.jobs(),
        stores.watch(),
        new Retries(
                stores.jobs(), caps, notedAnswers()::record, new LostCreates(vendors.backends()))
            .knowingFree(ToolServices::costsNothing),
        stores.ledger(),
        caps,
        generations(
            new Generations.Files(
                inputs, guard, assets, lastFrames, foundation.outputFolder(), stores.artifacts()),
            caps),
        analyses(inputs, caps),
        new FilmScenes(foundation.ffmpeg(), measurer, foundation.folder("scenes")),
        assets,
        inputs,
        guard,
        foundation.outputFolder(),
        settings,
        foundation.clock());
  }

  private static boolean costsNothing(Job job) {
    return job.kind().equals(AssemblyJobs.KIND)
        || (job.kind().equals(GenerationWork.KIND) && JobReport.free(job));
  }

  private NotedAnswers notedAnswers() {
    return new NotedAnswers(
        stores.jobs(), new ScratchFolders(foundation.folder("scratch")), foundation.identifiers());
  }

  private Generations generations(Generations.Files files, SpendingCaps caps) {
    return new Generations(
        new Generations.Planning(
            foundation.settings(),
            foundation.catalogue(),
            new ConditionalSchemas(foundation.catalogue()),
            vendors.backends()),
        files,
        stores.jobs(),
        caps,
        foundation.identifiers(),
        foundation.clock());
  }

  private Analyses analyses(InputResolver inputs, SpendingCaps caps) {
    return new Analyses(
        new Analysts(foundation.catalogue(), vendors.mediaModels(), foundation.clock()),
        inputs,
        stores.jobs(),
        caps,
        foundation.settings(),
        foundation.identifiers(),
        foundation.clock());
  }

  static SpendingCaps caps(Settings settings) {
    return new SpendingCaps(
        settings.usd(Setting.SECOND_UNIT_MAX_USD_PER_CALL).orElse(null),
        settings.usd(Setting.SECOND_UNIT_MAX_USD_PER_SESSION).orElse(null),
        settings.usd(Setting.SECOND_UNIT_MAX_USD_PER_DAY).orElse(null),
        settings.usd(Setting.SECOND_UNIT_MAX_USD_TOTAL).orElse(null));
  }
}
