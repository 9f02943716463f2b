package dev.secondunit.generation;

import dev.secondunit.artifact.ArtifactStore;
import dev.secondunit.artifact.InputResolver;
import dev.secondunit.artifact.PathGuard;
import dev.secondunit.backend.Backend;
import dev.secondunit.catalogue.Catalogue;
import dev.secondunit.catalogue.ConditionalSchemas;
import dev.secondunit.catalogue.GenerationRequest;
import dev.secondunit.catalogue.Plan;
import dev.secondunit.catalogue.PlanningContext;
import dev.secondunit.config.Setting;
import dev.secondunit.config.Settings;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobStore;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.NewJob;
import dev.secondunit.job.SpendingCaps;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.UsdAmount;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes shots in: plans and prices them, and makes durable jobs of them. Safe for many threads. */
public final class Generations {
  private final ShotPlanning planning;
  private final CostCheck costCheck;
  private final JobStore jobs;
  private final SpendingCaps caps;
  private final Identifiers identifiers;

  /**
   * What reads and places files.
   *
   * @param outputFolder where files go that name no folder
   * @param artifacts keeps what is made
   */
  public record Files(
      InputResolver inputs,
      PathGuard guard,
      Assets assets,
      LastFrames lastFrames,
      Path outputFolder,
      ArtifactStore artifacts) {}

  /**
   * What decides and what is decided with.
   *
   * @param schemas what plans are held to; one for the whole program, as compiling one takes long
   */
  public record Planning(
      Settings settings,
      Catalogue catalogue,
      ConditionalSchemas schemas,
      Supplier<Map<String, Backend>> backends) {}

  public Generations(
      Planning planning,
      Files files,
      JobStore jobs,
      SpendingCaps caps,
      Identifiers identifiers,
      Clock clock) {
    this(
        new ShotPlanning(planning, files, clock),
        new CostCheck(planning.settings(), caps, jobs),
        jobs,
        caps,
        identifiers);
  }

  private Generations(
      ShotPlanning planning,
      CostCheck costCheck,
      JobStore jobs,
      SpendingCaps caps,
      Identifiers identifiers) {
    this.planning = planning;
    this.costCheck = costCheck;
    this.jobs = jobs;
    this.caps = caps;
    this.identifiers = identifiers;
  }

  /** The same for a caller who knows other media, may touch other files and has other jobs. */
  public Generations seenBy(
      InputResolver theirInputs, PathGuard theirGuard, Assets theirAssets, Path theirOutputFolder) {
    Files own = planning.files();
    return new Generations(
        planning.with(
            new Files(
                theirInputs,
                theirGuard,
                theirAssets,
                own.lastFrames(),
                theirOutputFolder,
                own.artifacts())),
        costCheck,
        jobs,
        caps,
        identifiers);
  }

  /**
   * Plans a shot: reads and measures its inputs, decides what will be sent and what it costs. Sends
   * nothing and changes nothing.
   */
  public PlannedShot plan(ShotRequest shot) throws InterruptedException {
    return planning.plan(shot);
  }

  /**
   * Plans again what was planned before, as things stand now: its vendor has lost what it was to go
   * on from. Sends nothing and reads no file.
   */
  public Plan planAnew(GenerationRequest request) {
    return planning.planAnew(request);
  }

  /** Whether a shot that a backend has accepted can be taken back from it. */
  public boolean cancels(String backend) {
    Backend vendor = planning.means().backends().get().get(backend);
    return vendor != null && vendor.cancels();
  }

  public Catalogue catalogue() {
    return planning.means().catalogue();
  }

  /** What plans depend on now: which backends can be used, and when it is. */
  public PlanningContext context() {
    return planning.context();
  }

  /**
   * Fails when what a call would buy may not cost what it costs together.
   *
   * @param maxCost the caller's own limit, or null
   * @param approved the most that a person has agreed to for this call, or null
   */
  public void checkCost(List<PricedJob> call, UsdAmount maxCost, UsdAmount approved) {
    costCheck.check(call, maxCost, approved);
  }

  /**
   * What the limits of a call leave to each of its takes.
   *
   * @param maxCost the caller's own limit, or null
   * @param approved the most that a person has agreed to for this call, or null
   * @throws dev.secondunit.failure.FailureException {@code budget_exceeded} when the known prices
   *     leave nothing for the others
   */
  public Allowance allowance(CallCost cost, UsdAmount maxCost, UsdAmount approved) {
    return cost.allowance(maxCost, costCheck.most(maxCost, approved));
  }

  /** For whom an accepted shot is run, and at what price. */
  public record Run(String owner, String session, String requestKey, Allowance allowance) {}

  /**
   * The job that a planned shot becomes once it is accepted.
   *
   * @param ordinal which of several equal ones in one call it is: takes and repeated shots
   * @param position its place in the call
   */
  public PricedJob job(PlannedShot shot, Run run, int ordinal, int position) {
    Plan plan = shot.plan();
    return new PricedJob(
        new NewJob(
            identifiers.next("job"),
            GenerationWork.KIND,
            run.owner(),
            run.session(),
            plan.backend(),
            plan.model(),
            run.allowance().limit(shot).write(),
            PlanJson.write(plan),
            Fingerprint.of(plan, shot.order().source(), ordinal),
            run.requestKey() == null ? null : run.requestKey() + "#" + position + "#" + ordinal,
            plan.free() ? Duration.ZERO : deduplicationWindow(),
            run.allowance().reservation(plan)),
        plan.estimate() != null);
  }

  /** The job that exists already and that accepting it would give back. Changes nothing. */
  public Optional<Job> existing(PricedJob job) {
    return jobs.equal(job.job());
  }

  /**
   * Makes the job durable, or finds the equal one that exists already.
   *
   * @param batchId the batch it belongs to, or null
   * @param position its place in the batch
   */
  public Accepted accept(PricedJob job, String batchId, int position) {
    return jobs.accept(job.job(), caps, batchId, position);
  }

  private Duration deduplicationWindow() {
    return planning.means().settings().seconds(Setting.SECOND_UNIT_DEDUPLICATION_SECONDS);
  }
}
