package dev.secondunit.tool.function;

import dev.secondunit.artifact.CallTime;
import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.generation.Assets;
import dev.secondunit.generation.Generations;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWatch;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.OwnedJobs;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.understanding.Analyses;
import dev.secondunit.understanding.FilmScenes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the tools work with. Getting it opens the database and starts the worker, so it is got by
 * the first call that needs it and never before the first protocol answer.
 *
 * @param watch waits for jobs by ids that the caller was found to own
 * @param outputFolder where finished files go that name no folder; a relative one is of the bucket
 */
public record Services(
    JobStore jobs,
    JobWatch watch,
    Retries retries,
    Ledger ledger,
    SpendingCaps caps,
    Generations generations,
    Analyses analyses,
    FilmScenes films,
    Assets assets,
    InputResolver inputs,
    PathGuard guard,
    Path outputFolder,
    Settings settings,
    Clock clock) {
  /** Opens the services, once, and gives them as one caller may see them. */
  @FunctionalInterface
  public interface Source {
    Services seenBy(Caller caller);

    /** The same for one call, which fetches no longer than it may. */
    default Services of(ToolCall call) {
      return seenBy(call.caller()).within(call.time());
    }
  }

  /**
   * The same services as one caller may see them: with the jobs, files and continuations of its
   * owner alone. An authenticated principal also has an output folder of its own, and of the data
   * and output folders it may name no other file.
   */
  public Services seenBy(Caller caller) {
    if (caller.seesAll()) {
      return this;
    }
    Assets theirAssets = assets.ownedBy(caller.owner());
    Path theirFolder = outputFolder(caller.owner());
    PathGuard theirGuard =
        guard(caller.owner(), ownFolder(settings.outputFolder(), caller.owner()));
    InputResolver theirInputs = inputs.seenBy(theirGuard, theirAssets::path);
    JobStore theirJobs = new OwnedJobs(jobs, caller.owner());
    return with(theirJobs, theirAssets, theirInputs, theirGuard, theirFolder);
  }

  /** The same services for one call: all that it fetches from elsewhere shares its time. */
  Services within(CallTime time) {
    Assets soon = assets.within(time);
    return with(jobs, soon, inputs.seenBy(guard, soon::path).within(time), guard, outputFolder);
  }

  /** The same on other jobs and files, so that no part is left that sees more than the others. */
  private Services with(
      JobStore theirJobs,
      Assets theirAssets,
      InputResolver theirInputs,
      PathGuard theirGuard,
      Path theirFolder) {
    return new Services(
        theirJobs,
        watch,
        retries,
        ledger,
        caps,
        generations.seenBy(theirInputs, theirGuard, theirAssets, theirFolder),
        analyses.seenBy(theirInputs, theirJobs),
        films,
        theirAssets,
        theirInputs,
        theirGuard,
        theirFolder,
        settings,
        clock);
  }

  private Path outputFolder(String owner) {
    return owner.equals(Caller.LOCAL) ? outputFolder : ownFolder(outputFolder, owner);
  }

  private static Path ownFolder(Path outputFolder, String owner) {
    return outputFolder.resolve(owner.replaceAll("[^A-Za-z0-9_-]", "-"));
  }

  /** Only what the settings name on purpose is shared by principals who do not know each other. */
  private PathGuard guard(String owner, Path own) {
    if (owner.equals(Caller.LOCAL)) {
      return guard;
    }
    return guard.confinedTo(
        own,
        settings.isSet(Setting.SECOND_UNIT_READ_ROOTS) ? settings.readableRoots() : List.of(),
        settings.isSet(Setting.SECOND_UNIT_WRITE_ROOTS) ? settings.writableRoots() : List.of(),
        List.of(settings.home(), settings.outputFolder()));
  }

  /** What is spent and what is left, as told to the caller. */
  ObjectNode budget(String session) {
    return Budgets.left(
        ledger, caps, session, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }
}
