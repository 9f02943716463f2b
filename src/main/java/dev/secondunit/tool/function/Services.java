package dev.secondunit.tool.function;

import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.config.Settings;
import dev.secondunit.generation.Assets;
import dev.secondunit.generation.Generations;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobWatch;
import dev.secondunit.job.Ledger;
import dev.secondunit.job.Retries;
import dev.secondunit.job.SpendingCaps;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the tools work with. Getting it opens the database and starts the worker, so it is got by
 * the first call that needs it and never before the first protocol answer.
 */
public record Services(
    JobStore jobs,
    JobWatch watch,
    Retries retries,
    Ledger ledger,
    SpendingCaps caps,
    Generations generations,
    Assets assets,
    InputResolver inputs,
    PathGuard guard,
    Settings settings,
    Clock clock) {
  /** What is spent and what is left, as told to the caller. */
  ObjectNode budget(String session) {
    return Budgets.left(
        ledger, caps, session, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }
}
