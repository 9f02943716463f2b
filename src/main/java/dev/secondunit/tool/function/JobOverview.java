package dev.secondunit.tool.function;

import dev.secondunit.generation.Assets;
import dev.secondunit.job.Job;
import dev.secondunit.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How jobs are told to somebody who looks again and again. What was decided about a job is told by
 * the call that began it, and once more with its result, so a job that is not finished is a short
 * row: {@code ok, job_id, name, status, progress_percent, message, next_look_seconds}. One finished
 * job alone is told whole; among several it leaves out what was asked and every empty list.
 */
final class JobOverview {
  private static final int LONGEST_MESSAGE = 120;

  /** In the text beside the data, which says it again. */
  private static final int LONGEST_IN_BRIEF = 48;

  /** Told when the job was accepted, and told again to whoever asks for the job alone. */
  private static final List<String> TOLD_BEFORE = List.of("requested", "effective");

  private static final String NEXT_LOOK = "next_look_seconds";
  private static final List<String> IN_BRIEF =
      List.of("job_id", "name", "status", "progress_percent", "cancel_requested");
  private static final List<String> PLACE = List.of("asset_id", "path", "location", "url");
  private static final List<String> WHAT_WENT_WRONG =
      List.of("code", "message", "charged", "retry", "hint");
  private static final List<String> NOTED =
      List.of("adjustments", "ignored", "warnings", "defects");

  private JobOverview() {}

  /** One row per job, in the same order. */
  static List<ObjectNode> rows(List<Job> jobs, Instant now) {
    return jobs.stream().map(job -> row(job, now, jobs.size() == 1)).toList();
  }

  private static ObjectNode row(Job job, Instant now, boolean alone) {
    if (!job.state().terminal()) {
      return unfinished(job, now);
    }
    ObjectNode report = JobAnswers.report(job);
    if (alone) {
      return report;
    }
    keepName(report);
    report.remove(TOLD_BEFORE);
    return withoutEmptyLists(report);
  }

  private static void keepName(ObjectNode report) {
    JsonNode name = report.at("/requested/name");
    if (name.isString()) {
      report.set("name", name);
    }
  }

  /**
   * A job as told by the call that made it together with others: without what the caller has just
   * written, and without the next step, which is the same for all and stands beside them.
   */
  static ObjectNode inBatch(ObjectNode report) {
    if (report.path("effective") instanceof ObjectNode effective
        && effective.path("prompt").equals(report.at("/requested/prompt"))) {
      effective.remove("prompt");
    }
    keepName(report);
    report.remove(List.of("requested", "next"));
    return withoutEmptyLists(report);
  }

  private static ObjectNode withoutEmptyLists(ObjectNode report) {
    List<String> empty =
        report.propertyNames().stream()
            .filter(name -> report.get(name).isArray() && report.get(name).isEmpty())
            .toList();
    return report.remove(empty);
  }

  /** A job that goes on. */
  static ObjectNode unfinished(Job job, Instant now) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("ok", true);
    row.put("job_id", job.id());
    String name = job.request().path("name").asString("");
    if (!name.isEmpty()) {
      row.put("name", name);
    }
    row.put("status", job.state().word());
    if (job.progress() != null) {
      row.put("progress_percent", Math.round(job.progress() * 100));
    }
    if (job.progressMessage() != null) {
      row.put("message", shortened(job.progressMessage(), LONGEST_MESSAGE));
    }
    if (job.cancelRequested()) {
      row.put("cancel_requested", true);
    }
    row.put(NEXT_LOOK, nextLook(job, now));
    return row;
  }

  /** Nothing can be new before the job's own next step. */
  private static long nextLook(Job job, Instant now) {
    if (job.dueAt() == null) {
      return 1;
    }
    return Math.max(1, (Duration.between(now, job.dueAt()).toMillis() + 999) / 1_000);
  }

  private static String shortened(String message, int longest) {
    return message.length() <= longest ? message : message.substring(0, longest) + "…";
  }

  /**
   * The answer with its links. While something goes on, the text beside the data is the same answer
   * in brief rather than all of it again; when all has ended it is the data, for hosts that show
   * the model nothing else.
   */
  static ToolResult told(Assets assets, ObjectNode answer, List<ObjectNode> rows) {
    ToolResult result = JobAnswers.withLinks(assets, answer, rows);
    return rows.stream().anyMatch(JobOverview::goesOn)
        ? result.inWords(brief(answer, rows).toString())
        : result;
  }

  private static boolean goesOn(ObjectNode row) {
    return row.has(NEXT_LOOK);
  }

  private static ObjectNode brief(ObjectNode answer, List<ObjectNode> rows) {
    ObjectNode brief = answer.deepCopy();
    brief.remove("jobs");
    long nextLook =
        rows.stream()
            .filter(JobOverview::goesOn)
            .mapToLong(row -> row.get(NEXT_LOOK).longValue())
            .min()
            .orElse(1);
    brief.put(NEXT_LOOK, nextLook);
    ArrayNode jobs = brief.putArray("jobs");
    rows.forEach(row -> jobs.add(goesOn(row) ? briefly(row) : ended(row)));
    return brief;
  }

  private static ObjectNode briefly(ObjectNode row) {
    ObjectNode brief = row.deepCopy().retain(IN_BRIEF);
    if (goesOn(row) && row.has("message")) {
      brief.put("message", shortened(row.get("message").asString(), LONGEST_IN_BRIEF));
    }
    return brief;
  }

  private static ObjectNode ended(ObjectNode row) {
    ObjectNode brief = briefly(row);
    for (JsonNode file : row.path("files")) {
      ObjectNode place = ((ObjectNode) file.deepCopy()).retain(PLACE);
      brief.withArray("files").add(place);
    }
    if (row.has("error")) {
      brief.set("error", ((ObjectNode) row.get("error").deepCopy()).retain(WHAT_WENT_WRONG));
    }
    for (String noted : NOTED) {
      if (!row.path(noted).isEmpty()) {
        brief.set(noted, row.get(noted));
      }
    }
    return brief;
  }
}
