package dev.secondunit.tool.function;

import dev.secondunit.job.Job;
import dev.secondunit.media.UsdAmount;
import dev.secondunit.tool.ToolResult;
import dev.secondunit.tool.function.PlannedCall.Entry;
import dev.secondunit.tool.function.PlannedCall.Slot;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a call that makes media would do, cost and be told, without doing it. */
final class DryRun {
  private DryRun() {}

  /** The preview of one shot, or of each shot of a batch with what they cost together. */
  static ToolResult of(PlannedCall planned) {
    List<Entry> entries = planned.entries();
    ObjectNode budget = planned.services().budget(planned.call().caller().session());
    List<Slot> slots = new ArrayList<>();
    Runnable check =
        () -> {
          slots.addAll(planned.slots());
          planned.checkCost(slots);
        };
    if (!planned.several()) {
      ObjectNode preview = entries.get(0).planned().preview();
      Budgets.foretell(preview, check);
      tellExisting(planned, preview, 0, slots);
      preview.set("budget", budget);
      return ToolResult.of(preview);
    }
    UsdAmount sum = planned.cost().estimate();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("ok", entries.stream().allMatch(each -> each.refused() == null));
    answer.put("dry_run", true);
    answer.put("takes", planned.run().takes());
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
        shots.add(PlannedCall.refused(entry.refused(), position));
        continue;
      }
      ObjectNode preview = entry.planned().preview().put("position", position);
      tellExisting(planned, preview, position, slots);
      shots.add(preview);
    }
    return ToolResult.of(answer);
  }

  /** What the same call would find instead of buying, as far as it would get that far. */
  private static void tellExisting(
      PlannedCall planned, ObjectNode preview, int shot, List<Slot> slots) {
    int takes = planned.run().takes();
    List<String> found =
        slots.stream()
            .filter(slot -> slot.job() != null && slot.position() / takes == shot)
            .flatMap(slot -> planned.services().generations().existing(slot.job()).stream())
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
                + JobAnswers.ANOTHER_SHOT
                + ".");
  }
}
