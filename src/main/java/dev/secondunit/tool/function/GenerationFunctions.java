package dev.secondunit.tool.function;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.catalogue.PlanAccount;
import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.generation.Allowance;
import dev.secondunit.generation.CallCost;
import dev.secondunit.generation.Generations;
import dev.secondunit.generation.Generations.Run;
import dev.secondunit.generation.JobReport;
import dev.secondunit.generation.PlannedShot;
import dev.secondunit.generation.PricedJob;
import dev.secondunit.generation.ShotRequest;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.JobWatch;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.Operation;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.ContinueFromArguments;
import dev.secondunit.tool.GenerateMediaArguments;
import dev.secondunit.tool.RunOptions;
import dev.secondunit.tool.ShotArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code generate_media} and {@code continue_from}. */
final class GenerationFunctions {
  private static final String ANOTHER = "takes (2 or more) or a new request_key";

  private final Services.Source services;
  private final Identifiers identifiers;

  GenerationFunctions(Services.Source services, Identifiers identifiers) {
    this.services = services;
    this.identifiers = identifiers;
  }

  ToolResult generate(GenerateMediaArguments arguments, ToolCall call) throws InterruptedException {
    List<ShotRequest> shots = new ArrayList<>();
    for (ShotArguments shot : arguments.shots()) {
      shots.add(request("generate_media", shot, null, arguments.run(), arguments.adjustments()));
    }
    return run(shots, arguments.batch(), arguments.run(), call);
  }

  ToolResult continueFrom(ContinueFromArguments arguments, ToolCall call)
      throws InterruptedException {
    ShotRequest shot =
        request(
            "continue_from",
            arguments.shot(),
            arguments.operation(),
            arguments.run(),
            arguments.adjustments());
    return run(List.of(shot), false, arguments.run(), call);
  }

  private static ShotRequest request(
      String tool,
      ShotArguments shot,
      Operation operation,
      RunOptions run,
      List<Adjustment> adjustments) {
    ArrayNode readAs = PlanAccount.json(adjustments);
    return new ShotRequest(
        tool,
        shot.name() != null ? shot.name() : run.name(),
        shot.mode(),
        operation,
        shot.backendType(),
        shot.model(),
        shot.values(),
        shot.inputs(),
        shot.continueFrom(),
        run.strict(),
        run.outputDir(),
        readAs);
  }

  /** A shot of a call, planned or refused. */
  private record Entry(PlannedShot planned, Failure refused) {}

  /** A call with what it works with. */
  private record Running(ToolCall call, RunOptions run, Services services) {
    Generations generations() {
      return services.generations();
    }
  }

  private ToolResult run(List<ShotRequest> shots, boolean batch, RunOptions run, ToolCall call)
      throws InterruptedException {
    boolean several = batch || run.takes() > 1;
    Running running = new Running(call, run, services.of(call));
    List<Entry> entries = plan(running, shots, several);
    if (run.dryRun()) {
      return dryRun(running, entries, several);
    }
    List<Slot> slots = slots(running, entries);
    if (!several && slots.get(0).refused() != null) {
      throw slots.get(0).refused().asException();
    }
    running.generations().checkCost(jobs(slots), run.maxCost(), call.approved());
    return several ? acceptBatch(running, slots) : acceptOne(running, slots.get(0));
  }

  /**
   * A place in a call: what would be bought there, or why nothing can be. Its position is the same
   * whichever shots before it are refused, as a request key finds the job by it.
   */
  private record Slot(int position, PricedJob job, Failure refused) {}

  /** Takes stand beside each other; a refused shot is told once, however many were wanted. */
  private static List<Slot> slots(Running running, List<Entry> entries) {
    Generations generations = running.generations();
    RunOptions run = running.run();
    Caller caller = running.call().caller();
    Allowance allowance =
        generations.allowance(cost(running, entries), run.maxCost(), running.call().approved());
    Run as = new Run(caller.owner(), caller.session(), run.requestKey(), allowance);
    Map<String, Integer> occurrences = new HashMap<>();
    List<Slot> slots = new ArrayList<>();
    for (int shot = 0; shot < entries.size(); shot++) {
      Entry entry = entries.get(shot);
      int first = shot * run.takes();
      if (entry.refused() != null) {
        slots.add(new Slot(first, null, entry.refused()));
        continue;
      }
      List<Slot> takes = new ArrayList<>();
      for (int take = 0; take < run.takes(); take++) {
        int ordinal = ordinal(entry.planned(), occurrences);
        int position = first + take;
        PricedJob job = generations.job(entry.planned(), as, ordinal, position);
        takes.add(
            storable(generations, entry.planned(), job)
                ? new Slot(position, job, null)
                : new Slot(position, null, entry.planned().unstorable().orElseThrow()));
      }
      boolean none = takes.stream().allMatch(take -> take.job() == null);
      slots.addAll(none ? takes.subList(0, 1) : takes);
    }
    return slots;
  }

  /** What exists already is answered with, whether or not its folder takes anything more. */
  private static boolean storable(Generations generations, PlannedShot shot, PricedJob job) {
    return shot.unstorable().isEmpty() || generations.existing(job).isPresent();
  }

  private static CallCost cost(Running running, List<Entry> entries) {
    return new CallCost(
        entries.stream().map(Entry::planned).filter(Objects::nonNull).toList(),
        running.run().takes());
  }

  private static List<PricedJob> jobs(List<Slot> slots) {
    return slots.stream().map(Slot::job).filter(Objects::nonNull).toList();
  }

  /** In a batch one bad shot never sinks the others; a single one is simply refused. */
  private static List<Entry> plan(Running running, List<ShotRequest> shots, boolean several)
      throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    for (ShotRequest shot : shots) {
      try {
        PlannedShot planned = running.generations().plan(shot);
        if (running.run().dryRun() && planned.unstorable().isPresent()) {
          throw planned.unstorable().get().asException();
        }
        entries.add(new Entry(planned, null));
      } catch (FailureException e) {
        if (!several) {
          throw e;
        }
        entries.add(new Entry(null, e.failure()));
      }
    }
    return entries;
  }

  private static ToolResult dryRun(Running running, List<Entry> entries, boolean several) {
    Generations generations = running.generations();
    RunOptions run = running.run();
    ObjectNode budget = running.services().budget(running.call().caller().session());
    List<Slot> slots = new ArrayList<>();
    Runnable check =
        () -> {
          slots.addAll(slots(running, entries));
          generations.checkCost(jobs(slots), run.maxCost(), running.call().approved());
        };
    if (!several) {
      ObjectNode preview = entries.get(0).planned().preview();
      Budgets.foretell(preview, check);
      tellExisting(running, preview, 0, slots);
      preview.set("budget", budget);
      return ToolResult.of(preview);
    }
    UsdAmount sum = cost(running, entries).estimate();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("ok", entries.stream().allMatch(each -> each.refused() == null));
    answer.put("dry_run", true);
    answer.put("takes", run.takes());
    answer.set(
        "estimate_usd",
        sum == null
            ? JsonNodeFactory.instance.nullNode()
            : JsonNodeFactory.instance.numberNode(sum.usd()));
    Budgets.foretell(answer, check);
    answer.set("budget", budget);
    ArrayNode shots = answer.putArray("jobs");
    for (int position = 0; position < entries.size(); position++) {
      Entry entry = entries.get(position);
      if (entry.refused() != null) {
        shots.add(refused(entry.refused(), position));
        continue;
      }
      ObjectNode preview = entry.planned().preview().put("position", position);
      tellExisting(running, preview, position, slots);
      shots.add(preview);
    }
    return ToolResult.of(answer);
  }

  /** What the same call would find instead of buying, as far as it would get that far. */
  private static void tellExisting(
      Running running, ObjectNode preview, int shot, List<Slot> slots) {
    int takes = running.run().takes();
    List<String> found =
        slots.stream()
            .filter(slot -> slot.job() != null && slot.position() / takes == shot)
            .flatMap(slot -> running.generations().existing(slot.job()).stream())
            .map(Job::id)
            .toList();
    if (found.isEmpty()) {
      return;
    }
    preview.put("deduplicated", found.size() == takes);
    preview
        .withArray("warnings")
        .add(
            "This was called before, and the call would answer with "
                + String.join(", ", found)
                + " and buy nothing for it. For another one pass "
                + ANOTHER
                + ".");
  }

  private static ToolResult acceptOne(Running running, Slot slot) throws InterruptedException {
    Accepted accepted = running.generations().accept(slot.job(), null, slot.position());
    List<Job> jobs =
        running.run().patience(running.call()).isZero()
            ? List.of(accepted.job())
            : await(running, List.of(accepted.job().id()));
    ObjectNode report = JobReport.of(jobs.get(0));
    if (accepted.deduplicated()) {
      again(running, report, jobs.get(0));
    }
    ToolResult answer = JobAnswers.withLinks(running.services().assets(), report, List.of(report));
    return goingOn(answer, jobs.get(0).id(), jobs, running.run());
  }

  private static void again(Running running, ObjectNode report, Job job) {
    JobAnswers.deduplicated(report, job, running.services().clock().instant(), ANOTHER);
  }

  /** Whoever asks for the background is answered with the id itself. */
  private static ToolResult goingOn(
      ToolResult answer, String id, Collection<Job> jobs, RunOptions run) {
    boolean ended = jobs.stream().allMatch(job -> job.state().terminal());
    return ended || run.background() ? answer : answer.unfinished(id);
  }

  private ToolResult acceptBatch(Running running, List<Slot> slots) throws InterruptedException {
    String batchId = identifiers.next("batch");
    List<Object> results = new ArrayList<>();
    Map<String, Boolean> deduplicated = new HashMap<>();
    List<String> ids = new ArrayList<>();
    for (Slot slot : slots) {
      if (slot.refused() != null) {
        results.add(refused(slot.refused(), slot.position()));
        continue;
      }
      try {
        Accepted accepted = running.generations().accept(slot.job(), batchId, slot.position());
        results.add(accepted.job().id());
        ids.add(accepted.job().id());
        deduplicated.merge(accepted.job().id(), accepted.deduplicated(), Boolean::logicalOr);
      } catch (FailureException e) {
        results.add(refused(e.failure(), slot.position()));
      }
    }
    Map<String, Job> jobs = new HashMap<>();
    await(running, ids).forEach(job -> jobs.put(job.id(), job));
    ToolResult answer = batchAnswer(running, batchId, results, jobs, deduplicated);
    // A refused shot is told now and only now: the store knows nothing of it.
    boolean refused = results.stream().anyMatch(ObjectNode.class::isInstance);
    return refused ? answer : goingOn(answer, batchId, jobs.values(), running.run());
  }

  /** The same shot twice in one call is meant twice; the same call twice is not. */
  private static int ordinal(PlannedShot shot, Map<String, Integer> occurrences) {
    String same = shot.preview().path("effective").toString() + shot.plan().model();
    return occurrences.merge(same, 1, Integer::sum) - 1;
  }

  private static ToolResult batchAnswer(
      Running running,
      String batchId,
      List<Object> results,
      Map<String, Job> jobs,
      Map<String, Boolean> deduplicated) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("batch_id", batchId);
    ArrayNode array = answer.putArray("jobs");
    List<ObjectNode> reports = new ArrayList<>();
    for (Object result : results) {
      if (result instanceof ObjectNode refused) {
        array.add(refused);
        continue;
      }
      ObjectNode report = JobReport.of(jobs.get((String) result));
      if (deduplicated.get((String) result)) {
        again(running, report, jobs.get((String) result));
      }
      reports.add(report);
      array.add(JobOverview.inBatch(report));
    }
    if (jobs.values().stream().anyMatch(job -> !job.state().terminal())) {
      answer.put(
          "next",
          "Go on working; then wait_for_jobs {\"batch_id\": \""
              + batchId
              + "\"}. Calling the same tool again is not needed.");
    }
    return JobAnswers.withLinks(running.services().assets(), answer, reports);
  }

  private static ObjectNode refused(Failure failure, int position) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ok", false);
    json.put("status", "refused");
    json.put("position", position);
    json.set("error", FailureJson.write(failure));
    return json;
  }

  private static List<Job> await(Running running, List<String> ids) throws InterruptedException {
    Duration patience = running.run().patience(running.call());
    if (patience.isZero()) {
      return running.services().jobs().findAll(ids);
    }
    return running
        .services()
        .watch()
        .await(ids, JobWatch.Until.ALL, patience, JobAnswers.progress(running.call().progress()));
  }
}
