package dev.secondunit.tool.function;

import dev.secondunit.catalogue.Plan.Adjustment;
import dev.secondunit.catalogue.PlanAccount;
import dev.secondunit.failure.FailureException;
import dev.secondunit.generation.JobReport;
import dev.secondunit.generation.ShotRequest;
import dev.secondunit.job.Job;
import dev.secondunit.job.JobStore.Accepted;
import dev.secondunit.job.JobWatch;
import dev.secondunit.media.Identifiers;
import dev.secondunit.media.Operation;
import dev.secondunit.tool.ContinueFromArguments;
import dev.secondunit.tool.GenerateMediaArguments;
import dev.secondunit.tool.RunOptions;
import dev.secondunit.tool.ShotArguments;
import dev.secondunit.tool.ToolCall;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.function.PlannedCall.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code generate_media} and {@code continue_from}. */
final class GenerationFunctions {
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

  private ToolResult run(List<ShotRequest> shots, boolean batch, RunOptions run, ToolCall call)
      throws InterruptedException {
    boolean several = batch || run.takes() > 1;
    PlannedCall planned = PlannedCall.of(call, run, services.of(call), several, shots);
    if (run.dryRun()) {
      return DryRun.of(planned);
    }
    List<Slot> slots = planned.slots();
    if (!several && slots.get(0).refused() != null) {
      throw slots.get(0).refused().asException();
    }
    planned.checkCost(slots);
    return several ? acceptBatch(planned, slots) : acceptOne(planned, slots.get(0));
  }

  private static ToolResult acceptOne(PlannedCall planned, Slot slot) throws InterruptedException {
    Accepted accepted = planned.services().generations().accept(slot.job(), null, slot.position());
    List<Job> jobs =
        planned.run().patience(planned.call()).isZero()
            ? List.of(accepted.job())
            : await(planned, List.of(accepted.job().id()));
    ObjectNode report = JobReport.of(jobs.get(0));
    if (accepted.deduplicated()) {
      again(planned, report, jobs.get(0));
    }
    ToolResult answer = JobAnswers.withLinks(planned.services().assets(), report, List.of(report));
    return goingOn(answer, jobs.get(0).id(), jobs, planned.run());
  }

  private static void again(PlannedCall planned, ObjectNode report, Job job) {
    JobAnswers.deduplicated(
        report, job, planned.services().clock().instant(), JobAnswers.ANOTHER_SHOT);
  }

  /** Whoever asks for the background is answered with the id itself. */
  private static ToolResult goingOn(
      ToolResult answer, String id, Collection<Job> jobs, RunOptions run) {
    boolean ended = jobs.stream().allMatch(job -> job.state().terminal());
    return ended || run.background() ? answer : answer.unfinished(id);
  }

  private ToolResult acceptBatch(PlannedCall planned, List<Slot> slots)
      throws InterruptedException {
    String batchId = identifiers.next("batch");
    List<Object> results = new ArrayList<>();
    Map<String, Boolean> deduplicated = new HashMap<>();
    List<String> ids = new ArrayList<>();
    for (Slot slot : slots) {
      if (slot.refused() != null) {
        results.add(PlannedCall.refused(slot.refused(), slot.position()));
        continue;
      }
      try {
        Accepted accepted =
            planned.services().generations().accept(slot.job(), batchId, slot.position());
        results.add(accepted.job().id());
        ids.add(accepted.job().id());
        deduplicated.merge(accepted.job().id(), accepted.deduplicated(), Boolean::logicalOr);
      } catch (FailureException e) {
        results.add(PlannedCall.refused(e.failure(), slot.position()));
      }
    }
    Map<String, Job> jobs = new HashMap<>();
    await(planned, ids).forEach(job -> jobs.put(job.id(), job));
    ToolResult answer = batchAnswer(planned, batchId, results, jobs, deduplicated);
    // A refused shot is told now and only now: the store knows nothing of it.
    boolean refused = results.stream().anyMatch(ObjectNode.class::isInstance);
    return refused ? answer : goingOn(answer, batchId, jobs.values(), planned.run());
  }

  private static ToolResult batchAnswer(
      PlannedCall planned,
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
        again(planned, report, jobs.get((String) result));
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
    return JobAnswers.withLinks(planned.services().assets(), answer, reports);
  }

  private static List<Job> await(PlannedCall planned, List<String> ids)
      throws InterruptedException {
    Duration patience = planned.run().patience(planned.call());
    if (patience.isZero()) {
      return planned.services().jobs().findAll(ids);
    }
    return planned
        .services()
        .watch()
        .await(ids, JobWatch.Until.ALL, patience, JobAnswers.progress(planned.call().progress()));
  }
}
