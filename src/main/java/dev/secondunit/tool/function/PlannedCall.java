package dev.secondunit.tool.function;

import dev.secondunit.failure.Failure;
import dev.secondunit.failure.FailureException;
import dev.secondunit.failure.FailureJson;
import dev.secondunit.generation.Allowance;
import dev.secondunit.generation.CallCost;
import dev.secondunit.generation.Generations;
import dev.secondunit.generation.Generations.Run;
import dev.secondunit.generation.PlannedShot;
import dev.secondunit.generation.PricedJob;
import dev.secondunit.generation.ShotRequest;
import dev.secondunit.tool.Caller;
import dev.secondunit.tool.RunOptions;
import dev.secondunit.tool.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shots of one call, planned or refused, and what would be bought at each of its places.
 *
 * @param services as the caller may see them
 * @param several whether it is answered with a batch
 */
record PlannedCall(
    ToolCall call, RunOptions run, Services services, boolean several, List<Entry> entries) {
  /** A shot of a call, planned or refused. */
  record Entry(PlannedShot planned, Failure refused) {}

  /** Reads and measures what the shots need. Sends nothing and changes nothing. */
  static PlannedCall of(
      ToolCall call, RunOptions run, Services services, boolean several, List<ShotRequest> shots)
      throws InterruptedException {
    return new PlannedCall(
        call, run, services, several, plan(shots, run, services.generations(), several));
  }

  /** In a batch one bad shot never sinks the others; a single one is simply refused. */
  private static List<Entry> plan(
      List<ShotRequest> shots, RunOptions run, Generations generations, boolean several)
      throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    for (ShotRequest shot : shots) {
      try {
        PlannedShot planned = generations.plan(shot);
        if (run.dryRun() && planned.unstorable().isPresent()) {
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

  /**
   * A place in a call: what would be bought there, or why nothing can be. Its position is the same
   * whichever shots before it are refused, as a request key finds the job by it.
   */
  record Slot(int position, PricedJob job, Failure refused) {}

  /** Takes stand beside each other; a refused shot is told once, however many were wanted. */
  List<Slot> slots() {
    Generations generations = services.generations();
    Caller caller = call.caller();
    Allowance allowance = generations.allowance(cost(), run.maxCost(), call.approved());
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

  /** What it would cost together, as far as prices are known. */
  CallCost cost() {
    return new CallCost(
        entries.stream().map(Entry::planned).filter(Objects::nonNull).toList(), run.takes());
  }

  /** Fails when what would be bought there may not cost what it costs together. */
  void checkCost(List<Slot> slots) {
    List<PricedJob> jobs = slots.stream().map(Slot::job).filter(Objects::nonNull).toList();
    services.generations().checkCost(jobs, run.maxCost(), call.approved());
  }

  /** The same shot twice in one call is meant twice; the same call twice is not. */
  private static int ordinal(PlannedShot shot, Map<String, Integer> occurrences) {
    String same = shot.preview().path("effective").toString() + shot.plan().model();
    return occurrences.merge(same, 1, Integer::sum) - 1;
  }

  /** How a shot that is refused is told in its place. */
  static ObjectNode refused(Failure failure, int position) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("ok", false);
    json.put("status", "refused");
    json.put("position", position);
    json.set("error", FailureJson.write(failure));
    return json;
  }
}
